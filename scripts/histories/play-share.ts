import { templatePaths } from '../../customizations/stacks/template-paths';
import type { Failing } from '../../simulation/histories';
import { exitCodes, type ExitCode } from '../exit-codes';
import { generate, readProject } from '../project';
import { publishedOf, publishing } from '../rehearsal';
import { reportDiagnostics } from '../report-diagnostics';
import type { Terminal } from '../terminal';

/** The histories of one process: every `every`th seed from `first` on, before `end`. */
export interface Share {
  readonly first: number;
  readonly every: number;
  readonly end: number;
  /** The folder of the configuration. */
  readonly config: string;
}

/** What the process of a share says to the one that started it. */
export type Message = { readonly kind: 'played' } | { readonly kind: 'failing'; readonly failing: Failing };

/** After so many breaches a process stops: the first ones are what somebody reads. */
const mostFailing = 3;

/** Plays a share of the histories. */
export const playShare = async (
  { first, every, end, config }: Share,
  say: (message: Message) => void,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { project, diagnostics } = await readProject(config);
  reportDiagnostics(diagnostics, terminal);
  if (project === undefined) return exitCodes.error;
  const { judge } = await import('../../simulation/histories/index.js');
  const { files } = await generate(project);
  const ground = {
    ...publishedOf(files, project),
    hookTemplate: templatePaths.hook,
    publish: publishing(project.configuration, generate),
  };
  let failures = 0;
  for (let seed = first; seed < end && failures < mostFailing; seed += every) {
    const failing = await judge(seed, ground);
    if (failing !== undefined) {
      failures += 1;
      say({ kind: 'failing', failing });
    }
    say({ kind: 'played' });
  }
  return failures === 0 ? exitCodes.done : exitCodes.error;
};
