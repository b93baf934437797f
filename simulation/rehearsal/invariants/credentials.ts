import { matcher } from '../../../federation/pattern';
import type { Breach, Ground } from './breach';

/** Nobody can sign in as a caller of the factory's but by a federated credential that a policy allows. */
export const credentials = ({ applications, principals, policies, roles }: Ground): readonly Breach[] => {
  const allowed = policies
    .flatMap(({ policies: all }) => all)
    .flatMap(({ federatedCredentials }) => federatedCredentials.allowed);
  const isAllowed = (one: { readonly issuer: string; readonly subject: string }): boolean =>
    allowed.some(
      ({ issuer, subjects }) => issuer === one.issuer && subjects.some((pattern) => matcher(pattern)(one.subject)),
    );
  const planned = new Map(
    roles.flatMap(({ verdict, record }) =>
      verdict.kind === 'bind' && record?.state === 'bound' && record.caller === 'own-application'
        ? [[record.uniqueName, verdict.credentials] as const]
        : [],
    ),
  );
  const isPlanned = (uniqueName: string | null, one: { readonly issuer: string; readonly subject: string }): boolean =>
    planned
      .get(uniqueName ?? undefined)
      ?.some(({ issuer, subject }) => issuer === one.issuer && subject === one.subject) ?? true;
  const ours = [...applications, ...principals.filter(({ isOurs }) => isOurs)];
  return [
    ...ours
      .filter(
        ({ isLive, passwordCredentials, keyCredentials }) =>
          isLive && passwordCredentials.length + keyCredentials.length > 0,
      )
      .map(({ displayName, id }) => `${displayName} (${id}) has a secret or a certificate.`),
    ...applications
      .filter(({ isLive }) => isLive)
      .flatMap(({ uniqueName, federatedIdentityCredentials }) =>
        federatedIdentityCredentials
          .filter((one) => !isAllowed(one) || !isPlanned(uniqueName, one))
          .map(
            ({ subject }) =>
              `${uniqueName ?? ''} has a federated credential for ${subject}, which its plan does not name.`,
          ),
      ),
  ].map((what) => ({ invariant: 'no-credential-beyond-plan', what }));
};
