import { stringify } from 'yaml';
import type { ImportedPolicy } from '../../federation/import';

/** Policies as their document. The same policies give the same bytes. */
export const renderPolicies = (policies: readonly ImportedPolicy[]): string => {
  const document = { apiVersion: 'oidc-factory/v1', kind: 'Policies', policies: policies.map(policySettings) };
  return `${head}${stringify(document, { lineWidth: 120, singleQuote: true })}`;
};

const head = `# Written by \`oidc-factory import\`: roles that were federated by hand, as they are.
# They only report. With \`enforcement: enforce\` the factory takes the roles over, and writes nothing to them for that.
`;

/** A policy as the YAML has it. */
export const policySettings = ({
  name,
  priority,
  accounts,
  path,
  roles,
  identityProvider,
  caller,
  terms,
}: ImportedPolicy) => ({
  name,
  priority,
  match: { accounts: { ids: accounts }, roles: { names: roles, paths: [path] } },
  identityProvider,
  caller:
    caller.kind === 'existing'
      ? { existing: caller.principals, audience: caller.audience }
      : { subjects: caller.subjects },
  ...(terms !== undefined && termsOf(terms)),
  enforcement: 'audit',
});

const termsOf = ({ limits, ownerTag, expiry }: NonNullable<ImportedPolicy['terms']>) => {
  const { maxSessionDurationSeconds: seconds, ...others } = limits;
  return {
    limits: { ...(seconds !== undefined && { maxSessionDuration: durationOf(seconds) }), ...others },
    ...(ownerTag !== undefined && { ownerTag }),
    ...(expiry !== undefined && {
      expiry: {
        expiresAfter: `${expiry.afterDays}d`,
        ...(expiry.tag !== undefined && { tag: expiry.tag }),
        announceBefore: `${expiry.announceDays}d`,
      },
    }),
  };
};

const durationOf = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600}h` : `${Math.floor(seconds / 60)}m`;
