import { visible, type Diagnostic } from '../../customizations/configuration';
import type { AccountFacts } from '../../federation/compiled-policy';
import type { Pause } from '../../federation/ports';
import type { InventoryAccount } from '../../schemas/generated/inventory/account.types';
import { exitCodes, type ExitCode } from '../exit-codes';
import {
  age,
  collectAccount,
  inParallel,
  indexCallers,
  openPartialFile,
  renderInventory,
  replaceFile,
  wantedAccounts,
  type Beside,
  type InventorySources,
  type OpenSources,
} from '../inventory';
import { readProject, type CheckedProject } from '../project';
import { plural, reportDiagnostics } from '../report-diagnostics';
import { describeFailure, tellFailure, tellTold, type ToldFailure } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface InventoryOptions {
  readonly config: string;
  /** The file of the inventory. */
  readonly out: string;
  /** The role that is assumed in each account. */
  readonly role: string;
  /** Ids or names; all accounts in scope where there are none. */
  readonly account: readonly string[];
  /** So many accounts are read at once. */
  readonly concurrency: number;
  /** How long an account that was read counts as read, in milliseconds. */
  readonly maxAge: number;
  /** Whether to write the inventory although some accounts were not read. */
  readonly allowMissing: boolean;
  /** Whether to read the callers from Microsoft Graph. */
  readonly directory: boolean;
  /** Whether to read the bindings from the factory's table. */
  readonly bindings: boolean;
  readonly factoryTable: string;
  readonly output: 'text' | 'json';
}

/** What the command asks of the world. */
export interface InventoryPorts {
  readonly open: OpenSources;
  readonly now: () => Date;
  readonly pause: Pause;
  /** Whoever runs the command does not want to wait any longer. */
  readonly signal: AbortSignal;
}

/** What came of it, as a machine reads it. */
interface InventoryReport {
  /** Absent where it was not written. */
  readonly file?: string;
  /** Where accounts are kept that were read; absent where they are in the file. */
  readonly kept?: string;
  readonly accounts: number;
  readonly roles: number;
  readonly notRead: readonly NotRead[];
  /** What is left out, each as a sentence. */
  readonly notes: readonly string[];
  readonly error?: ToldFailure;
}

interface NotRead extends ToldFailure {
  readonly account: Pick<AccountFacts, 'id' | 'name'>;
}

/**
 * Reads the live accounts in scope into an inventory. What is read is kept at once, so that a later run goes on where
 * this one has ended, however it did.
 * @throws Failure where nothing can be read at all.
 */
export const inventory = async (
  options: InventoryOptions,
  ports: InventoryPorts,
  terminal: Terminal,
): Promise<ExitCode> => {
  const diagnostics: Diagnostic[] = [];
  try {
    const report = await perform(options, ports, terminal, diagnostics).finally(() => {
      terminal.progress('');
    });
    if (options.output === 'json') terminal.out(JSON.stringify({ diagnostics, ...report }, null, 2));
    else reportDiagnostics(diagnostics, terminal);
    if (options.output === 'text') tell(report, terminal);
    if (report.error !== undefined) tellTold(report.error, terminal);
    return report.error === undefined ? exitCodes.done : exitCodes.error;
  } catch (error) {
    if (options.output === 'json')
      terminal.out(JSON.stringify({ diagnostics, error: describeFailure(error) }, null, 2));
    tellFailure(error, terminal);
    return exitCodes.error;
  }
};

const perform = async (
  options: InventoryOptions,
  ports: InventoryPorts,
  terminal: Terminal,
  found: Diagnostic[],
): Promise<InventoryReport> => {
  const { config, role, factoryTable: table } = options;
  const { project, diagnostics } = await readProject(config);
  found.push(...diagnostics);
  if (project === undefined)
    return stopped('invalid-configuration', `The configuration in \`${config}\` is not valid.`);
  const { policy } = project;
  const sources = await ports.open({ policy, role, table });
  const [beside, notes] = await readBeside(sources, options, project, terminal);
  const wanted = wantedAccounts(policy, beside.records?.accounts ?? [], options.account);
  if ('code' in wanted) return { ...stopped(wanted.code, wanted.message), notes };
  return { ...(await readAccounts(wanted, sources, beside, { options, ports, project, terminal })), notes };
};

