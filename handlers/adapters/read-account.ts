import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { AccountContents } from '../../federation/account-reader';
import { issuerOfProvider } from '../../federation/arn';
import type { ObservedProvider } from '../../federation/observed';
import type { Partition } from '../../federation/partition';
import { orAbsent } from './absence';
import { attempt } from './failures';
import { accountRoles } from './iam-roles';

/**
 * Everything of an account that federation can concern, by a client that is in it: two listings of its roles, one of its
 * OIDC providers, and a call for each of these. No call is for a role, but for one that comes or goes meanwhile.
 */
export const readAccount = async (
  client: IAMClient,
  partition: Partition,
  account: string,
): Promise<AccountContents> => {
  const roles = await accountRoles(client, partition, account).describeRoles({ sessionDurations: true });
  return {
    roles: roles.filter(({ path }) => !path.startsWith('/aws-service-role/')),
    providers: await readProviders(client, account),
  };
};

const readProviders = async (client: IAMClient, account: string): Promise<readonly ObservedProvider[]> => {
  const { OpenIDConnectProviderList: list = [] } = await attempt(
    `The OIDC providers of ${account} cannot be listed.`,
    () => client.send(new ListOpenIDConnectProvidersCommand({})),
  );
  const providers: ObservedProvider[] = [];
  for (const { Arn: arn } of list) {
    // The ARN has the issuer to the letter; the provider's URL has been seen with its scheme and without.
    const issuer = arn === undefined ? undefined : issuerOfProvider(arn);
    if (arn === undefined || issuer === undefined) continue;
    // One that is gone by now is none.
    const found = await orAbsent(`The OIDC provider ${arn} cannot be read.`, () =>
      client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
    );
    if (found !== undefined) providers.push({ arn, issuer, audiences: found.ClientIDList ?? [] });
  }
  return providers;
};
