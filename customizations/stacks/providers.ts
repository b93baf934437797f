import { CfnDeletionPolicy, type Stack } from 'aws-cdk-lib';
import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import { placeholderAudience, providerThumbprint } from '../../federation/names';
import { exclusionOf, onlyWhere } from './exclusion';
import type { StackInput } from './stack-input';

/**
 * The OIDC providers. Every property is frozen: CloudFormation replaces the live audiences on any update that touches the
 * resource. They stay when the stack or the resource goes, because the roles bound through them must go on working, and
 * because a roll-back has been seen to delete a provider that was there before. The logical id comes from the issuer, so
 * that renaming a provider in the configuration changes nothing here.
 */
export const addProviders = (stack: Stack, { configuration, policy }: StackInput): void => {
  const existingIn = new Map(
    configuration.identityProviders.map(({ value }) => [value.name, value.existingIn ?? []] as const),
  );
  const providers = [...policy.identityProviders].sort((a, b) => (a.issuer < b.issuer ? -1 : 1));
  for (const { name, issuer, tenantId, cloud } of providers) {
    const logicalId = `Tenant${tenantId.replaceAll('-', '')}${cloud === 'china' ? 'China' : ''}`;
    const leftOut = [...policy.targets.excludedAccounts, ...(existingIn.get(name) ?? [])];
    const provider = new CfnOIDCProvider(stack, logicalId, {
      url: issuer,
      clientIdList: [placeholderAudience],
      thumbprintList: [providerThumbprint],
    });
    provider.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    provider.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    onlyWhere(exclusionOf(stack, leftOut, `${logicalId}IsWanted`), provider);
  }
};
