/** The whole story on the sample organization, from YAML to a role that is used and gone: what `npm start` plays. */
import path from 'node:path';
import { hasErrors } from '../customizations/configuration';
import { exitCodes, type ExitCode } from './exit-codes';
import { compareFiles } from './generated-files';
import { generate, readProject } from './project';
import { playScenario, readScenario, stageOf, tellStep, tellTally } from './rehearsal';
import { plural, reportDiagnostics } from './report-diagnostics';
import type { Stage } from '../simulation/rehearsal';
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
  const read = await readScenario(path.join(folder, 'scenarios', 'first-role.yaml'));
  reportDiagnostics([...diagnostics, ...read.diagnostics], terminal);
  if (project === undefined || read.script === undefined) return exitCodes.error;
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

  const stage = await stageOf(project, generated.files, read.script);
  tell('deploy it to a local organization', [
    ['accounts', String(stage.organization.organization.accounts().length)],
    ['factory signs in with', 'a token of AWS STS for its own role; no secret is stored'],
  ]);

  const tally = await playScenario(
    read.script,
    stage,
    (report, ms) => {
      tellStep(report, ms, terminal);
    },
    () => terminal.now(),
  );
  since = terminal.now();
  const living = await tellRemains(stage, tell);
  tellTally(tally, terminal.now() - start, terminal);
  if (living > 0) terminal.err(styled(terminal, 'red', `still live: ${plural(living, 'thing')}`, 'err'));
  else terminal.out(styled(terminal, 'green', 'done: nothing live is left'));
  return tally.failed === 0 && living === 0 ? exitCodes.done : exitCodes.error;
};

/** Shows what is left on the stage; answers how much of it is live. */
const tellRemains = async (
  stage: Stage,
  tell: (title: string, details: readonly (readonly [string, string])[]) => void,
): Promise<number> => {
  const { remainsOf } = await import('../simulation/rehearsal/index.js');
  const { applications, retiredApplications, audiences, roles } = remainsOf(stage);
  const listed = (label: string, found: readonly string[]): readonly [string, string] => [
    label,
    [String(found.length), ...found].join('\n'),
  ];
  tell('count what is left', [
    listed('live applications', applications),
    listed('restorable applications', retiredApplications),
    listed('audiences', audiences),
    listed('roles', roles),
  ]);
  return applications.length + audiences.length + roles.length;
};
