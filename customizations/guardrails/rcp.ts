import { oidcProviderArn } from '../../federation/arn';
import { type AllowedIssuers, signInPatterns, strayPatterns } from '../../federation/guardrails/allowed-issuers';
import type { Partition } from '../../federation/partition';
import { type Conditions, policyDocument, type Statement } from '../stacks/policy-document';

const key = 'aws:FederatedProvider';

/** Twelve digits: in a text, unlike in an ARN, `*` would go on behind the colon, into the issuer's path. */
const anyAccount = '????????????';

/**
 * The resource control policy: a role can be assumed with a token of a listed issuer only. The documents show the
 * provider's ARN in the key, and others have seen the bare issuer there, so that each issuer is listed in both forms.
 *
 * A request without the key is left alone, hence `Null`: a negated operator holds where the key is absent, with
 * `IfExists` too, and it is not documented that STS sets the key for the issuers that it knows without a provider. Who
 * asks cannot leave the key out, so that this opens nothing that a listed issuer closes.
 */
export const resourceControlPolicy = (partition: Partition, allowed: AllowedIssuers): object => {
  const arns = (patterns: readonly string[]): readonly string[] =>
    patterns.map((pattern) => oidcProviderArn(partition, anyAccount, pattern));
  const listed = signInPatterns(allowed);
  const strays = strayPatterns(allowed);
  return policyDocument(
    deny('ListedIssuers', { Null: { [key]: 'false' }, StringNotLike: { [key]: [...listed, ...arns(listed)] } }),
    // In an ARN there is a slash before the issuer, so that a stray pattern of bare issuers must not be asked of it.
    ...(strays.length === 0
      ? []
      : [
          deny('ListedHosts', { StringLike: { [key]: strays }, StringNotLike: { [key]: 'arn:*' } }),
          deny('ListedHostsOfArns', { StringLike: { [key]: arns(strays) } }),
        ]),
  );
};

const deny = (name: string, condition: Conditions): Statement => ({
  Sid: `OidcFactory${name}`,
  Effect: 'Deny',
  Principal: '*',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Resource: '*',
  Condition: condition,
});
