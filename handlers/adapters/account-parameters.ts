import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { FailureCode } from '../../federation/failures';
import type { AccountParameters } from '../../federation/ports';
import { attempt, failureOf, nameOf } from './failures';

/** Systems Manager's own word for «there is no such parameter». */
const absent = 'ParameterNotFound';

/** What errors of Systems Manager mean. */
const meanings: Readonly<Record<string, FailureCode>> = {
  // Two writes of one parameter at the same moment.
  TooManyUpdates: 'Throttled',
  InternalServerError: 'Unavailable',
  // A name or a value that no parameter can have.
  ValidationException: 'InvalidInput',
};

/** The parameters of one account, by a client that has the access role's credentials. */
export const createAccountParameters = (client: SSMClient, account: string): AccountParameters => ({
  read: async (name) => {
    try {
      const { Parameter: parameter } = await client.send(new GetParameterCommand({ Name: name }));
      return parameter?.Value;
    } catch (error) {
      if (nameOf(error) === absent) return undefined;
      throw failureOf(error, `The parameter ${name} in ${account} cannot be read.`, meanings);
    }
  },

  write: (name, value) =>
    attempt(
      `The parameter ${name} in ${account} cannot be written.`,
      async () => {
        await client.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));
      },
      meanings,
    ),

  remove: async (name) => {
    try {
      await client.send(new DeleteParameterCommand({ Name: name }));
    } catch (error) {
      if (nameOf(error) === absent) return;
      throw failureOf(error, `The parameter ${name} in ${account} cannot be removed.`, meanings);
    }
  },
});
