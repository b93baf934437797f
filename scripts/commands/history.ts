import { compareText } from '../../federation/compare';
import type { History } from '../../federation/history';
import type { Decision } from '../../federation/records';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import { requireFactoryAccount } from '../factory-account';
import { commitsOf, type PolicyCommit } from '../history/commits';
import { linesOf } from '../history/lines';
import { readAccount } from '../pauses/scope';
import type { CheckedProject } from '../project';
import type { Terminal } from '../terminal';
import type { ToldFailure } from '../tell-failure';

/** What the command asks of the world. */
export interface HistoryPorts {
  /** The log in a region, with the credentials of whoever runs the command. */
  connect(region: string): Promise<History>;
}

export interface HistoryOptions extends AnswerOptions {
  readonly role: string;
  readonly account: string;
  /** A day, or a moment, in ISO 8601. */
  readonly since?: string;
  /** How many commits of the configuration are searched for the policies that were decided by. */
  readonly commits?: string;
}

/** What the log has of a role, oldest first. */
export interface HistoryAnswer {
  readonly account: string;
  readonly role: string;
  readonly decisions: readonly (Decision & { readonly commit?: string; readonly committedAt?: string })[];
}

/**
 * Tells what was decided on a role and done to it, and why.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable`
 */
export const history = (options: HistoryOptions, ports: HistoryPorts, terminal: Terminal): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    (project) => read(options, ports, project),
    ({ decisions, role }) => {
      if (decisions.length === 0)
        terminal.out(`The log has nothing of ${role}${options.since === undefined ? '' : ` since ${options.since}`}.`);
      for (const { commit, committedAt, ...decision } of decisions) {
        const known = commit === undefined || committedAt === undefined ? undefined : { commit, committedAt };
        terminal.out(linesOf(decision, known).join('\n'));
      }
    },
  );

const read = async (
  { role, account: word, since, commits, config }: HistoryOptions,
  ports: HistoryPorts,
  project: CheckedProject,
): Promise<HistoryAnswer | ToldFailure> => {
  if (!/^[\w+=,.@-]{1,64}$/.test(role))
    return invalid(`\`${role}\` is no name of a role. Name the role without its path.`);
  const from = since === undefined ? 0 : Date.parse(since);
  if (Number.isNaN(from))
    return invalid(`\`${since ?? ''}\` is no date. Write it as 2027-01-31, or with the time as 2027-01-31T08:00:00Z.`);
  const most = commits === undefined ? 0 : Number(commits);
  if (!Number.isSafeInteger(most) || (commits !== undefined && most < 1))
    return invalid('`--commits` takes how many commits are searched, from 1 on.');
  const account = readAccount(word, project);
  if (typeof account !== 'string') return account;

  const log = await ports.connect(project.policy.organization.homeRegion);
  requireFactoryAccount(await log.identity(), project);
  const decisions = (await log.ofRole(account, role))
    .filter(({ at }) => Date.parse(at) >= from)
    .toSorted((one, other) => compareText(one.at, other.at));
  const hashes = new Set(decisions.map(({ policyHash }) => policyHash));
  const known: ReadonlyMap<string, PolicyCommit> = most === 0 ? new Map() : await commitsOf(hashes, config, most);
  return { account, role, decisions: decisions.map((one) => ({ ...one, ...known.get(one.policyHash) })) };
};

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
