import {
  ClientAssertionCredential,
  ClientSecretCredential,
  type AccessToken,
  type TokenCredential,
} from '@azure/identity';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetWebIdentityTokenCommand, type STSClient } from '@aws-sdk/client-sts';
import type { IdentityProvider } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import { type EntraCloud, tokenExchangeAudience } from '../../federation/issuer';
import type { Clock } from '../../federation/ports';
import type { CredentialSettings } from '../../schemas/generated/settings/credential-settings.types';
import { attempt } from './failures';
import { systemClock } from './clock';
import { keepingToken } from './kept-token';
import { type Endpoints, microsoftClouds } from './microsoft-clouds';
import { watched } from './sign-in-watch';

/** How the factory signs in to the tenant of an identity provider. */
export type SignIn = (identityProvider: IdentityProvider) => TokenCredential;

/** What a credential is asked for. */
type TokenRequest = Parameters<TokenCredential['getToken']>;

/**
 * Signs in with a token that AWS STS makes for the function's own role: no secret is stored anywhere. Microsoft's
 * credential asks for that token twice in a sign-in, and is given the same one.
 */
export const signInByOutboundFederation =
  (sts: STSClient, endpoints: Endpoints = {}, clock: Clock = systemClock): SignIn =>
  ({ name, tenantId, factoryClientId, cloud }) => {
    const getAssertion = () =>
      attempt('AWS STS gives no web identity token.', async () => {
        const { WebIdentityToken: token } = await sts.send(
          // Entra takes only RS256 from outside issuers.
          new GetWebIdentityTokenCommand({
            Audience: [tokenExchangeAudience(cloud)],
            SigningAlgorithm: 'RS256',
            DurationSeconds: 300,
          }),
        );
        if (token === undefined) throw new Failure('Unavailable', 'AWS STS answered without a token.');
        return token;
      });
    let assertion: Promise<string> | undefined;
    const credential = watched(
      noToken(name),
      ({ options, passing }) =>
        new ClientAssertionCredential(tenantId, factoryClientId, () => passing(() => (assertion ??= getAssertion())), {
          ...options,
          ...authorityOf(cloud, endpoints),
        }),
    );
    return keepingToken((scopes, options) => {
      assertion = undefined;
      return credential.getToken(scopes, options);
    }, clock);
  };

/**
 * Signs in with a client secret from Secrets Manager, read anew for each token, so that it can be rotated; a token is
 * used until shortly before it ends.
 */
export const signInBySecret =
  (secrets: SecretsManagerClient, secretArn: string, clock: Clock, endpoints: Endpoints = {}): SignIn =>
  ({ name, tenantId, factoryClientId, cloud }) => {
    const renewed = async (...[scopes, options]: TokenRequest): Promise<AccessToken | null> => {
      const { SecretString: secret } = await attempt('The client secret cannot be read.', () =>
        secrets.send(new GetSecretValueCommand({ SecretId: secretArn })),
      );
      if (secret === undefined) throw new Failure('SignInRefused', 'The secret holds no text.');
      return watched(
        noToken(name),
        (watch) =>
          new ClientSecretCredential(tenantId, factoryClientId, secret, {
            ...watch.options,
            ...authorityOf(cloud, endpoints),
          }),
      ).getToken(scopes, options);
    };
    return keepingToken(renewed, clock);
  };

/** What the sign-in of each kind of credential needs. */
export interface SignInClients {
  readonly sts: STSClient;
  readonly secrets: SecretsManagerClient;
  readonly clock: Clock;
  readonly endpoints?: Endpoints;
}

/** The sign-in that the configuration asks for. */
export const createSignIn = ({ kind, secretArn }: CredentialSettings, clients: SignInClients): SignIn => {
  if (kind === 'aws-outbound-federation')
    return signInByOutboundFederation(clients.sts, clients.endpoints, clients.clock);
  if (secretArn === undefined)
    throw new Failure('InvalidInput', 'The credential of kind secrets-manager names no secret.');
  return signInBySecret(clients.secrets, secretArn, clients.clock, clients.endpoints);
};

/** Where to sign in. Another host is taken as it is: Microsoft's own list of its hosts does not have it. */
const authorityOf = (cloud: EntraCloud, { authorityHost }: Endpoints) =>
  authorityHost === undefined
    ? { authorityHost: microsoftClouds[cloud].authorityHost }
    : { authorityHost, disableInstanceDiscovery: true };

const noToken = (identityProvider: string): string =>
  `Microsoft Entra gives the factory no token for ${identityProvider}.`;
