#!/usr/bin/env node
// The one file of the project that is not TypeScript: it teaches Node.js to read the others.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that has seen enough (| head) is no error.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

/** Shows one line on standard error, in place of the one before. */
const showProgress = (line) => {
  process.stderr.write(`\r\u001B[K${line ?? ''}`);
};

const { NO_COLOR, FORCE_COLOR } = process.env;
process.exitCode = await main(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  env: process.env,
  directory: process.cwd(),
  colours: !NO_COLOR && Boolean(FORCE_COLOR || process.stdout.isTTY),
  progress: process.stderr.isTTY ? showProgress : undefined,
  stdin: process.stdin,
  hasKeyboard: process.stdin.isTTY === true,
  interrupted: interrupt.signal,
});
// Whoever interrupted waits neither for the end of standard input nor for an answer that is under way.
if (interrupt.signal.aborted) {
  process.stdin.destroy();
  setTimeout(() => process.exit(), 500).unref();
}
