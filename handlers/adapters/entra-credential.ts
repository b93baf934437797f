import { ClientAssertionCredential, ClientSecretCredential, type TokenCredential } from '@azure/identity';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetWebIdentityTokenCommand, type STSClient } from '@aws-sdk/client-sts';
import type { IdentityProvider } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { CredentialSettings } from '../../schemas/generated/settings/credential-settings.types';
import { attempt } from './failures';
import { microsoftClouds } from './microsoft-clouds';

/** Whom a token must be for that Entra exchanges for one of its own. */
const exchangeAudience = 'api://AzureADTokenExchange';

/** How the factory signs in to the tenant of an identity provider. */
export type SignIn = (identityProvider: IdentityProvider) => TokenCredential;

/** Signs in with a token that AWS STS makes for the function's own role: no secret is stored anywhere. */
export const signInByOutboundFederation =
  (sts: STSClient): SignIn =>
  ({ tenantId, factoryClientId, cloud }) => {
    const getAssertion = () =>
      attempt('AWS STS gives no web identity token.', async () => {
        const { WebIdentityToken: token } = await sts.send(
          // Entra takes only RS256 from outside issuers.
          new GetWebIdentityTokenCommand({
            Audience: [exchangeAudience],
            SigningAlgorithm: 'RS256',
            DurationSeconds: 300,
          }),
        );
        if (token === undefined) throw new Failure('Unavailable', 'AWS STS answered without a token.');
        return token;
      });
    return new ClientAssertionCredential(tenantId, factoryClientId, getAssertion, {
      authorityHost: microsoftClouds[cloud].authorityHost,
    });
  };

/** Signs in with a client secret from Secrets Manager, read anew for each token, so that it can be rotated. */
export const signInBySecret =
  (secrets: SecretsManagerClient, secretArn: string): SignIn =>
  ({ tenantId, factoryClientId, cloud }) => ({
    getToken: async (scopes, options) => {
      const { SecretString: secret } = await attempt('The client secret cannot be read.', () =>
        secrets.send(new GetSecretValueCommand({ SecretId: secretArn })),
      );
      if (secret === undefined) throw new Failure('SignInRefused', 'The secret holds no text.');
      const { authorityHost } = microsoftClouds[cloud];
      return new ClientSecretCredential(tenantId, factoryClientId, secret, { authorityHost }).getToken(scopes, options);
    },
  });

/** What the sign-in of each kind of credential needs. */
export interface SignInClients {
  readonly sts: STSClient;
  readonly secrets: SecretsManagerClient;
}

/** The sign-in that the configuration asks for. */
export const createSignIn = ({ kind, secretArn }: CredentialSettings, clients: SignInClients): SignIn => {
  if (kind === 'aws-outbound-federation') return signInByOutboundFederation(clients.sts);
  if (secretArn === undefined)
    throw new Failure('InvalidInput', 'The credential of kind secrets-manager names no secret.');
  return signInBySecret(clients.secrets, secretArn);
};
