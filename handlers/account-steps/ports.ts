import type { StepName } from '../../federation/step-catalogue';
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
} from '../../federation/ports';

/** What the account-side steps ask of the world. */
export interface AccountStepsPorts {
  readonly policy: CompiledPolicy;
  /** SHA-256 of its canonical JSON, in hexadecimal. */
  readonly policyHash: string;
  readonly accounts: Accounts;
  readonly organizations: Organizations;
  readonly table: FactoryTable;
  readonly bucket: FactoryBucket;
  readonly outcomes: Outcomes;
  readonly intake: IntakeQueue;
  readonly clock: Clock;
}

/** Makes an account-side step of its work. */
export const accountStep = <Name extends StepName>(
  name: Name,
  work: (call: StepCall<Name>, ports: AccountStepsPorts) => Promise<StepOutputs<Name>>,
): Step<AccountStepsPorts> => step(name, work);
