import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { exitCodes, type ExitCode } from '../exit-codes';
import type { Terminal } from '../terminal';
import { fileOf } from './file-of';
import type { Message, Share } from './play-share';

/** Which histories to play, and where. */
export interface Histories {
  readonly count: number;
  /** The first seed. */
  readonly from: number;
  /** The folder of the configuration. */
  readonly config: string;
  /** The module that plays a share in a process of its own. */
  readonly entry: string;
}

/** Plays histories side by side on every core; the smallest scenario of each that fails is written to a file. */
export const playAll = async (histories: Histories, terminal: Terminal): Promise<ExitCode> => {
  const { count, from, config } = histories;
  const every = Math.min(availableParallelism(), count);
  const start = terminal.now();
  const written: Promise<void>[] = [];
  let played = 0;
  const hear = (message: Message): void => {
    if (message.kind === 'failing') {
      const { name, text } = fileOf(message.failing);
      terminal.progress('');
      terminal.err(`seed ${message.failing.seed}, written to ${name}:\n${text}`);
      written.push(writeFile(name, text));
      return;
    }
    played += 1;
    if (played % 20 === 0) terminal.progress(`${played} of ${count} histories`);
  };
  const shares = Array.from({ length: every }, (_, index) => ({
    first: from + index,
    every,
    end: from + count,
    config,
  }));
  const codes = await Promise.all(shares.map((share) => playApart(share, histories.entry, hear)));
  await Promise.all(written);
  terminal.progress('');
  const isSound = codes.every((code) => code === exitCodes.done);
  const seconds = Math.round((terminal.now() - start) / 1000);
  const said = `${played} histories in ${seconds} s, ${isSound ? 'no breach' : 'with breaches'}`;
  if (isSound) terminal.out(said);
  else terminal.err(said);
  return isSound ? exitCodes.done : exitCodes.error;
};

/** Has a share played in a process of its own; answers its exit code. */
const playApart = (share: Share, entry: string, hear: (message: Message) => void): Promise<number> => {
  const words = Object.entries(share).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = fork(entry, words);
  child.on('message', hear);
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      resolve(code ?? exitCodes.error);
    });
  });
};
