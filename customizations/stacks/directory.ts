import type { Stack } from 'aws-cdk-lib';
import { names } from '../../federation/names';
import { acknowledgeWildcard } from './acknowledge';
import { directoryObjectsRights, directoryStepsRights } from './directory-rights';
import { factoryArns } from './factory-arns';
import { justifiedWildcards } from './justified-wildcards';
import { addFunction } from './lambda-function';
import { listingTimeout } from './limits';
import type { StackInput } from './stack-input';

/**
 * Adds the function that holds the Entra credential, with its role and its logs: a stack of its own, so that nothing that
 * deploys the rest of the factory needs to touch it. The workflows name the function by its ARN; it is deployed first.
 */
export const addDirectory = (stack: Stack, input: StackInput): void => {
  const { policy, bundles } = input;
  const { entraCredential } = input.configuration.organization.value.factory;
  const arns = factoryArns(policy);
  const objects = directoryObjectsRights(arns);
  const { role } = addFunction(stack, {
    logicalId: 'DirectorySteps',
    name: names.directorySteps,
    description: 'The steps that work on Microsoft Entra. Reaches no AWS account.',
    code: bundles.directorySteps,
    timeout: listingTimeout,
    memorySize: 512,
    environment: {
      IDENTITY_PROVIDERS: JSON.stringify(policy.identityProviders.map(({ existingIn, ...provider }) => provider)),
      ENTRA_CREDENTIAL: JSON.stringify(entraCredential),
      BUCKET_NAME: names.bucket(policy.factoryAccount, policy.organization.homeRegion),
    },
    rights: [...directoryStepsRights(entraCredential, policy, arns), objects],
  });
  acknowledgeWildcard(role, '*', justifiedWildcards.identityToken);
  acknowledgeWildcard(role, objects.Resource, justifiedWildcards.bucketObjects);
};
