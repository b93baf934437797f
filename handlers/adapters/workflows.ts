import { DescribeExecutionCommand, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { executionArn } from '../../federation/arn';
import type { Workflows } from '../../federation/ports';
import { failureOf, nameOf } from './failures';

/** How an execution ends; one that is `PENDING_REDRIVE` has not. */
const ended: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

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
  executionArn: (trigger, execution) => {
    const stateMachineArn = stateMachines[trigger];
    return stateMachineArn && executionArn(stateMachineArn, execution);
  },
  stateOf: async (execution) => {
    // A workflow that is no longer deployed is none that the function may ask for.
    if (
      !Object.values(stateMachines).some((stateMachineArn) => execution.startsWith(executionArn(stateMachineArn, '')))
    )
      return 'foreign';
    try {
      const command = new DescribeExecutionCommand({ executionArn: execution, includedData: 'METADATA_ONLY' });
      const { status } = await client.send(command);
      return status !== undefined && ended.has(status) ? 'ended' : 'running';
    } catch (error) {
      if (nameOf(error) === 'ExecutionDoesNotExist') return 'absent';
      throw failureOf(error, `Whether the execution ${execution} still runs cannot be read.`);
    }
  },
});
