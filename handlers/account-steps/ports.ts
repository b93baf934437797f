import { contractOf, type StepName } from '../../federation/step-catalogue';
import { step, type Step, type StepCall, type StepOutputs } from '../step';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import type {
  Accounts,
  Clock,
  FactoryBucket,
  FactoryTable,
  IntakeQueue,
  Organizations,
  Outcomes,
  OwnStackSets,
  Pauses,
} from '../../federation/ports';
import { requireNoPause } from './pauses';

/** What the account-side steps ask of the world. */
export interface AccountStepsPorts {
  readonly policy: CompiledPolicy;
  /** SHA-256 of the policy's canonical JSON, in hexadecimal, as `synth` tells it. */
  readonly policyHash: string;
  readonly accounts: Accounts;
  readonly organizations: Organizations;
  readonly ownStackSets: OwnStackSets;
  readonly table: FactoryTable;
  readonly bucket: FactoryBucket;
  readonly outcomes: Outcomes;
  readonly intake: IntakeQueue;
  readonly pauses: Pauses;
  readonly clock: Clock;
}

/** Makes an account-side step of its work. One that a pause holds up is held up here, whatever the workflow. */
export const accountStep = <Name extends StepName>(
  name: Name,
  work: (call: StepCall<Name>, ports: AccountStepsPorts) => Promise<StepOutputs<Name>>,
): Step<AccountStepsPorts> =>
  step(name, async (call, ports) => {
    const inOneInvocation = { ...ports, pauses: readOnce(ports.pauses) };
    if (contractOf(name).underPause === 'refused') await requireNoPause(call.request, inOneInvocation);
    return work(call, inOneInvocation);
  });

/** What is paused, the same from the beginning of an invocation to its end. */
const readOnce = (pauses: Pauses): Pauses => {
  let known: ReturnType<Pauses['read']> | undefined;
  return { read: () => (known ??= pauses.read()) };
};
