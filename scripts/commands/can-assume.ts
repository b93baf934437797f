import { parseArn } from '../../federation/arn';
import { isPartition } from '../../federation/partition';
import { describeCondition } from '../../federation/trust/evaluate';
import { audiencesOf, decideAssumption, type Assumption } from '../../federation/trust/web-identity';
import type { WebIdentityClaims } from '../../schemas/generated/tokens/web-identity-claims.types';
import { exitCodes, type ExitCode } from '../exit-codes';
import { fileErrorCode } from '../file-errors';
import { tellTold, type ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';
import { readTrustPolicy } from '../trust-policy-file';
import { readToken } from '../web-identity-token';

export interface CanAssumeOptions {
  /** The file with the token or its claims; `-` is standard input. */
  readonly token: string;
  readonly roleArn: string;
  /** The file with the trust policy. */
  readonly trust: string;
  readonly output: 'text' | 'json';
  /** Whether to end with 2 where the token is refused. */
  readonly detailedExitcode: boolean;
}

/** What the command asks of the world. */
export interface CanAssumePorts {
  /** The text of a file, or of standard input where the name is `-`. */
  read(file: string): Promise<string>;
  now(): Date;
}

interface Answer {
  readonly assumption: Assumption;
  readonly claims: WebIdentityClaims;
  readonly statements: number;
}

/** Says whether STS would give the bearer of a token credentials of a role, and what decides. Calls no cloud. */
export const canAssume = async (
  options: CanAssumeOptions,
  ports: CanAssumePorts,
  terminal: Terminal,
): Promise<ExitCode> => {
  const answer = await answerTo(options, ports);
  const { roleArn, output, detailedExitcode } = options;
  if ('code' in answer) {
    if (output === 'json') terminal.out(JSON.stringify({ roleArn, error: answer }, null, 2));
    tellTold(answer, terminal);
    return exitCodes.error;
  }
  if (output === 'json') terminal.out(JSON.stringify({ roleArn, ...answer.assumption, unchecked }, null, 2));
  else tell(roleArn, answer, terminal);
  return answer.assumption.decision === 'denied' && detailedExitcode ? exitCodes.findings : exitCodes.done;
};

/** What only STS and the account itself know. */
const unchecked = ['signature', 'provider-audiences', 'service-control-policies'] as const;

const answerTo = async (options: CanAssumeOptions, ports: CanAssumePorts): Promise<Answer | ToldFailure> => {
  const arn = parseArn(options.roleArn);
  if (arn?.service !== 'iam' || !/^role\/./.test(arn.resource) || !isPartition(arn.partition))
    return invalid(
      `\`${options.roleArn}\` is not the ARN of a role, such as arn:aws:iam::444444444444:role/ci/deployer.`,
    );
  if (options.token === '-' && options.trust === '-')
    return invalid('Only one of token and trust policy can come from standard input. Put the other one into a file.');
  const token = await textOf(options.token, ports);
  const trust = await textOf(options.trust, ports);
  if (typeof token !== 'string') return token;
  if (typeof trust !== 'string') return trust;

  const read = await readToken(token);
  if ('code' in read) return read;
  const policy = readTrustPolicy(trust);
  if ('code' in policy) return policy;
  const assumption = decideAssumption(
    { partition: arn.partition, account: arn.account },
    policy.trustPolicy,
    read.claims,
    ports.now(),
  );
  return { assumption, claims: read.claims, statements: policy.statements };
};

const textOf = async (file: string, ports: CanAssumePorts): Promise<string | ToldFailure> => {
  try {
    return await ports.read(file);
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    return invalid(`\`${file}\` cannot be read (${code}). Name a file, or \`-\` for standard input.`);
  }
};

const tell = (roleArn: string, { assumption, claims, statements }: Answer, terminal: Terminal): void => {
  const line = (label: string, text: string): void => {
    terminal.out(`  ${label.padEnd(10)} ${text}`);
  };
  const of = (statement: number): string => `${statement + 1} of ${statements}`;
  const granted = assumption.decision === 'granted';
  const condition = !granted && assumption.condition && describeCondition(assumption.condition);
  // A condition that decided has a line of its own; of a Deny that holds, it is not the whole reason.
  const why = granted || assumption.because === condition ? '' : ` ${assumption.because}`;
  terminal.out(
    granted
      ? `${styled(terminal, 'green', 'granted')}: the trust policy of ${roleArn} admits the token.`
      : `${styled(terminal, 'red', 'denied')}: ${roleArn} does not admit the token.${why}`,
  );
  line('issuer', claims.iss);
  line('audience', audiencesOf(claims).join(', '));
  line('subject', claims.sub);
  if (assumption.statement !== undefined) line('statement', of(assumption.statement));
  if (typeof condition === 'string') line('condition', condition);
  if (!granted && assumption.cause !== undefined) line('cause', assumption.cause.explanation);
  terminal.out(
    "Not looked at: the token's signature, whether the account's OIDC provider lists the audience, and policies of the organization.",
  );
};

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
