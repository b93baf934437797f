import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { Failure } from '../../federation/failures';
import { names } from '../../federation/names';
import type { Identity, PauseStore } from '../../federation/pause-store';
import { callingFactory } from './factory-errors';
import { nameOf } from './failures';

const name = names.pauses;

/** The parameter that says what is paused, with the credentials of whoever runs a command. */
export const createPauseStore = (ssm: SSMClient, sts: STSClient): PauseStore => ({
  identity: () => callerIdentity(sts),
  read: (version) =>
    callingFactory('ssm:GetParameter', name, async () => {
      try {
        const { Parameter: parameter } = await ssm.send(
          new GetParameterCommand({ Name: version === undefined ? name : `${name}:${version}` }),
        );
        return { value: parameter?.Value ?? '', version: parameter?.Version ?? 0 };
      } catch (error) {
        if (absences.has(nameOf(error))) return undefined;
        throw error;
      }
    }),
  write: (value, isFirst) =>
    callingFactory('ssm:PutParameter', name, async () => {
      try {
        const { Version: version } = await ssm.send(
          new PutParameterCommand({
            Name: name,
            Value: value,
            Type: 'String',
            Overwrite: !isFirst,
            Description: 'What is paused of oidc-factory; written by oidc-factory pause and resume.',
          }),
        );
        return version ?? 0;
      } catch (error) {
        if (isFirst && nameOf(error) === 'ParameterAlreadyExists') return 'exists';
        throw error;
      }
    }),
});

const absences: ReadonlySet<string> = new Set(['ParameterNotFound', 'ParameterVersionNotFound']);

/** Whose credentials a client has; everybody may ask that of themselves. */
export const callerIdentity = (sts: STSClient): Promise<Identity> =>
  callingFactory('sts:GetCallerIdentity', 'AWS STS', async () => {
    const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
    if (account !== undefined && arn !== undefined) return { account, arn };
    throw new Failure('FactoryUnreachable', 'AWS STS does not say whose credentials these are.');
  });
