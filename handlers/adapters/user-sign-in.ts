import { DefaultAzureCredential } from '@azure/identity';
import { Failure } from '../../federation/failures';
import type { Clock } from '../../federation/ports';
import { systemClock } from './clock';
import type { SignIn } from './entra-credential';
import { keepingToken } from './kept-token';
import { type Endpoints, microsoftClouds } from './microsoft-clouds';

/** Signs in as whoever runs the command, the way that Microsoft's own tools do: by the environment, or by their sign-in. */
export const signInAsUser =
  ({ authorityHost }: Endpoints = {}, clock: Clock = systemClock): SignIn =>
  ({ name, tenantId, cloud }) => {
    const credential = new DefaultAzureCredential({
      tenantId,
      authorityHost: authorityHost ?? microsoftClouds[cloud].authorityHost,
      ...(authorityHost !== undefined && { disableInstanceDiscovery: true }),
    });
    // Some of its sources start another program for each token.
    return keepingToken(async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        // Whatever it is, nobody is signed in: the library tries one source after the other and tells of all at once.
        throw new Failure('DirectoryNotRead', `Microsoft Entra gives no token for ${name} (tenant ${tenantId}).`, {
          cause: error,
        });
      }
    }, clock);
  };
