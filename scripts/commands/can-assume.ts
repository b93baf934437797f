import { parseArn } from '../../federation/arn';
import { isPartition } from '../../federation/partition';
import { describeCondition } from '../../federation/trust/evaluate';
import { audiencesOf, decideAssumption, type Assumption } from '../../federation/trust/web-identity';
import type { WebIdentityClaims } from '../../schemas/generated/tokens/web-identity-claims.types';
import { formatDiagnostic, visible } from '../../customizations/configuration';
import { findRole, type FoundRole } from '../inventory';
import { readProject } from '../project';
import { unlistedAudience, wantedOf, type UnlistedAudience, type WantedOfRole } from '../wanted-of-role';
import { exitCodes, type ExitCode } from '../exit-codes';
import { fileErrorCode } from '../file-errors';
import { tellTold, type ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';
import { readTrustPolicy, type TrustPolicyFile } from '../trust-policy-file';
import { readToken } from '../web-identity-token';

export interface CanAssumeOptions {
  /** The file with the token or its claims; `-` is standard input. */
  readonly token: string;
  readonly roleArn: string;
  /** The file with the trust policy; either this or an inventory. */
  readonly trust?: string;
  /** The file of an inventory in which the role is. */
  readonly inventory?: string;
  /** The configuration, which says what the policy wants of a role of an inventory. */
  readonly config: string;
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
  readonly assumption: Assumption | UnlistedAudience;
  readonly claims: WebIdentityClaims;
  readonly statements: number;
  /** Of a role of an inventory. */
  readonly wanted?: WantedOfRole;
}

/** A role's trust policy, and the role itself where it is of an inventory. */
interface RoleSource extends TrustPolicyFile {
  readonly found?: FoundRole;
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
  const { assumption, wanted } = answer;
  const unchecked =
    wanted === undefined ? ['signature', 'provider-audiences', ...policies] : ['signature', ...policies];
  if (output === 'json') terminal.out(JSON.stringify({ roleArn, ...assumption, policy: wanted, unchecked }, null, 2));
  else tell(roleArn, answer, terminal);
  return assumption.decision === 'denied' && detailedExitcode ? exitCodes.findings : exitCodes.done;
};

/** What only STS and the account itself know. */
const policies = ['service-control-policies'] as const;

const answerTo = async (options: CanAssumeOptions, ports: CanAssumePorts): Promise<Answer | ToldFailure> => {
  const arn = parseArn(options.roleArn);
  if (arn?.service !== 'iam' || !/^role\/./.test(arn.resource) || !isPartition(arn.partition))
    return invalid(
      `\`${options.roleArn}\` is not the ARN of a role, such as arn:aws:iam::444444444444:role/ci/deployer.`,
    );
  const { trust, inventory } = options;
  const [source, ...others] = [trust, inventory].filter((file) => file !== undefined);
  if (source === undefined || others.length > 0)
    return invalid(
      "Give either the role's trust policy with `--trust`, or an inventory that has the role with `--inventory`.",
    );
  if (options.token === '-' && source === '-')
    return invalid('Only one of token and trust policy can come from standard input. Put the other one into a file.');
  const token = await textOf(options.token, ports);
  if (typeof token !== 'string') return token;
  const read = await readToken(token);
  if ('code' in read) return read;
  const { claims } = read;
  const role = inventory === undefined ? await givenRole(source, ports) : await inventoriedRole(options, source, ports);
  if ('code' in role) return role;
  const { trustPolicy, statements } = role;
  const where = { partition: arn.partition, account: arn.account };
  const assumption = decideAssumption(where, trustPolicy, claims, ports.now());
  if (role.found === undefined) return { assumption, claims, statements };
  return {
    assumption: unlistedAudience(assumption, claims, role.found) ?? assumption,
    claims,
    statements,
    wanted: wantedOf(role.found),
  };
};

const givenRole = async (file: string, ports: CanAssumePorts): Promise<RoleSource | ToldFailure> => {
  const text = await textOf(file, ports);
  return typeof text === 'string' ? readTrustPolicy(text) : text;
};

const inventoriedRole = async (
  { config, roleArn }: CanAssumeOptions,
  inventory: string,
  ports: CanAssumePorts,
): Promise<RoleSource | ToldFailure> => {
  const { project, diagnostics } = await readProject(config);
  if (project === undefined) {
    const [first] = diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic);
    return {
      code: 'invalid-configuration',
      message: `The configuration in \`${config}\` is not valid: ${first ?? ''}`,
    };
  }
  const found = await findRole(inventory, { role: roleArn }, project.policy, ports.now());
  if ('code' in found) return found;
  const { trustPolicy } = found.examined.role;
  const read = readTrustPolicy(trustPolicy);
  return 'code' in read ? read : { ...read, found };
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

const tell = (roleArn: string, { assumption, claims, statements, wanted }: Answer, terminal: Terminal): void => {
  const line = (label: string, text: string): void => {
    terminal.out(`  ${label.padEnd(10)} ${visible(text)}`);
  };
  const of = (statement: number): string => `${statement + 1} of ${statements}`;
  const granted = assumption.decision === 'granted';
  const decided = !granted && assumption.check !== 'provider' ? assumption : undefined;
  const condition = decided?.condition && describeCondition(decided.condition);
  // A condition that decided has a line of its own; of a Deny that holds, it is not the whole reason.
  const why = granted || assumption.because === condition ? '' : ` ${assumption.because}`;
  terminal.out(
    granted
      ? `${styled(terminal, 'green', 'granted')}: the trust policy of ${roleArn} admits the token.`
      : `${styled(terminal, 'red', 'denied')}: ${roleArn} does not admit the token.${visible(why)}`,
  );
  line('issuer', claims.iss);
  line('audience', audiencesOf(claims).join(', '));
  line('subject', claims.sub);
  const statement = granted ? assumption.statement : decided?.statement;
  if (statement !== undefined) line('statement', of(statement));
  if (condition !== undefined) line('condition', condition);
  if (decided?.cause !== undefined) line('cause', decided.cause.explanation);
  for (const text of wanted?.because ?? []) line('policy', text);
  if (wanted?.audience !== undefined)
    line('wanted', `audience ${wanted.audience}, subject ${(wanted.subjects ?? []).join(' or ')}`);
  const listed = wanted === undefined ? " whether the account's OIDC provider lists the audience," : '';
  terminal.out(`Not looked at: the token's signature,${listed} and policies of the organization.`);
};

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
