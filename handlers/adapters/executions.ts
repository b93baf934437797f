import {
  DescribeExecutionCommand,
  SFNServiceException,
  StartExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { ExecutionState, Executions } from '../../federation/executions';
import { Failure } from '../../federation/failures';
import { parseArn } from '../../federation/arn';
import { parseJson } from '../json';
import { credentialErrors } from './credential-errors';
import { nameOf } from './failures';

/** Executions of the factory's workflows, for whoever runs a command. */
export const createExecutions = (client: SFNClient): Executions => ({
  start: async (stateMachineArn, name, input) => {
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    const { executionArn } = await calling('StartExecution', stateMachineArn, () => client.send(command));
    if (executionArn === undefined)
      throw new Failure('FactoryUnreachable', `Step Functions does not say what it started for ${name}.`);
    return executionArn;
  },
  describe: (executionArn) =>
    calling('DescribeExecution', executionArn, async () => {
      try {
        const { status, output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return stateOf(status, { output, error, cause });
      } catch (error) {
        // What has just been started is not seen everywhere at once.
        if (nameOf(error) === 'ExecutionDoesNotExist') return { status: 'RUNNING' };
        throw error;
      }
    }),
});

interface Ending {
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

const stateOf = (status: string | undefined, { output, error, cause }: Ending): ExecutionState => {
  switch (status) {
    case 'SUCCEEDED':
      return { status, output: parseJson(output ?? '') };
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return { status, ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
    default:
      return { status: 'RUNNING' };
  }
};

const calling = async <T>(call: string, arn: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error, call, arn);
  }
};

/** What an error means to whoever runs the command. */
const failureOf = (cause: unknown, call: string, arn: string): Failure => {
  const name = nameOf(cause);
  const account = parseArn(arn)?.account ?? '';
  const refused = (what: string): Failure => new Failure('FactoryRefused', what, { cause });
  const unreachable = (what: string): Failure => new Failure('FactoryUnreachable', what, { cause });
  const credentials = credentialErrors.get(name);
  if (credentials !== undefined) return refused(credentials);
  switch (name) {
    case 'AccessDeniedException':
      return refused(`Step Functions refuses ${call} on ${arn}.`);
    case 'StateMachineDoesNotExist':
      return unreachable(`The factory account ${account} has no state machine ${arn}. Deploy the factory anew.`);
    case 'ThrottlingException':
      return unreachable('Step Functions asks for fewer calls. Wait a minute.');
  }
  return cause instanceof SFNServiceException
    ? unreachable(`Step Functions did not do ${call} on ${arn} (${name}).`)
    : unreachable(`Step Functions cannot be reached (${codeOf(cause)}). See whether the network and a proxy let you.`);
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : nameOf(error);
