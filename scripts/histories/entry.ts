/** What `npm run test:histories` runs; `-- --count 500 --from 1` plays others than the first 10,000. */
import { parseArgs } from 'node:util';
import { exitCodes } from '../exit-codes';
import { tellFailure } from '../tell-failure';
import { terminalOf } from '../terminal';
import { playAll } from './play-all';
import { playShare } from './play-share';

const terminal = terminalOf(process, process.env);
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    config: { type: 'string', default: 'config' },
    // What a process is given that plays a share.
    first: { type: 'string' },
    every: { type: 'string', default: '1' },
    end: { type: 'string', default: '1' },
  },
});
const { config } = values;
const playing =
  values.first === undefined
    ? playAll({ count: Number(values.count), from: Number(values.from), config, entry: __filename }, terminal)
    : playShare(
        { first: Number(values.first), every: Number(values.every), end: Number(values.end), config },
        (message) => process.send?.(message),
        terminal,
      );
void playing.then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tellFailure(error, terminal);
    process.exitCode = exitCodes.error;
  },
);
