import { hasErrors } from '../../customizations/configuration';
import type { GeneratedFile } from '../../customizations/generated-file';
import { Failure, type FailureCode } from '../../federation/failures';
import type { Caller } from '../../federation/stacks';
import { generate, readProject, type CheckedProject } from '../project';
import { reportDiagnostics } from '../report-diagnostics';
import type { Terminal } from '../terminal';

/** What is deployed from. */
export interface Prepared {
  readonly project: CheckedProject;
  readonly files: readonly GeneratedFile[];
}

/**
 * Generates what is to be deployed into the management account; undefined where the configuration has errors, which are
 * told.
 */
export const prepareDeployment = async (config: string, terminal: Terminal): Promise<Prepared | undefined> => {
  const { project, diagnostics } = await readProject(config);
  reportDiagnostics(diagnostics, terminal);
  if (project === undefined) return undefined;
  const generated = await generate(project);
  reportDiagnostics(generated.diagnostics, terminal);
  return hasErrors(generated.diagnostics) ? undefined : { project, files: generated.files };
};

/** @throws Failure with the code where the credentials are not of the management account; as the caller's call does. */
export const requireManagementAccount = async (
  { policy }: CheckedProject,
  callerIn: (region: string) => Caller,
  code: FailureCode,
): Promise<void> => {
  const { managementAccount, homeRegion } = policy.organization;
  const account = await callerIn(homeRegion).account();
  if (account === managementAccount) return;
  throw new Failure(
    code,
    `The credentials are of the account ${account}, and the management account is ${managementAccount}.`,
  );
};

/** Whether two templates say the same, however they are spaced. */
export const isSameTemplate = (one: string, other: string): boolean => {
  if (one === other) return true;
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
};
