import type { ObservedRole } from '../../../federation/observed';
import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import type { BindingRecord } from '../../../federation/records';
import { findingsOf } from '../../../federation/findings';
import { examine } from '../../../federation/examine';
import { planReconcile } from '../../../federation/reconcile';
import { account, audience, compiled, document, identityProvider, role, statement } from '../support/cases';
import { bound, caller, hoursAgo, inventoried, pinned } from '../support/inventoried';

interface Case {
  readonly roles?: readonly ObservedRole[];
  readonly bindings?: readonly BindingRecord[];
  readonly applications?: readonly ObservedApplication[];
  readonly audiences?: readonly string[];
  readonly seen?: readonly string[];
  /** Since when, in hours. */
  readonly since?: number;
}

const observationOf = ({
  roles = [],
  bindings = [],
  applications = [],
  audiences = [],
  seen = [],
  since = 0,
}: Case) => {
  const { providers, allProviders, ...rest } = inventoried();
  const [provider] = allProviders;
  const observed = { arn: provider!.arn, issuer: identityProvider.issuer, audiences };
  return {
    ...rest,
    roles,
    bindings,
    applications,
    providers: new Map([['entra-prod', observed]]),
    allProviders: [observed],
    sightings: seen.map((what) => ({ what, firstSeenAt: hoursAgo(since) })),
  };
};
const planOf = (situation: Case) => planReconcile(observationOf(situation), compiled());
const placeholder = 'oidc-factory-pending';
const closed = bound({ state: 'unbound' });

describe.each<[string, Case, string]>([
  [
    'an application without a role',
    { applications: [caller()], audiences: [placeholder] },
    `application entra-prod aws-${account}-web-deployer`,
  ],
  [
    'an audience without an application',
    { bindings: [closed], audiences: [placeholder, audience] },
    `audience entra-prod ${audience}`,
  ],
])('%s', (_what, situation, what) => {
  it('is only noted when it is first seen', () => {
    const plan = planOf(situation);
    expect([plan.orphans, plan.requests]).toEqual([[], []]);
    expect(plan.sightings.map((one) => one.what)).toEqual([what]);
  });

  it.each([
    [19, false],
    [21, true],
  ])('seen again %s hours later goes: %s', (since, goes) => {
    expect(planOf({ ...situation, seen: [what], since }).orphans.map((one) => one.what)).toEqual(goes ? [what] : []);
  });

  it('is forgotten once something accounts for it', () => {
    const well = { roles: [role({ trustPolicy: pinned })], bindings: [bound()], applications: [caller()] };
    const plan = planOf({ ...well, audiences: [placeholder, audience], seen: [what], since: 48 });
    expect([plan.orphans, plan.sightings]).toEqual([[], []]);
  });
});

describe('a trust statement without an audience', () => {
  it('of a binding has its audience added again, at once', () => {
    const plan = planOf({
      roles: [role({ trustPolicy: pinned })],
      bindings: [bound()],
      applications: [caller()],
      audiences: [placeholder],
    });
    expect(plan.requests).toMatchObject([
      { trigger: 'role-created', because: ["The account's OIDC provider does not list its audience."] },
    ]);
  });

  it('of a role whose binding was taken down is bound anew, where the policy wants it', () => {
    const plan = planOf({ roles: [role({ trustPolicy: pinned })], bindings: [closed], audiences: [placeholder] });
    expect(plan.requests).toMatchObject([{ trigger: 'role-created', because: ['The role has no binding.'] }]);
  });

  it('that nobody knows is a finding: what is not the factory’s is not touched', () => {
    const unknown = document(
      statement({ Condition: { StringEquals: { [`${identityProvider.issuer.slice(8)}:aud`]: 'unknown' } } }),
    );
    const observation = observationOf({ roles: [role({ trustPolicy: unknown })], audiences: [placeholder] });
    const examined = examine(observation, compiled());
    expect(examined.reconcile.orphans).toEqual([]);
    expect(findingsOf(examined, []).map(({ id }) => id)).toContain('trust-statement-foreign');
  });
});
