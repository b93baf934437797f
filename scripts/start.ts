/** What `npm start` runs: the whole story on the sample in the working directory. */
import { exitCodes } from './exit-codes';
import { tellStory } from './story';
import { tellFailure } from './tell-failure';
import { terminalOf } from './terminal';

const terminal = terminalOf(process, process.env);
void tellStory('.', terminal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tellFailure(error, terminal);
    process.exitCode = exitCodes.error;
  },
);
