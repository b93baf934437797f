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
import { tokenExchangeAudience } from '../../federation/issuer';
import type { Clock } from '../../federation/ports';
import type { CredentialSettings } from '../../schemas/generated/settings/credential-settings.types';
import { attempt } from './failures';
import { microsoftClouds } from './microsoft-clouds';
import { watched } from './sign-in-watch';

/** How the factory signs in to the tenant of an identity provider. */
export type SignIn = (identityProvider: IdentityProvider) => TokenCredential;

/** What a credential is asked for. */
type TokenRequest = Parameters<TokenCredential['getToken']>;

/** A token is no longer used so long before it ends, in milliseconds. */
const renewBefore = 5 * 60 * 1000;

/** Signs in with a token that AWS STS makes for the function's own role: no secret is stored anywhere. */
export const signInByOutboundFederation =
  (sts: STSClient): SignIn =>
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
    return watched(noToken(name), ({ options, passing }) => {
      const { authorityHost } = microsoftClouds[cloud];
      return new ClientAssertionCredential(tenantId, factoryClientId, () => passing(getAssertion), {
        ...options,
        authorityHost,
      });
    });
  };

/**
 * Signs in with a client secret from Secrets Manager, read anew for each token, so that it can be rotated; a token is
 * used until shortly before it ends.
 */
export const signInBySecret =
  (secrets: SecretsManagerClient, secretArn: string, clock: Clock): SignIn =>
  ({ name, tenantId, factoryClientId, cloud }) => {
    let kept: { readonly scopes: string; readonly token: AccessToken } | undefined;
    const renewed = async (...[scopes, options]: TokenRequest): Promise<AccessToken | null> => {
      const { SecretString: secret } = await attempt('The client secret cannot be read.', () =>
        secrets.send(new GetSecretValueCommand({ SecretId: secretArn })),
      );
      if (secret === undefined) throw new Failure('SignInRefused', 'The secret holds no text.');
      const { authorityHost } = microsoftClouds[cloud];
      return watched(
        noToken(name),
        (watch) => new ClientSecretCredential(tenantId, factoryClientId, secret, { ...watch.options, authorityHost }),
      ).getToken(scopes, options);
    };
    return {
      getToken: async (scopes, options) => {
        const asked = [scopes].flat().join(' ');
        const isFresh = kept?.scopes === asked && kept.token.expiresOnTimestamp - renewBefore > clock.now().getTime();
        if (kept !== undefined && isFresh) return kept.token;
        const token = await renewed(scopes, options);
        kept = token === null ? undefined : { scopes: asked, token };
        return token;
      },
    };
  };

/** What the sign-in of each kind of credential needs. */
export interface SignInClients {
  readonly sts: STSClient;
  readonly secrets: SecretsManagerClient;
  readonly clock: Clock;
}

/** The sign-in that the configuration asks for. */
export const createSignIn = ({ kind, secretArn }: CredentialSettings, clients: SignInClients): SignIn => {
  if (kind === 'aws-outbound-federation') return signInByOutboundFederation(clients.sts);
  if (secretArn === undefined)
    throw new Failure('InvalidInput', 'The credential of kind secrets-manager names no secret.');
  return signInBySecret(clients.secrets, secretArn, clients.clock);
};

const noToken = (identityProvider: string): string =>
  `Microsoft Entra gives the factory no token for ${identityProvider}.`;
