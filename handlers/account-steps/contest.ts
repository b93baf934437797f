import type { BindingRecord, ConfirmedPins, Reversal } from '../../federation/records';
import { pinnedStatement } from '../../federation/trust/pin';
import { managedProvider, type Verdict } from '../../federation/verdict';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { pinned, type Inspection } from './inspection';
import type { AccountStepsPorts } from './ports';
import { writeOver } from './records';

type Found = Extract<Inspection, { kind: 'there' }>;

/** A template that writes its own trust policy back is given in to at its second reversal. */
const reversalsGivenInTo = 2;

/** What a contest makes of an inspection; `statement` is what the owner can paste. */
export interface Contest {
  readonly verdict: Verdict;
  readonly recorded: BindingRecord | undefined;
  readonly binding: BindingRecord | undefined;
  readonly statement?: Readonly<Record<string, unknown>>;
}

/**
 * Looks whether somebody has written another trust policy over a binding. Once may be a mistake, and is put right; who
 * does it twice owns the role, and the factory would only fight a template: then the binding stays made, and waits for
 * its statement to be pasted there. A role whose trust policy has the binding's pins is at peace.
 */
export const contest = async (found: Found, request: StepRequest, ports: AccountStepsPorts): Promise<Contest> => {
  const { role, recorded, binding, verdict } = found;
  const { confirmed, state } = binding ?? {};
  const asItIs = { verdict, recorded, binding };
  if (verdict.kind !== 'bind' || binding === undefined || confirmed === undefined) return asItIs;
  if (state !== 'bound' && state !== 'contested') return asItIs;

  const has = (pins: ConfirmedPins): boolean =>
    pinned(role, binding, pins, verdict.identityProvider, ports).kind === 'unchanged';
  const { audience = confirmed.audience, subjects = confirmed.subjects } = binding;
  if (has(confirmed) || has({ audience, subjects })) {
    if (state === 'bound') return asItIs;
    const { reversals, ...rest } = binding;
    const settled = await writeOver(binding, { ...rest, state: 'bound' }, ports);
    return { verdict, recorded: settled, binding: settled };
  }
  const reversals = withReversal(binding.reversals ?? [], request);
  const isContested = state === 'contested' || isGivenInTo(reversals);
  const written = await writeOver(
    binding,
    { ...binding, ...(reversals.length > 0 && { reversals }), state: isContested ? 'contested' : 'bound' },
    ports,
  );
  if (!isContested) return { verdict, recorded: written, binding: written };
  const provider = managedProvider(ports.policy, binding.account, verdict.identityProvider);
  return {
    verdict: { kind: 'refuse', policy: verdict.policy, reasons: [contestedBecause(reversals, verdict)] },
    recorded: written,
    binding: written,
    statement: pinnedStatement(provider, audience, subjects),
  };
};

/** An event that is worked on again counts once; what no event tells of has no owner, and is only put right. */
const withReversal = (before: readonly Reversal[], { event: { actor, id } }: StepRequest): readonly Reversal[] =>
  actor === undefined || before.some(({ eventId }) => eventId === id)
    ? before
    : [...before, { actor, eventId: id }].slice(-20);

const isGivenInTo = (reversals: readonly Reversal[]): boolean =>
  reversals.some((one) => reversals.filter(({ actor }) => actor === one.actor).length >= reversalsGivenInTo);

const contestedBecause = (reversals: readonly Reversal[], { policy }: { readonly policy: { readonly name: string } }) =>
  ({
    code: 'trust-contested',
    because: `${reversals.at(-1)?.actor ?? 'Somebody'} keeps writing another trust policy over the binding of ${policy.name}. Paste the statement into the template that owns the role, or declare the binding.`,
  }) as const;
