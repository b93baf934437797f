#!/usr/bin/env node
/** The command line `oidc-factory`: the composition root; one file a command under commands/. */
import { run } from './program';
import { terminalOf } from './terminal';

void run(process.argv.slice(2), terminalOf(process, process.env), process.env).then((code) => {
  process.exitCode = code;
});
