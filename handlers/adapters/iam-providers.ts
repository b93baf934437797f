import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { oidcProviderArn } from '../../federation/arn';
import { hostAndPathOf } from '../../federation/issuer';
import type { Partition } from '../../federation/partition';
import type { AccountIam } from '../../federation/ports';
import { absent, orAbsent } from './absence';
import { attempt, failureOf, nameOf } from './failures';
import { written } from './written';

type ProviderCalls = Pick<
  AccountIam,
  'getOpenIdConnectProvider' | 'createOpenIdConnectProvider' | 'addClientId' | 'removeClientId'
>;

/** The OIDC providers of one account. */
export const accountProviders = (client: IAMClient, partition: Partition, account: string): ProviderCalls => {
  const providerArn = (issuer: string): string => oidcProviderArn(partition, account, hostAndPathOf(issuer));
  return {
    getOpenIdConnectProvider: (issuer) =>
      orAbsent(`The provider of ${issuer} in ${account} cannot be read.`, async () => {
        const arn = providerArn(issuer);
        const found = await client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
        return { arn, issuer, audiences: found.ClientIDList ?? [] };
      }),

    createOpenIdConnectProvider: async (issuer, audiences, thumbprints) => {
      try {
        return written(
          await client.send(
            new CreateOpenIDConnectProviderCommand({
              Url: issuer,
              ClientIDList: [...audiences],
              ThumbprintList: [...thumbprints],
            }),
          ),
        );
      } catch (error) {
        if (nameOf(error) === 'EntityAlreadyExistsException') return {};
        throw failureOf(error, `The provider of ${issuer} in ${account} cannot be created.`);
      }
    },

    addClientId: (issuer, audience) =>
      attempt(
        `The audience ${audience} cannot be added to the provider of ${issuer} in ${account}.`,
        async () =>
          written(
            await client.send(
              new AddClientIDToOpenIDConnectProviderCommand({
                OpenIDConnectProviderArn: providerArn(issuer),
                ClientID: audience,
              }),
            ),
          ),
        { [absent]: 'ProviderMissing', LimitExceededException: 'AudienceQuotaReached' },
      ),

    removeClientId: async (issuer, audience) => {
      const answer = await orAbsent(
        `The audience ${audience} cannot be removed from the provider of ${issuer} in ${account}.`,
        () =>
          client.send(
            new RemoveClientIDFromOpenIDConnectProviderCommand({
              OpenIDConnectProviderArn: providerArn(issuer),
              ClientID: audience,
            }),
          ),
      );
      return answer === undefined ? {} : written(answer);
    },
  };
};
