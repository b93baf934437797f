const noCredentials = 'There are no AWS credentials here. Sign in, or name a profile in AWS_PROFILE.';
const expired = 'The AWS credentials have expired. Sign in again.';
const unknownCredentials = 'AWS does not know the credentials.';

/** What is wrong with the credentials of whoever runs a command, by the names that the SDK gives the errors. */
export const credentialErrors: ReadonlyMap<string, string> = new Map([
  ['CredentialsProviderError', noCredentials],
  ['TokenProviderError', expired],
  ['ExpiredToken', expired],
  ['ExpiredTokenException', expired],
  ['UnrecognizedClientException', unknownCredentials],
  ['InvalidClientTokenId', unknownCredentials],
  ['InvalidSignatureException', unknownCredentials],
  ['IncompleteSignature', unknownCredentials],
]);
