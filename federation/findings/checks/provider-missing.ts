import { providerNeeds } from '../../reconcile';
import { outOfScope } from '../../verdict';
import type { Check } from '../finding';

export const providerMissing: Check = {
  id: 'provider-missing',
  severity: 'high',
  meaning:
    'Roles of the account need the OIDC provider of a managed issuer, and it is not there: nobody can assume them, and whoever makes it decides what it lists.',
  remedy: 'Nothing, where the factory runs: the next reconcile makes it. Otherwise deploy the provider template.',
  find: ({ observation, policy, reconcile }) =>
    (outOfScope(observation.account, policy) === undefined
      ? providerNeeds(observation, reconcile.requests, policy)
      : []
    )
      .filter(({ kind }) => kind === 'create')
      .map(({ identityProvider: { name, issuer } }) => ({
        subject: issuer,
        because: `The account has no OIDC provider for ${name}.`,
      })),
};
