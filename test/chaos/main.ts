import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { redisAvailable } from '../support/redis-server.ts';
import { planRun } from './plan.ts';
import { reportLines } from './report.ts';
import { runChaos } from './run-chaos.ts';
import { sizes } from './sizes.ts';
import { judge } from './verdict.ts';

const HELP = `Breaks everything around trailbell at once, and counts whether an alert was lost.

Usage: npm run chaos -- [--seed N] [--short] [--alone]

  --seed N   plan the same run again: records, faults, kills and their order
  --short    a small run, of some 15 seconds instead of minutes
  --alone    without Redis: each worker has a ledger of its own. This has to fail,
             and shows that a run can
  --help     this text

Worker processes read the shards of a local Log Service and tell a DingTalk and a Slack of what they
find. Meanwhile workers are killed with SIGKILL, Redis is killed and started again, and the webhooks
answer with 429, 5xx, error codes, rubbish, resets and not at all, before and after they took the
message. Ranges come again, some with a later end, some to two workers at once, some although all
went well.

The run fails, with exit code 1, where

  - an alert that is due on a channel was neither told there nor became a dead letter,
  - a message was repeated without a cause: a kill, an answer that left its sender in doubt, or time
    without Redis,
  - a repeat does not say that it may be one, or a message says so for no reason,
  - a record that cannot be read left no dead letter,
  - a shard was not finished.

Needs redis-server on the PATH. A run that fails leaves its evidence in a folder, and names it.`;

const { seed, short, alone } = readWords();
const size = sizes[short ? 'short' : 'full'];
const plan = planRun(seed, size);
const again = `npm run chaos -- --seed ${seed}${short ? ' --short' : ''}${alone ? ' --alone' : ''}`;
console.log(
  `seed ${seed}: ${size.workers} workers, ${size.shards} shards, ` +
    `${size.records.toLocaleString('en')} records, ${size.alerts} alerts due on two channels\n`,
);

if (!alone && !redisAvailable()) {
  console.error('redis-server is not on the PATH. Install it, or try --alone.');
  process.exit(2);
}
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
const folder = mkdtempSync(join(tmpdir(), 'trailbell-chaos-'));
const run = await runChaos(plan, { folder, alone, progress, signal: stop.signal }).catch(stopped);
progress('');
const verdict = judge(run.evidence);
console.log(reportLines(plan, run, verdict).join('\n'));

if (verdict.failures.length === 0) {
  rmSync(folder, { recursive: true });
  console.log(
    `\nNothing was lost, and every repeat has a cause and says so, or the one before it does.\nAgain: ${again}`,
  );
} else {
  const file = join(folder, 'evidence.json');
  writeFileSync(file, JSON.stringify({ verdict, ...run, journal: [...run.journal] }, undefined, 1));
  console.log(`\nFAILED\n${verdict.failures.map((failure) => `  ${failure}`).join('\n')}`);
  console.log(`\nThe evidence is in ${file}\nAgain: ${again}`);
  process.exitCode = 1;
}

function readWords() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        short: { type: 'boolean', default: false },
        alone: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const wanted = values.seed ?? String(randomInt(1_000_000));
    if (!/^\d{1,9}$/.test(wanted)) throw new Error('--seed takes a number of up to nine digits');
    return { ...values, seed: Number(wanted) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
}

/** Nothing was proved: somebody stopped it, or workers or Redis do not start. */
function stopped(error: unknown): never {
  progress('');
  console.error(error instanceof Error ? error.message : String(error));
  rmSync(folder, { recursive: true });
  return process.exit(stop.signal.aborted ? 130 : 2);
}

/** Only people watch: where standard error is no terminal, nothing is said. */
function progress(doing: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${doing}`);
}
