import type { FactoryTable } from '../../federation/ports';
import { AwsError } from '../errors';
import { called } from './called';
import { variable, type RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';
import { bindingKey } from './table';

/** The factory's table, with the rights that the function has. */
export const factoryTable = (
  running: RunningFunction,
  { world, authorizer, cloud, table }: Surroundings,
): FactoryTable => {
  const name = variable(running, 'TABLE_NAME');
  const region = cloud.region(running.principal.account, running.region);
  const items = table(region.account, region.name, name);
  const asked = <T>(operation: string, work: () => T): Promise<T> =>
    called(`The table ${name} cannot be reached.`, () => {
      running.instance.before('dynamodb', operation);
      world.calls.count('dynamodb', operation);
      if (!region.tables.has(name)) throw new AwsError('ResourceNotFoundException', `There is no table ${name}.`);
      authorizer.require(running.principal, `dynamodb:${operation}`, region.arn('dynamodb', `table/${name}`));
      return work();
    });
  const put = (work: () => void): Promise<void> => asked('PutItem', work);
  return {
    acquireLock: (request) => asked('UpdateItem', () => items.acquireLock(request)),
    takeOverLock: (request, from) => asked('UpdateItem', () => items.takeOverLock(request, from)),
    releaseLock: (subject, execution) =>
      asked('UpdateItem', () => {
        items.releaseLock(subject, execution);
      }),
    readBinding: (account, roleName) => asked('GetItem', () => items.bindings.get(bindingKey(account, roleName))),
    writeBinding: (binding) =>
      put(() => {
        items.writeBinding(binding);
      }),
    listBindings: (account) => asked('Query', () => items.listBindings(account)),
    readSharedCaller: (uniqueName) => asked('GetItem', () => items.sharedCallers.get(uniqueName)),
    writeSharedCaller: (caller) => put(() => items.sharedCallers.set(caller.uniqueName, caller)),
    readAccount: (account) => asked('GetItem', () => items.accounts.get(account)),
    writeAccount: (account) => put(() => items.accounts.set(account.id, account)),
    listAccounts: () => asked('Query', () => [...items.accounts.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
    readSightings: (account) => asked('GetItem', () => items.sightings.get(account) ?? []),
    writeSightings: (account, sightings) => put(() => items.sightings.set(account, sightings)),
    spend: (request) => asked('UpdateItem', () => items.spend(request)),
    askConfirmation: (question) => asked('PutItem', () => items.askConfirmation(question)),
    readConfirmation: (plan) => asked('GetItem', () => items.questions.get(plan)),
    readReconciledPolicy: () => asked('GetItem', () => items.reconciledPolicy),
    writeReconciledPolicy: (policy) =>
      put(() => {
        items.reconciledPolicy = policy;
      }),
    recordDecision: (decision) =>
      put(() => {
        items.recordDecision(decision);
      }),
  };
};
