import type { Partition } from './partition';

/** The ARN of an IAM role; `path` begins and ends with `/`. */
export const roleArn = (partition: Partition, account: string, path: string, roleName: string): string =>
  `arn:${partition}:iam::${account}:role${path}${roleName}`;

/**
 * The ARN of an account's OIDC provider. `hostAndPath` is the issuer's URL without `https://`; IAM keeps a slash at
 * its end in the ARN and in the condition keys.
 */
export const oidcProviderArn = (partition: Partition, account: string, hostAndPath: string): string =>
  `arn:${partition}:iam::${account}:oidc-provider/${hostAndPath}`;

/** The issuer's URL of an OIDC provider, by its ARN; undefined where the text is no such ARN. */
export const issuerOfProvider = (arn: string): string | undefined => {
  const hostAndPath = /^oidc-provider\/(.+)$/s.exec(parseArn(arn)?.resource ?? '')?.[1];
  return hostAndPath === undefined ? undefined : `https://${hostAndPath}`;
};

/** The ARN of a managed policy of an account, without a path. */
export const policyArn = (partition: Partition, account: string, policyName: string): string =>
  `arn:${partition}:iam::${account}:policy/${policyName}`;

/** The ARN of an account as a principal: the account itself, whatever policies it has. */
export const accountPrincipalArn = (partition: Partition, account: string): string =>
  `arn:${partition}:iam::${account}:root`;

/** The ARN of an execution of a state machine. */
export const executionArn = (stateMachineArn: string, execution: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`;

/** An ARN, taken apart. `resource` is everything behind the fifth colon. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Takes an ARN apart; undefined where the text is none. */
export const parseArn = (text: string): Arn | undefined => {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
};
