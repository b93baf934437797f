/** The whole story on the sample organization, from YAML to a role that is used and gone: what `npm start` plays. */
import path from 'node:path';
import { hasErrors } from '../customizations/configuration';
import { exitCodes, type ExitCode } from './exit-codes';
import { compareFiles } from './generated-files';
import { generate, readProject } from './project';
import { playScenario, readScenario, stageOf, tellStep } from './rehearsal';
import { plural, reportDiagnostics } from './report-diagnostics';
import { styled, type Terminal } from './terminal';

/** Plays the story with the configuration and the scenario in a folder; writes nothing. */
export const tellStory = async (folder: string, terminal: Terminal): Promise<ExitCode> => {
  const start = terminal.now();
  let since = start;
  const tell = (title: string, details: readonly (readonly [string, string])[]): void => {
    const report = { title, details: details.map(([label, text]) => ({ label, text })) };
    tellStep(report, terminal.now() - since, terminal);
    since = terminal.now();
  };

  const { project, diagnostics, files } = await readProject(path.join(folder, 'config'));
  const script = await readScenario(path.join(folder, 'scenarios', 'first-role.yaml'));
  reportDiagnostics([...diagnostics, ...script.diagnostics], terminal);
  if (project === undefined || script.scenario === undefined) return exitCodes.error;
  tell('validate the configuration', [
    ['files', String(files)],
    ['policy hash', project.policyHash],
  ]);

  const generated = await generate(project);
  reportDiagnostics(generated.diagnostics, terminal);
  if (hasErrors(generated.diagnostics)) return exitCodes.error;
  const { missing, stale, surplus } = await compareFiles(folder, generated.files);
  const differing = [...missing, ...stale, ...surplus];
  tell('generate the CfCT package', [
    ...generated.files.map(({ path: name, text }) => [name, `${Buffer.byteLength(text)} bytes`] as const),
    ['committed files', differing.length === 0 ? 'the same' : `differ: ${differing.join(', ')}; run \`npm run synth\``],
  ]);

  const stage = await stageOf(project, generated.files, script.scenario);
  tell('deploy it to a local organization', [
    ['accounts', String(stage.organization.organization.accounts().length)],
    ['factory signs in with', 'a token of AWS STS for its own role; no secret is stored'],
  ]);

  const failed = await playScenario(
    script.scenario,
    stage,
    (report, ms) => {
      tellStep(report, ms, terminal);
    },
    () => terminal.now(),
  );
  const seconds = ((terminal.now() - start) / 1000).toFixed(1);
  const outcome =
    failed === 0
      ? styled(terminal, 'green', 'done: nothing live is left')
      : styled(terminal, 'red', `${plural(failed, 'expectation')} failed`);
  terminal.out(`${outcome} (${seconds} s)`);
  return failed === 0 ? exitCodes.done : exitCodes.error;
};
