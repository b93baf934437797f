import { visible } from '../../customizations/configuration';
import type { PauseStore } from '../../federation/pause-store';
import { withoutPause, withPause, type PauseScope, type StandingPause } from '../../federation/pauses';
import { pausesIn } from '../../handlers/pauses';
import { answering, type AnswerOptions } from '../answer';
import type { ExitCode } from '../exit-codes';
import { requireFactoryAccount } from '../factory-account';
import { changePauses } from '../pauses/change';
import { nameScope, readScope, type ScopeWords } from '../pauses/scope';
import type { CheckedProject } from '../project';
import { styled, type Terminal } from '../terminal';
import type { ToldFailure } from '../tell-failure';

/** What the commands ask of the world. */
export interface PausePorts {
  /** The parameter in a region, with the credentials of whoever runs the command. */
  connect(region: string): Promise<PauseStore>;
  now(): Date;
}

export type PauseOptions = AnswerOptions & ScopeWords & { readonly reason?: string; readonly list: boolean };
export type ResumeOptions = AnswerOptions & ScopeWords;

/** What came of it. `unchanged`: it was so before. */
export interface PauseAnswer {
  readonly result: 'paused' | 'resumed' | 'unchanged' | 'listed';
  readonly scope?: PauseScope;
  /** All that is paused now. */
  readonly pauses: readonly StandingPause[];
}

/**
 * Holds up what the factory writes, or says what is held up.
 * @throws Failure `FactoryRefused`, `FactoryUnreachable`
 */
export const pause = (options: PauseOptions, ports: PausePorts, terminal: Terminal): Promise<ExitCode> =>
  answering(options, terminal, (project) => performPause(options, ports, project), telling(terminal));

/** Ends a pause. @throws Failure `FactoryRefused`, `FactoryUnreachable` */
export const resume = (options: ResumeOptions, ports: PausePorts, terminal: Terminal): Promise<ExitCode> =>
  answering(
    options,
    terminal,
    async (project): Promise<PauseAnswer | ToldFailure> => {
      const scope = readScope(options, project);
      if (typeof scope !== 'string') return scope;
      const { store } = await open(ports, project);
      const changed = await changePauses(store, (pauses) => withoutPause(pauses, scope), ports.now());
      if ('code' in changed) return changed;
      const { before, after } = changed;
      return { result: before.length === after.length ? 'unchanged' : 'resumed', scope, pauses: after };
    },
    telling(terminal),
  );

const performPause = async (
  options: PauseOptions,
  ports: PausePorts,
  project: CheckedProject,
): Promise<PauseAnswer | ToldFailure> => {
  const { list, reason } = options;
  const scope = readScope(options, project);
  if (typeof scope !== 'string') return scope;
  if (list) {
    if (reason !== undefined || scope !== 'everything')
      return invalid('`--list` stands alone: it says all that is paused.');
    const { store } = await open(ports, project);
    return { result: 'listed', pauses: pausesIn((await store.read())?.value, ports.now()) };
  }
  if (reason === undefined || !isReason(reason))
    return invalid('Say why with `--reason`, in 1 to 256 characters without `{{`: it is told to whoever is held up.');
  const { store, arn } = await open(ports, project);
  const since = ports.now().toISOString();
  const changed = await changePauses(
    store,
    (pauses) => {
      const standing = pauses.find((one) => one.scope === scope);
      return standing?.reason === reason ? pauses : withPause(pauses, { scope, reason, by: arn, since });
    },
    ports.now(),
  );
  if ('code' in changed) return changed;
  const { before, after } = changed;
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  return { result: isSame ? 'unchanged' : 'paused', scope, pauses: after };
};

const open = async (
  ports: PausePorts,
  project: CheckedProject,
): Promise<{ readonly store: PauseStore; readonly arn: string }> => {
  const store = await ports.connect(project.policy.organization.homeRegion);
  const identity = await store.identity();
  requireFactoryAccount(identity, project);
  return { store, arn: identity.arn };
};

/** Systems Manager takes `{{` for the name of another parameter. */
const isReason = (text: string): boolean => /^.{1,256}$/u.test(text) && !text.includes('{{');

const telling =
  (terminal: Terminal) =>
  ({ result, scope, pauses }: PauseAnswer, project: CheckedProject): void => {
    const whose = scope === undefined ? '' : nameScope(scope, project);
    switch (result) {
      case 'paused':
        terminal.out(
          `${styled(terminal, 'yellow', 'paused')}: ${whose}. What is bound keeps working; nothing is written.`,
        );
        break;
      case 'resumed':
        terminal.out(`${styled(terminal, 'green', 'resumed')}: ${whose}. The nightly reconcile does what was left.`);
        break;
      case 'unchanged':
        terminal.out(`unchanged: ${whose} is as it was.`);
        break;
      case 'listed':
        break;
    }
    if (pauses.length === 0) {
      terminal.out('Nothing is paused.');
      return;
    }
    terminal.out(result === 'listed' ? 'Paused:' : 'Paused now:');
    for (const one of pauses)
      terminal.out(visible(`  ${nameScope(one.scope, project)}, since ${one.since}, by ${one.by}: ${one.reason}`));
  };

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
