import { Failure } from '../../federation/failures';
import { statusTag } from '../../federation/names';
import type { ObservedRole } from '../../federation/observed';
import type { Outcome } from '../../federation/outcomes';
import type { AccountIam } from '../../federation/ports';
import type { AccountStepsPorts } from './ports';

/** An outcome of one account. */
type AccountOutcome = Extract<Outcome, { readonly detail: { readonly account: string } }>;

/**
 * Tells the owner of a role why it is not bound: by a tag on the role, and by an event on the account's own bus. What says
 * the same already is not said again. Whatever stands in the way, such as a denied call, is let be: the outcomes bus of
 * the factory has the same.
 * @param status a few words; IAM takes letters, digits, blanks and `_.:/=+-@` in a tag.
 */
export const tellOwner = async (
  role: ObservedRole,
  status: string,
  outcome: AccountOutcome,
  iam: AccountIam,
  { accounts }: AccountStepsPorts,
): Promise<void> => {
  const value = tagValue(status);
  if (role.tags[statusTag] === value) return;
  await unlessRefused(() => iam.tagRole(role.name, { [statusTag]: value }));
  await unlessRefused(async () => {
    await (await accounts.events(outcome.detail.account)).publish(outcome);
  });
};

/** Takes the tag away once all is well; it is no part of a binding, so a denied call stops nothing. */
export const clearStatus = async (role: ObservedRole, iam: AccountIam): Promise<void> => {
  if (Object.hasOwn(role.tags, statusTag)) await unlessRefused(() => iam.untagRole(role.name, [statusTag]));
};

/** IAM's longest tag value has 256 characters. */
const tagValue = (status: string): string => status.replace(/[^\p{L}\p{N} _.:/=+\-@]/gu, ' ').slice(0, 256);

const unlessRefused = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
};
