import { AssumeRoleCommand, type Credentials, type STSClient } from '@aws-sdk/client-sts';
import { parseArn } from '../../federation/arn';
import { Failure, type FailureCode } from '../../federation/failures';
import { stepCatalogue } from '../../federation/step-catalogue';
import { failureOf } from './failures';

/** Sessions last an hour, the longest that a role assumed by another may have. */
const sessionSeconds = 3600;

/** A session is given up so long before it ends that no step outlives it, the longest one neither. */
const marginSeconds = stepCatalogue['organization.refresh'].attemptSeconds + 60;

/** For how long a session can be used again, in milliseconds. */
export const sessionMilliseconds = (sessionSeconds - marginSeconds) * 1000;

/** The credentials of a session. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Takes a session of a role. What is read in it is believed of the right account only, so the session must be in it.
 * @param refused what it means that the role cannot be assumed.
 */
export const assumeRole = async (sts: STSClient, roleArn: string, refused: FailureCode): Promise<AwsCredentials> => {
  try {
    const answer = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'oidc-factory', DurationSeconds: sessionSeconds }),
    );
    const account = parseArn(roleArn)?.account;
    if (parseArn(answer.AssumedRoleUser?.Arn ?? '')?.account !== account)
      throw new Failure(refused, `The session for ${roleArn} is not one in ${account ?? ''}.`);
    return completeCredentials(answer.Credentials, roleArn);
  } catch (error) {
    throw failureOf(error, `The role ${roleArn} cannot be assumed.`, { AccessDenied: refused });
  }
};

const completeCredentials = (credentials: Credentials | undefined, roleArn: string): AwsCredentials => {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw new Failure('Unavailable', `STS gave no credentials for ${roleArn}.`);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
};
