import { AssertionError } from 'node:assert';
import { bucketPrefixes } from '../../federation/bucket-keys';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { tokenExchangeAudience } from '../../federation/issuer';
import type { EntraCredential } from '../../schemas/generated/documents/organization.types';
import type { FactoryArns } from './factory-arns';
import { pausesRights } from './pauses-rights';
import type { Statement } from './policy-document';

/** The directory side writes the callers, and reads nothing. */
export const directoryObjectsRights = (arns: FactoryArns): Statement & { readonly Resource: string } => ({
  Sid: 'WriteCallers',
  Effect: 'Allow',
  Action: ['s3:PutObject'],
  Resource: `${arns.bucket}/${bucketPrefixes.callers}*`,
});

/**
 * The directory side proves to Entra who it is: by a token that STS signs for it, or by the one secret. The token may
 * name no other audience; the second statement sees to it, as the first is content with one that fits among several.
 */
export const directoryStepsRights = (
  credential: EntraCredential,
  policy: CompiledPolicy,
  arns: FactoryArns,
): readonly Statement[] => {
  if (credential.kind === 'secrets-manager') {
    if (credential.secretArn === undefined) {
      throw new AssertionError({ message: 'A credential in Secrets Manager has the ARN of its secret.' });
    }
    return [
      pausesRights(arns),
      { Sid: 'Secret', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: credential.secretArn },
    ];
  }
  const audiences = [...new Set(policy.identityProviders.map(({ cloud }) => tokenExchangeAudience(cloud)))].sort();
  return [
    pausesRights(arns),
    {
      Sid: 'IdentityToken',
      Effect: 'Allow',
      Action: 'sts:GetWebIdentityToken',
      Resource: '*',
      Condition: {
        'ForAnyValue:StringEquals': { 'sts:IdentityTokenAudience': audiences },
        StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
        NumericLessThanEqualsIfExists: { 'sts:DurationSeconds': 300 },
      },
    },
    {
      Sid: 'NoOtherAudience',
      Effect: 'Deny',
      Action: 'sts:GetWebIdentityToken',
      Resource: '*',
      Condition: { 'ForAnyValue:StringNotEquals': { 'sts:IdentityTokenAudience': audiences } },
    },
  ];
};
