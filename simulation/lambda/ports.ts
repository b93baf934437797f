import { intakeSource, outcomesSource } from '../../federation/names';
import type { FactoryTable, IntakeQueue, Outcomes, Workflows } from '../../federation/ports';
import { isObject } from '../../federation/trust/json';
import { attempt } from '../../handlers/adapters/failures';
import { AwsError, SimulationError } from '../errors';
import type { RoleSession } from '../iam';
import { objectOf, overTheWire, parseJson, textOf } from '../json';
import type { DeployedFunction } from './deployed-function';
import type { Surroundings } from './surroundings';
import { bindingKey } from './table';

/** A function, and the session of its role. */
export interface RunningFunction {
  readonly deployed: DeployedFunction;
  readonly principal: RoleSession;
  readonly region: string;
}

/** A variable of the function's environment. @throws SimulationError where the template does not set it. */
export const variable = ({ deployed }: RunningFunction, name: string): string => {
  const value = deployed.environment[name];
  if (value !== undefined) return value;
  throw new SimulationError(
    'template-invalid',
    `The template gives the function ${deployed.name} no variable ${name}.`,
  );
};

/** The factory's table, with the rights that the function has. */
export const factoryTable = (
  running: RunningFunction,
  { world, authorizer, cloud, table }: Surroundings,
): FactoryTable => {
  const name = variable(running, 'TABLE_NAME');
  const region = cloud.region(running.principal.account, running.region);
  const items = table(region.account, region.name, name);
  const asked = (operation: string): Promise<void> =>
    called(`The table ${name} cannot be reached.`, () => {
      world.calls.count('dynamodb', operation);
      if (!region.tables.has(name)) throw new AwsError('ResourceNotFoundException', `There is no table ${name}.`);
      authorizer.require(running.principal, `dynamodb:${operation}`, region.arn('dynamodb', `table/${name}`));
    });
  return {
    acquireLock: (request) => asked('UpdateItem').then(() => items.acquireLock(request)),
    releaseLock: (subject, execution) =>
      asked('UpdateItem').then(() => {
        items.releaseLock(subject, execution);
      }),
    readBinding: (account, roleName) => asked('GetItem').then(() => items.bindings.get(bindingKey(account, roleName))),
    writeBinding: (binding) =>
      asked('PutItem').then(() => {
        items.bindings.set(bindingKey(binding.account, binding.roleName), binding);
      }),
    readAccount: (account) => asked('GetItem').then(() => items.accounts.get(account)),
    writeAccount: (account) =>
      asked('PutItem').then(() => {
        items.accounts.set(account.id, account);
      }),
    recordDecision: (decision) =>
      asked('PutItem').then(() => {
        items.decisions.push(decision);
      }),
  };
};

/** The outcomes bus. */
export const outcomes = (running: RunningFunction, { cloud, eventBridge }: Surroundings): Outcomes => {
  const bus = cloud
    .region(running.principal.account, running.region)
    .arn('events', `event-bus/${variable(running, 'OUTCOMES_BUS_NAME')}`);
  return {
    publish: ({ type, detail }) =>
      called(`The outcome ${type} cannot be published.`, () => {
        eventBridge.putEvents(running.principal, bus, {
          source: outcomesSource,
          detailType: type,
          detail: objectOf(overTheWire(detail)),
        });
      }),
  };
};

/** The factory's own end of the intake queue. */
export const intakeQueue = (running: RunningFunction, { world, cloud, authorizer }: Surroundings): IntakeQueue => {
  const url = variable(running, 'INTAKE_QUEUE_URL');
  const region = cloud.region(running.principal.account, running.region);
  const send = (body: unknown): void => {
    const queue = [...region.queues.values()].find((one) => one.properties.url === url);
    world.calls.count('sqs', 'SendMessage');
    if (queue === undefined) throw new AwsError('ResourceNotFoundException', `There is no queue ${url}.`);
    authorizer.require(running.principal, 'sqs:SendMessage', queue.properties.arn);
    queue.send(JSON.stringify(body));
  };
  return {
    requestOnboarding: (requests) =>
      called('Roles cannot be handed to the intake queue.', () => {
        for (const { id, account, roleName, observedAt } of requests) {
          send({
            version: '0',
            id,
            source: intakeSource,
            'detail-type': 'Role Observed',
            account: region.account,
            time: observedAt,
            region: region.name,
            resources: [],
            detail: { account, roleName },
          });
        }
      }),
  };
};

/** The workflows, by the state machines that the function's environment names. */
export const workflows = (running: RunningFunction, { stepFunctions }: Surroundings): Workflows => {
  const machines = parseJson(variable(running, 'STATE_MACHINES'));
  if (!isObject(machines))
    throw new SimulationError('template-invalid', 'STATE_MACHINES is an object of triggers and state machine ARNs.');
  return {
    routes: (trigger) => Object.hasOwn(machines, trigger),
    start: async (trigger, execution, input) => {
      const machine = textOf(machines[trigger]);
      if (machine === undefined) return 'unrouted';
      return called(`The execution ${execution} of ${machine} cannot be started.`, () => {
        try {
          stepFunctions().startExecution(running.principal, machine, execution, input);
          return 'started';
        } catch (error) {
          if (error instanceof AwsError && error.code === 'ExecutionAlreadyExists') return 'exists';
          throw error;
        }
      });
    },
  };
};

/** Makes a call of the factory's own services; what AWS refuses means what it means to the deployed function. */
const called = <T>(what: string, call: () => T): Promise<T> =>
  attempt(
    what,
    () =>
      new Promise<T>((resolve) => {
        resolve(call());
      }),
  );
