import { visible } from '../../customizations/configuration';
import type { ExaminedRole } from '../../federation/examine';
import { whoCan as admittedTo, type Admitted, type NamedBy } from '../../federation/plan';
import { describeAdmission } from '../../federation/trust/admissions';
import { exitCodes, type ExitCode } from '../exit-codes';
import { findRole, type RoleWish } from '../inventory';
import { readProject } from '../project';
import { reportDiagnostics } from '../report-diagnostics';
import { tellTold } from '../tell-failure';
import { styled, type Terminal } from '../terminal';

export interface WhoCanOptions extends RoleWish {
  readonly config: string;
  /** The file of the inventory; `-` is standard input. */
  readonly inventory: string;
  readonly output: 'text' | 'json';
  /** Whether to end with 2 where the role admits somebody with a web identity token whom nobody named. */
  readonly detailedExitcode: boolean;
}

/** Lists who may assume a role, by which statement, and whether the policies named them. Calls no cloud. */
export const whoCan = async (options: WhoCanOptions, now: () => Date, terminal: Terminal): Promise<ExitCode> => {
  const { config, inventory, output } = options;
  const { project, diagnostics } = await readProject(config);
  const found =
    project === undefined
      ? { code: 'invalid-configuration', message: `The configuration in \`${config}\` is not valid.` }
      : await findRole(inventory, options, project.policy, now());
  if ('code' in found) {
    if (output === 'json') terminal.out(JSON.stringify({ error: found, diagnostics }, null, 2));
    if (project === undefined) reportDiagnostics(diagnostics, terminal);
    tellTold(found, terminal);
    return exitCodes.error;
  }
  const { examined, account } = found;
  const admitted = admittedTo(examined);
  if (output === 'json') {
    const { id, name } = account.account;
    const { kind, reasons } = examined.verdict;
    terminal.out(
      JSON.stringify({ role: examined.role.arn, account: { id, name }, verdict: { kind, reasons }, admitted }, null, 2),
    );
  } else tell(examined, admitted, terminal);
  const hasStranger = admitted.some((each) => each.kind === 'web-identity' && each.namedBy === 'nobody');
  return options.detailedExitcode && hasStranger ? exitCodes.findings : exitCodes.done;
};

const named: Readonly<Record<NamedBy, string>> = {
  binding: 'named by the binding',
  policy: 'named by the policy',
  nobody: 'named by no policy',
};

const tell = ({ role, verdict, trust }: ExaminedRole, admitted: readonly Admitted[], terminal: Terminal): void => {
  const say = (text: string): void => {
    terminal.out(visible(text));
  };
  terminal.out(styled(terminal, 'bold', visible(role.arn)));
  for (const { because } of verdict.reasons) say(`  ${because}`);
  if (trust === undefined) say('  Who may assume it cannot be told.');
  else if (admitted.length === 0) say('  Nobody may assume it.');
  for (const each of admitted)
    say(
      each.kind === 'web-identity'
        ? `  statement ${each.admission.statement + 1}: ${describeAdmission(each.admission)}; ${named[each.namedBy]}`
        : `  statement ${each.statement + 1}: ${each.principal}${each.conditions ? ', under conditions' : ''}; no business of the policies`,
    );
};
