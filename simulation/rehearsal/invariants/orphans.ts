import { sharedNameOf } from '../../../federation/callers';
import { bindingParameter, placeholderAudience } from '../../../federation/names';
import type { BindingRecord } from '../../../federation/records';
import { declaredBinding, outOfScope } from '../../../federation/verdict';
import type { Breach, Ground } from './breach';
import { named, providerOf } from './ground';
import { audiencesIn, missingFrom, rawStatements } from './statements';

/** What the factory made is there for a binding that the policies let be, a declaration, or a revocation. */
export const orphans = (ground: Ground): readonly Breach[] => {
  const kept = keptBindings(ground);
  return [
    ...orphanedApplications(kept, ground),
    ...orphanedAudiences(kept, ground),
    ...orphanedStatements(kept, ground),
    ...orphanedParameters(ground),
  ].map((what) => ({ invariant: 'no-orphans', what }));
};

/** The records that account for something live. */
const keptBindings = ({ stage: { organization, policy }, accounts, roles }: Ground): readonly BindingRecord[] =>
  [...organization.table.bindings.values()].filter((record) => {
    if (record.state === 'unbound') return false;
    const account = accounts.find(({ id }) => id === record.account);
    // Nobody can look into a closed account; what is there for it stays until somebody can.
    if (account === undefined) return true;
    if (outOfScope(account, policy) !== undefined) return false;
    if (record.state === 'revoked') return true;
    const isTheirs = (one: (typeof roles)[number]): boolean =>
      one.account.id === record.account && one.role.name.toLowerCase() === record.roleName.toLowerCase();
    const standing = roles.find(isTheirs);
    if (standing !== undefined) return standing.isKept;
    return declaredBinding(policy, record.account, record.roleName) !== undefined;
  });

const orphanedApplications = (
  kept: readonly BindingRecord[],
  { applications, policies, accounts }: Ground,
): readonly string[] => {
  const shared = policies.flatMap(({ policies: all }) =>
    all.flatMap(({ caller }) => (caller.kind === 'shared' ? [sharedNameOf(caller.name)] : [])),
  );
  const used = new Set([...kept.flatMap((one) => [one.uniqueName, one.audienceUniqueName]), ...shared]);
  return applications
    .filter(({ isLive, uniqueName }) => isLive && !used.has(uniqueName ?? undefined))
    .filter(({ uniqueName }) => accounts.some(({ id }) => uniqueName?.startsWith(`aws-${id}`)))
    .map(({ uniqueName, appId }) => `The application ${uniqueName ?? ''} (${appId}) is live, and nothing needs it.`);
};

const orphanedAudiences = (
  kept: readonly BindingRecord[],
  { stage, accounts, ownAudiences }: Ground,
): readonly string[] =>
  accounts.flatMap(({ id, name }) =>
    stage.organization.providers(id).flatMap(({ issuer, audiences }) => {
      const provider = stage.policy.identityProviders.find((one) => one.issuer === issuer);
      return audiences
        .filter((audience) => audience !== placeholderAudience && ownAudiences.has(audience))
        .filter(
          (audience) =>
            !kept.some(
              (one) => one.account === id && one.identityProvider === provider?.name && one.audience === audience,
            ),
        )
        .map((audience) => `The provider ${issuer} of ${name} has the audience ${audience}, and nothing needs it.`);
    }),
  );

/** A statement for an audience of the factory's, in a role that has no binding any more; what people wrote is theirs. */
const orphanedStatements = (kept: readonly BindingRecord[], ground: Ground): readonly string[] =>
  ground.roles.flatMap((standing) => {
    const { account, role, cast } = standing;
    const provider = providerOf(standing, ground);
    const isKept = kept.some(
      (one) => one.account === account.id && one.roleName.toLowerCase() === role.name.toLowerCase(),
    );
    if (provider === undefined || (isKept && standing.record?.state !== 'revoked')) return [];
    return missingFrom(rawStatements(role.trustPolicy), rawStatements(cast.written)).flatMap((statement) => {
      const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      return audiencesIn(document, provider)
        .filter((audience) => audience !== placeholderAudience && ground.ownAudiences.has(audience))
        .map((audience) => `${named(standing)} has no binding, and still a statement for ${audience}.`);
    });
  });

const orphanedParameters = ({ stage: { organization, policy }, accounts }: Ground): readonly string[] =>
  accounts.flatMap(({ id, name }) =>
    organization
      .parameters(id)
      .filter((parameter) => parameter.startsWith(bindingParameter('')))
      .filter((parameter) => declaredBinding(policy, id, parameter.slice(bindingParameter('').length)) === undefined)
      .map((parameter) => `${name} has the parameter ${parameter}, and no binding is declared for it.`),
  );
