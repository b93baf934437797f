import { executionArn } from '../../federation/arn';
import { outcomesSource } from '../../federation/names';
import type { IntakeQueue, Outcomes, WorkflowRequest, Workflows } from '../../federation/ports';
import { isObject } from '../../federation/trust/json';
import { intakeMessage } from '../../handlers/adapters/intake-queue';
import { AwsError, SimulationError } from '../errors';
import { objectOf, overTheWire, parseJson, textOf } from '../json';
import { called } from './called';
import { variable, type RunningFunction } from './running-function';
import type { Surroundings } from './surroundings';

/** SQS takes so many messages in one call. */
const batchSize = 10;

/** The outcomes bus. */
export const outcomes = (running: RunningFunction, { cloud, eventBridge }: Surroundings): Outcomes => {
  const bus = cloud
    .region(running.principal.account, running.region)
    .arn('events', `event-bus/${variable(running, 'OUTCOMES_BUS_NAME')}`);
  return {
    publish: ({ type, detail }) =>
      called(`The outcome ${type} cannot be published.`, () => {
        running.instance.before('events', 'PutEvents');
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
  const send = (requests: readonly WorkflowRequest[]): void => {
    running.instance.before('sqs', 'SendMessageBatch');
    world.calls.count('sqs', 'SendMessageBatch');
    const queue = [...region.queues.values()].find((one) => one.properties.url === url);
    if (queue === undefined) throw new AwsError('ResourceNotFoundException', `There is no queue ${url}.`);
    authorizer.require(running.principal, 'sqs:SendMessage', queue.properties.arn);
    for (const request of requests) queue.send(JSON.stringify(intakeMessage(request, region.account)));
  };
  return {
    request: async (requests) => {
      for (let from = 0; from < requests.length; from += batchSize) {
        await called('Workflows cannot be asked for on the intake queue.', () => {
          send(requests.slice(from, from + batchSize));
        });
      }
    },
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
          running.instance.before('states', 'StartExecution');
          stepFunctions().startExecution(running.principal, machine, execution, input);
          return 'started';
        } catch (error) {
          if (error instanceof AwsError && error.code === 'ExecutionAlreadyExists') return 'exists';
          throw error;
        }
      });
    },
    executionArn: (trigger, execution) => {
      const machine = textOf(machines[trigger]);
      return machine && executionArn(machine, execution);
    },
    stateOf: async (execution) => {
      const isOurs = Object.values(machines).some((machine) => execution.startsWith(executionArn(String(machine), '')));
      if (!isOurs) return 'foreign';
      return called(`Whether the execution ${execution} still runs cannot be read.`, () => {
        running.instance.before('states', 'DescribeExecution');
        const described = stepFunctions().describeExecution(running.principal, execution);
        if (described === undefined) return 'absent';
        return described.status === 'RUNNING' ? 'running' : 'ended';
      });
    },
  };
};
