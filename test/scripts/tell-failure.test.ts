import { tellTold } from '../../scripts/tell-failure';
import { recordingTerminal } from './support';

it('shows what a workflow quotes, and lets none of it act on the terminal', () => {
  const terminal = recordingTerminal();
  tellTold(
    { code: 'workflow-failed', message: 'It says: \u001b]0;owned\u0007\u009b2J.\nSee the execution.' },
    terminal,
  );
  expect(terminal.said().err).toBe('workflow-failed  It says: U+001B]0;ownedU+0007U+009B2J.\nSee the execution.');
});
