import { createHash } from 'node:crypto';
import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import { placeholderAudience, providerThumbprint } from '../../federation/names';
import { exclusionOf, onlyWhere } from './exclusion';
import type { StackInput } from './stack-input';

/**
 * The OIDC providers. Every property is frozen: CloudFormation replaces the live audiences on any update that touches the
 * resource. They stay when the stack or the resource goes, because the roles bound through them must go on working, and
 * because a roll-back has been seen to delete a provider that was there before. The logical id comes from the issuer, so
 * that renaming a provider in the configuration changes nothing here. Those of outside issuers have the audiences of the
 * configuration, and only an edit of these changes them.
 */
export const addProviders = (stack: Stack, { configuration, policy }: StackInput): void => {
  const existingIn = new Map(
    configuration.identityProviders.map(({ value }) => [value.name, value.existingIn ?? []] as const),
  );
  const entra = sortedByIssuer(policy.identityProviders).map(({ name, issuer, tenantId, cloud }) => ({
    name,
    issuer,
    logicalId: `Tenant${tenantId.replaceAll('-', '')}${cloud === 'china' ? 'China' : ''}`,
    audiences: [placeholderAudience],
  }));
  const outside = sortedByIssuer(policy.outsideProviders).map(({ name, issuer, audiences }) => ({
    name,
    issuer,
    logicalId: `Issuer${createHash('sha256').update(issuer).digest('hex').slice(0, 32)}`,
    audiences,
  }));
  for (const { name, issuer, logicalId, audiences } of [...entra, ...outside]) {
    const leftOut = [...policy.targets.excludedAccounts, ...(existingIn.get(name) ?? [])];
    const provider = new CfnOIDCProvider(stack, logicalId, {
      url: issuer,
      clientIdList: [...audiences],
      thumbprintList: [providerThumbprint],
    });
    provider.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    provider.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    onlyWhere(exclusionOf(stack, leftOut, `${logicalId}IsWanted`), provider);
  }
};

const sortedByIssuer = <T extends { readonly issuer: string }>(providers: readonly T[]): readonly T[] =>
  [...providers].sort((a, b) => (a.issuer < b.issuer ? -1 : 1));