/** The directory is listed before the records are read: an application is recorded before it is made. */
const readBeside = async (
  sources: InventorySources,
  { directory, bindings, factoryTable }: InventoryOptions,
  { policy }: CheckedProject,
  terminal: Terminal,
): Promise<readonly [Beside, readonly string[]]> => {
  if (directory) terminal.progress('listing the applications …');
  const callers = directory ? indexCallers(await sources.callers()) : undefined;
  const records = bindings ? await sources.records() : undefined;
  const notes = [
    ...(directory ? [] : ['The callers are left empty: Microsoft Graph was not asked.']),
    ...(bindings ? [] : ['The bindings are left empty: the table of the factory was not asked.']),
    ...(bindings && records === undefined
      ? [
          `There are no bindings: ${policy.factoryAccount} has no table ${factoryTable}, so the factory is not deployed.`,
        ]
      : []),
  ];
  return [{ callers, records }, notes];
};

/** What reading needs beside the accounts. */
interface Surroundings {
  readonly options: InventoryOptions;
  readonly ports: InventoryPorts;
  readonly project: CheckedProject;
  readonly terminal: Terminal;
}

const readAccounts = async (
  wanted: readonly AccountFacts[],
  sources: InventorySources,
  beside: Beside,
  { options, ports, project, terminal }: Surroundings,
): Promise<Omit<InventoryReport, 'notes'>> => {
  const { out, directory, bindings, concurrency, maxAge } = options;
  const kind = { organization: project.policy.organization.id, directory, bindings };
  const partial = await openPartialFile(out, kind, new Date(ports.now().getTime() - maxAge));
  const read = new Map<string, InventoryAccount>();
  for (const account of wanted) {
    const known = partial.accounts.get(account.id);
    if (known !== undefined) read.set(account.id, { ...known, account });
  }
  if (read.size > 0)
    terminal.err(`Going on from ${partial.path}: ${plural(read.size, 'account')} were read within ${age(maxAge)}.`);

  const missing = wanted.filter(({ id }) => !read.has(id));
  const { undone, interrupted } = await inParallel(
    missing,
    (account) => collectAccount(account, sources, beside, ports.now),
    async (account, atOnce) => {
      await partial.add(account);
      read.set(account.account.id, account);
      terminal.progress(`${read.size} of ${wanted.length} accounts read, ${atOnce} at once`);
    },
    { most: concurrency, pause: ports.pause, signal: ports.signal },
  );

  const accounts = [...read.values()];
  const report = {
    accounts: accounts.length,
    roles: accounts.reduce((sum, { roles }) => sum + roles.length, 0),
    notRead: undone.map(({ item: { id, name }, failure: { code, what } }) => ({
      account: { id, name },
      code,
      message: what,
    })),
  };
  const isWhole = !interrupted && (undone.length === 0 || options.allowMissing);
  if (!isWhole) {
    const error = interrupted ? interruption(report, wanted, partial.path) : incomplete(report, wanted, options);
    return { ...report, kept: partial.path, error };
  }
  await replaceFile(out, renderInventory(accounts));
  await partial.remove();
  return { ...report, file: out };
};

const interruption = ({ accounts }: { readonly accounts: number }, wanted: readonly unknown[], kept: string) => ({
  code: 'interrupted',
  message: `${accounts} of ${plural(wanted.length, 'account')} are kept in ${kept}. Run the command again to go on from there.`,
});

const incomplete = (
  { accounts }: { readonly accounts: number },
  wanted: readonly unknown[],
  { out }: InventoryOptions,
) => ({
  code: 'accounts-not-read',
  message: `${out} was not written: ${wanted.length - accounts} of ${plural(wanted.length, 'account')} were not read. The others are kept. Mend what refuses and run the command again, or leave these accounts out with \`--allow-missing\`.`,
});

const tell = ({ file, accounts, roles, notRead, notes }: InventoryReport, terminal: Terminal): void => {
  for (const { account, code, message } of notRead)
    terminal.err(
      `${styled(terminal, 'yellow', 'not read', 'err')}  ${visible(`${account.name} (${account.id})  ${code}  ${message}`)}`,
    );
  for (const note of notes) terminal.err(note);
  if (file === undefined) return;
  const without = notRead.length === 0 ? '' : `, without ${notRead.length} that were not read`;
  terminal.out(`${file} written: ${plural(accounts, 'account')}, ${plural(roles, 'role')}${without}`);
};

const stopped = (code: string, message: string): InventoryReport => ({
  accounts: 0,
  roles: 0,
  notRead: [],
  notes: [],
  error: { code, message },
});
