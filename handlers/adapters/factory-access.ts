import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Confirmations } from '../../federation/confirmations';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import { createConfirmations } from './confirmations';
import { credentialErrors } from './credential-errors';
import { nameOf } from './failures';

/** The factory account, for whoever runs a command: the plans that wait, and who it is that answers. */
export const factoryAccess = (
  region: string,
  clients: { readonly dynamo: DynamoDBClient; readonly sts: STSClient } = {
    dynamo: new DynamoDBClient({ region }),
    sts: new STSClient({ region }),
  },
): {
  readonly confirmations: Confirmations;
  whoAmI(): Promise<{ readonly arn: string; readonly account: string }>;
} => {
  const confirmations = createConfirmations(DynamoDBDocumentClient.from(clients.dynamo), names.table);
  return {
    confirmations: {
      read: (plan) => calling(() => confirmations.read(plan)),
      answer: (...given) => calling(() => confirmations.answer(...given)),
    },
    whoAmI: () =>
      calling(async () => {
        const { Arn: arn, Account: account } = await clients.sts.send(new GetCallerIdentityCommand({}));
        if (arn === undefined || account === undefined)
          throw new Failure('FactoryUnreachable', 'AWS STS does not say who runs the command.');
        return { arn, account };
      }),
  };
};

/** What goes wrong, as whoever runs the command can mend it. */
const calling = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const cause = error instanceof Failure && error.cause !== undefined ? error.cause : error;
    const credentials = credentialErrors.get(nameOf(cause));
    if (credentials !== undefined) throw new Failure('FactoryRefused', credentials, { cause });
    if (error instanceof Failure && error.code === 'AccessDenied')
      throw new Failure('FactoryRefused', `DynamoDB refuses the table ${names.table}.`, { cause });
    if (nameOf(cause) === 'ResourceNotFoundException')
      throw new Failure('FactoryUnreachable', `There is no table ${names.table} here.`, { cause });
    if (error instanceof Failure && error.code !== 'Unavailable' && error.code !== 'Throttled') throw error;
    throw new Failure('FactoryUnreachable', `The factory account cannot be reached (${nameOf(cause)}).`, { cause });
  }
};
