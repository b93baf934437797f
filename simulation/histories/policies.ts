import type { PolicyChangeStep } from '../../schemas/generated/documents/scenario.types';

type Changes = readonly [PolicyChangeStep, ...PolicyChangeStep[]];

const policy = 'workloads-prod';

const issuer = 'https://token.actions.githubusercontent.com';

/** What a history may begin with, beside the sample as it is. */
export const presets: Changes = [
  { policy, audience: 'per-account' },
  { policy, onDelete: 'purge' },
  {
    policy,
    caller: { shared: 'ci' },
    federatedCredentials: { allowed: [{ issuer, subjects: ['repo:acme/payments:environment:prod'] }] },
  },
  {
    policy: 'readers',
    priority: 90,
    match: { organizationalUnits: [{ path: '/Workloads/Prod', direct: false }], roles: { names: ['*-reader'] } },
    identityProvider: 'entra-prod',
    caller: {
      existing: ['e0000000-0000-4000-8000-00000000e001', 'e0000000-0000-4000-8000-00000000e002'],
      audience: 'e0000000-0000-4000-8000-0000000000a0',
    },
    enforcement: 'enforce',
  },
];

/** What may happen to the policy on the way. */
export const changes: Changes = [
  { policy, enforcement: 'audit' },
  { policy, enforcement: 'enforce' },
  { policy, match: { organizationalUnits: ['/Workloads/Prod'], roles: { names: ['web-*', 'terraform-*'] } } },
  { policy, audience: 'per-account' },
  { policy, audience: 'per-role' },
];
