import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { Workflows } from '../../federation/ports';
import { failureOf, nameOf } from './failures';

/** The workflows, by the state machine of each trigger. */
export const createWorkflows = (client: SFNClient, stateMachines: Readonly<Record<string, string>>): Workflows => ({
  routes: (trigger) => Object.hasOwn(stateMachines, trigger),
  start: async (trigger, execution, input) => {
    const stateMachineArn = stateMachines[trigger];
    if (stateMachineArn === undefined) return 'unrouted';
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name: execution, input: JSON.stringify(input) }));
      return 'started';
    } catch (error) {
      if (nameOf(error) === 'ExecutionAlreadyExists') return 'exists';
      throw failureOf(error, `The execution ${execution} of ${stateMachineArn} cannot be started.`);
    }
  },
});
