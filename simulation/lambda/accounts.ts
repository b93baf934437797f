import { roleArn } from '../../federation/arn';
import { names, outcomesSource } from '../../federation/names';
import type { AccountEvents, AccountIam, AccountParameters, Accounts } from '../../federation/ports';
import type { RoleSession } from '../iam';
import { objectOf, overTheWire } from '../json';
import { accountIam } from './account-iam';
import { called } from './called';
import type { RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';

/** A session is used again for so long; it would last an hour. */
const keptSeconds = 3300;

interface Session {
  readonly iam: AccountIam;
  readonly parameters: AccountParameters;
  readonly events: AccountEvents;
  readonly until: number;
}

/** The accounts, each through a session of its access role, which is kept as the deployed function keeps it. */
export const accounts = (running: RunningFunction, surroundings: Surroundings): Accounts => {
  const { world, sts, iam } = surroundings;
  const sessions = new Map<string, Session>();

  const begin = (account: string, now: number): Session => {
    running.instance.before('sts', 'AssumeRole');
    const arn = roleArn(world.organization.partition, account, '/', names.accessRole);
    const principal = sts.assumeRole(running.principal, arn, running.deployed.name);
    return {
      iam: accountIam(iam(account, principal, running.instance.iamCaller), account),
      parameters: accountParameters(principal, running, surroundings),
      events: accountEvents(principal, running, surroundings),
      until: now + keptSeconds * 1000,
    };
  };

  const sessionIn = async (account: string): Promise<Session> => {
    const now = world.clock.now().getTime();
    const open = sessions.get(account);
    if (open !== undefined && open.until > now) return open;
    const what = `The access role of ${account} cannot be assumed.`;
    const session = await called(what, () => begin(account, now), { AccessDenied: 'AccountNotReady' });
    sessions.set(account, session);
    return session;
  };

  return {
    open: async (account) => (await sessionIn(account)).iam,
    parameters: async (account) => (await sessionIn(account)).parameters,
    events: async (account) => (await sessionIn(account)).events,
  };
};

/** Systems Manager of one account, in the home region. */
const accountParameters = (
  principal: RoleSession,
  { instance }: RunningFunction,
  { world, cloud, authorizer }: Surroundings,
): AccountParameters => {
  const region = cloud.region(principal.account, world.organization.homeRegion);
  const call = <T>(operation: string, name: string, work: () => T): Promise<T> =>
    called(`${operation} of ${name} in ${region.account} cannot be done.`, () => {
      instance.before('ssm', operation);
      world.calls.count('ssm', operation);
      // A name that begins with a slash is not given a second one in the ARN.
      const resource = region.arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
      authorizer.require(principal, `ssm:${operation}`, resource);
      return work();
    });
  return {
    read: (name) => call('GetParameter', name, () => region.parameters.get(name)),
    write: (name, value) =>
      call('PutParameter', name, () => {
        region.parameters.set(name, value);
      }),
    remove: (name) =>
      call('DeleteParameter', name, () => {
        region.parameters.delete(name);
      }),
  };
};

/** The default bus of one account, in the home region. */
const accountEvents = (
  principal: RoleSession,
  { instance }: RunningFunction,
  { world, cloud, eventBridge }: Surroundings,
): AccountEvents => {
  const bus = cloud.region(principal.account, world.organization.homeRegion).arn('events', 'event-bus/default');
  return {
    publish: ({ type, detail }) =>
      called(`The outcome ${type} cannot be published in ${principal.account}.`, () => {
        instance.before('events', 'PutEvents');
        eventBridge.putEvents(principal, bus, {
          source: outcomesSource,
          detailType: type,
          detail: objectOf(overTheWire(detail)),
        });
      }),
  };
};
