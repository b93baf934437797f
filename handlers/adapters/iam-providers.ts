import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  type IAMClient,
  UpdateOpenIDConnectProviderThumbprintCommand,
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
  | 'listOpenIdConnectProviders'
  | 'getOpenIdConnectProvider'
  | 'createOpenIdConnectProvider'
  | 'addClientId'
  | 'removeClientId'
  | 'updateThumbprints'
>;

/** The OIDC providers of one account. */
export const accountProviders = (client: IAMClient, partition: Partition, account: string): ProviderCalls => {
  const providerArn = (issuer: string): string => oidcProviderArn(partition, account, hostAndPathOf(issuer));
  return {
    listOpenIdConnectProviders: () =>
      attempt(`The OIDC providers of ${account} cannot be listed.`, async () => {
        const { OpenIDConnectProviderList: list = [] } = await client.send(new ListOpenIDConnectProvidersCommand({}));
        return list.flatMap(({ Arn: arn }) => arn ?? []);
      }),

    getOpenIdConnectProvider: (issuer) =>
      orAbsent(`The provider of ${issuer} in ${account} cannot be read.`, async () => {
        const arn = providerArn(issuer);
        const found = await client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
        return { arn, issuer, audiences: found.ClientIDList ?? [], thumbprints: found.ThumbprintList ?? [] };
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

    updateThumbprints: (issuer, thumbprints) =>
      attempt(
        `The thumbprints of the provider of ${issuer} in ${account} cannot be written.`,
        async () =>
          written(
            await client.send(
              new UpdateOpenIDConnectProviderThumbprintCommand({
                OpenIDConnectProviderArn: providerArn(issuer),
                ThumbprintList: [...thumbprints],
              }),
            ),
          ),
        { [absent]: 'ProviderMissing' },
      ),
  };
};
