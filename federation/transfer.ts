import type { BindingPolicy, CompiledPolicy, IdentityProvider } from './compiled-policy';
import { handedOverTo } from './hand-overs';
import { placeholderAudience } from './names';
import type { ObservedRole } from './observed';
import type { BindingRecord } from './records';
import { solePin } from './trust/adoption';
import { parseTrustPolicy } from './trust/document';
import { managedStatements, textsOfClaim } from './trust/managed-statements';
import { managedProvider } from './verdict';

/**
 * How a role comes to a caller of the factory's. `none`: nobody uses it by a caller that somebody made. `pending`: somebody
 * does, and the YAML hands that caller's application over; the one subject that the trust policy admits must be its
 * service principal. `impossible`: binding the role would cut off somebody who uses it.
 */
export type Transfer =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly application: string; readonly subject: string }
  | { readonly kind: 'impossible'; readonly because: string };

/**
 * Says what stands between a role that is to be bound and its caller. Whoever uses the role by a caller that the factory
 * did not register is never cut off: not by a caller of its own, and not by an application that was listed by mistake.
 * @param account an account's id.
 * @param record that of a role of this name, also of an earlier one.
 * @param trust the role's trust policy, where it is parsed already.
 */
export const transferOf = (
  role: ObservedRole,
  account: string,
  record: BindingRecord | undefined,
  wanted: { readonly policy: BindingPolicy; readonly identityProvider: IdentityProvider },
  policy: CompiledPolicy,
  trust = parseTrustPolicy(role.trustPolicy),
): Transfer => {
  const { caller } = wanted.policy;
  if (caller.kind === 'existing') return none;
  const provider = managedProvider(policy, account, wanted.identityProvider);
  const used = (trust === undefined ? [] : managedStatements(trust, provider, []))
    .map(({ index, statement }) => ({ index, statement, audiences: textsOfClaim(statement, provider, 'aud') }))
    .filter(({ audiences }) => audiences.some((audience) => audience !== placeholderAudience));
  const isFactorys = (audience: string): boolean =>
    audience === placeholderAudience ||
    (record !== undefined && record.caller !== 'existing' && record.audiences.includes(audience));
  if (used.every(({ audiences }) => audiences.every(isFactorys))) return none;

  const application = handedOverTo(caller, account, role.name, policy);
  const audiences = [...new Set(used.flatMap((each) => each.audiences))].join(', ');
  if (application === undefined)
    return impossible(
      `The trust policy of ${role.name} in ${account} takes tokens for ${audiences}, of a caller that somebody made, and the policy ${wanted.policy.name} has one of the factory's. List the application under \`handOvers\`; or put the placeholder ${placeholderAudience} in the place of its audience, and the role gets a new caller.`,
    );
  if (wanted.policy.audience === 'per-account')
    return impossible(
      `The policy ${wanted.policy.name} has one audience for the whole account, and the trust policy of ${role.name} in ${account} takes tokens for ${audiences}.`,
    );
  const pins = used.map(({ statement }) => solePin(statement, provider));
  const subject = pins[0]?.subject;
  const odd = used.find((_, at) => pins[at]?.audience !== application || pins[at].subject !== subject);
  if (odd !== undefined || subject === undefined)
    return impossible(
      `The YAML hands over the application ${application} for ${role.name} in ${account}; statement ${odd?.index ?? 0} of its trust policy, which takes tokens for ${odd?.audiences.join(', ') ?? audiences}, does not pin exactly this audience and one service principal, so that somebody would be cut off.`,
    );
  return { kind: 'pending', application, subject };
};

const none: Transfer = { kind: 'none' };
const impossible = (because: string): Transfer => ({ kind: 'impossible', because });
