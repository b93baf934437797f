/** Lambda's entry point of the directory-side steps: reads the environment, makes the clients, hands over. */
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import validateCredentialSettings from '../../schemas/generated/settings/credential-settings.validate';
import validateIdentityProviderList from '../../schemas/generated/settings/identity-provider-list.validate';
import { createFactoryBucket } from '../adapters/bucket';
import { systemClock } from '../adapters/clock';
import { createSignIn } from '../adapters/entra-credential';
import { createDirectories } from '../adapters/graph';
import { endpointsIn } from '../adapters/microsoft-clouds';
import { systemPause } from '../adapters/pause';
import { createPauses } from '../adapters/pauses';
import { required, requiredJson } from '../environment';
import { observed } from '../observed-handler';
import { createDirectorySteps } from './directory-steps';

const environment = process.env;
const endpoints = endpointsIn(environment);
const signIn = createSignIn(requiredJson(environment, 'ENTRA_CREDENTIAL', validateCredentialSettings), {
  sts: new STSClient({}),
  secrets: new SecretsManagerClient({}),
  clock: systemClock,
  endpoints,
});

export const handler = observed(
  'oidc-factory-directory-steps',
  createDirectorySteps({
    identityProviders: requiredJson(environment, 'IDENTITY_PROVIDERS', validateIdentityProviderList),
    directories: createDirectories(signIn, { endpoints }),
    bucket: createFactoryBucket(new S3Client({}), required(environment, 'BUCKET_NAME')),
    pauses: createPauses(new SSMClient({}), systemClock),
    clock: systemClock,
    pause: systemPause,
  }),
);
