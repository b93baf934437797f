import { exitCodes, type ExitCode } from '../exit-codes';
import { readProject } from '../project';
import { plural, reportDiagnostics } from '../report-diagnostics';
import { styled, type Terminal } from '../terminal';

export interface ValidateOptions {
  /** The folder of the configuration. */
  readonly config: string;
  readonly output: 'text' | 'json';
}

/** Checks the configuration and says all that is wrong with it. */
export const validate = async ({ config, output }: ValidateOptions, terminal: Terminal): Promise<ExitCode> => {
  const { project, diagnostics, files } = await readProject(config);
  const code = project === undefined ? exitCodes.error : exitCodes.done;
  if (output === 'json') {
    terminal.out(
      JSON.stringify({ valid: project !== undefined, policyHash: project?.policyHash, diagnostics }, null, 2),
    );
    return code;
  }
  reportDiagnostics(diagnostics, terminal);
  if (project !== undefined) {
    const { policies, identityProviders } = project.configuration;
    const counts = [
      plural(files, 'file'),
      plural(identityProviders.length, 'identity provider'),
      plural(policies.length, 'policy', 'policies'),
      plural(project.workflows.length, 'workflow'),
    ];
    terminal.out(
      `${styled(terminal, 'green', 'valid')}: ${counts.join(', ')}; policy hash ${project.policyHash.slice(0, 12)}`,
    );
  }
  return code;
};
