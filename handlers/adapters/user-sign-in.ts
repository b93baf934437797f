import { DefaultAzureCredential } from '@azure/identity';
import { Failure } from '../../federation/failures';
import type { SignIn } from './entra-credential';
import { type Endpoints, microsoftClouds } from './microsoft-clouds';

/** Signs in as whoever runs the command, the way that Microsoft's own tools do: by the environment, or by their sign-in. */
export const signInAsUser =
  ({ authorityHost }: Endpoints = {}): SignIn =>
  ({ name, tenantId, cloud }) => {
    const credential = new DefaultAzureCredential({
      tenantId,
      authorityHost: authorityHost ?? microsoftClouds[cloud].authorityHost,
      ...(authorityHost !== undefined && { disableInstanceDiscovery: true }),
    });
    return {
      getToken: async (scopes, options) => {
        try {
          return await credential.getToken(scopes, options);
        } catch (error) {
          // Whatever it is, nobody is signed in: the library tries one source after the other and tells of all at once.
          throw new Failure('DirectoryNotRead', `Microsoft Entra gives no token for ${name} (tenant ${tenantId}).`, {
            cause: error,
          });
        }
      },
    };
  };
