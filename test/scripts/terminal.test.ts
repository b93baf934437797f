import { EventEmitter } from 'node:events';
import { styled, terminalOf } from '../../scripts/terminal';

class Stream extends EventEmitter {
  text = '';
  constructor(readonly isTTY: boolean) {
    super();
  }
  write(text: string): void {
    this.text += text;
  }
}

class Process extends EventEmitter {
  exitCode: number | string | null | undefined = undefined;
  constructor(
    readonly stdout: Stream,
    readonly stderr: Stream,
  ) {
    super();
  }
}

const processOf = (out = false, err = false): Process => new Process(new Stream(out), new Stream(err));
const broken = (code: string): Error => Object.assign(new TypeError('broken'), { code });

describe('the terminal', () => {
  it('says nothing where a pipe was closed, and leaves the exit code alone', () => {
    const process = processOf();
    const terminal = terminalOf(process, {});
    terminal.out('one');
    process.stdout.emit('error', broken('EPIPE'));
    process.stdout.emit('error', broken('EPIPE'));
    terminal.out('two');
    process.exitCode = 0;
    process.emit('exit');
    expect([process.stdout.text, process.stderr.text, process.exitCode]).toEqual(['one\n', '', 0]);
  });

  it('tells once of any other error, and ends with 1', () => {
    const process = processOf();
    terminalOf(process, {});
    process.stdout.emit('error', broken('ENOSPC'));
    process.stdout.emit('error', broken('ENOSPC'));
    process.exitCode = 0;
    process.emit('exit');
    expect(process.stderr.text).toMatch(/^Standard output cannot be written \(ENOSPC\)\..*\n$/);
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['both', [true, true], {}, [true, true]],
    ['only the one that is a terminal', [false, true], {}, [false, true]],
    ['none with NO_COLOR', [true, true], { NO_COLOR: '1' }, [false, false]],
    ['none where the terminal is dumb', [true, true], { TERM: 'dumb' }, [false, false]],
  ])('colours of the two streams: %s', (_what, [out, err], environment, expected) => {
    const terminal = terminalOf(processOf(out, err), environment);
    const isColored = (stream: 'out' | 'err') => styled(terminal, 'red', 'x', stream) !== 'x';
    expect([isColored('out'), isColored('err')]).toEqual(expected);
  });

  it('shows no progress on a dumb terminal', () => {
    const process = processOf(true, true);
    terminalOf(process, { TERM: 'dumb' }).progress('x');
    expect(process.stderr.text).toBe('');
  });
});
