import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  contextOfStandIns,
  type HttpsStandIns,
  startHttpsStandIns,
} from '../test/support/https-stand-ins.ts';
import { buildBundles } from './build-bundles.ts';
import { bundled } from './bundled.ts';
import { reads } from './calls.ts';
import { deployedOptions } from './deployed-options.ts';
import type { Finding } from './finding.ts';
import { median, medianRatio } from './measure.ts';
import type { Progress } from './progress.ts';
import { pickSkewed, seeded } from './random.ts';
import { recordText } from './records.ts';

const ROUNDS = 15;

/** What a quiet minute leaves in the logstore, and one call that a rule is for. */
const QUIET_RECORDS = 50;
const ringing = { service: 'PrivateLink', name: 'DeleteVpcEndpointService' };

/** What trailbell.yml asks for. */
const environment = {
  LOG_PROJECT: 'example',
  LOG_LOGSTORE: 'actiontrail_example',
  DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/robot/send?access_token=bench',
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/bench',
};

/** From the start of a process until a webhook hears of a finding. */
export async function coldStart(progress: Progress): Promise<Finding> {
  progress('building a bundle');
  const folder = mkdtempSync(join(tmpdir(), 'trailbell-bench-'));
  let told = Number.NaN;
  const standIns = await startHttpsStandIns(folder, () => {
    if (Number.isNaN(told)) told = performance.now();
  });
  try {
    await buildBundles(resolve('.'), join(folder, 'dist'));
    fillShard(standIns);
    // All have the same environment: what Node.js itself does because of it is no part of the ratio.
    const env = { ...environment, ...standIns.env, NODE_OPTIONS: deployedOptions() };
    const untilTold = async (bundle: string) => {
      told = Number.NaN;
      const more = [contextOfStandIns, standIns.addresses].map((each) => JSON.stringify(each));
      const words = [bundle, standIns.trigger(), ...more];
      const { start } = await runNode([bundled('handler-process'), ...words], env);
      if (Number.isNaN(told)) throw new Error(`nothing was told by ${bundle}`);
      return told - start;
    };
    const untilOver = async () => {
      const { start, end } = await runNode(['--eval', '0'], env);
      return end - start;
    };
    const sides = [
      () => untilTold(join(folder, 'dist', 'detect', 'index.mjs')),
      untilOver,
      () => untilTold(bundled('two-requests')),
    ];
    const times: number[][] = sides.map(() => []);
    // The first round finds nothing in the caches of the machine, and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      progress(`round ${round} of ${ROUNDS}`);
      for (const [at, side] of sides.entries()) {
        const time = await side();
        if (round > 0) times[at]?.push(time);
      }
    }
    const [ours, bare, least] = times;
    return {
      target: '6',
      what: 'cold start, to the first request at a webhook: time against node -e 0',
      measured: medianRatio(ours, bare),
      unit: '×',
      bound: 'at most',
      limit: 2.8,
      details: [
        `${milliseconds(ours)} to the first webhook, ${milliseconds(bare)} for node -e 0 in the same environment`,
        `${milliseconds(least)} (${medianRatio(least, bare).toFixed(2)} ×) for a process that only makes the same two requests`,
        `${QUIET_RECORDS + 1} records, one of which rings; ${ROUNDS} processes of each, by turns`,
      ],
    };
  } finally {
    await standIns.close();
    rmSync(folder, { recursive: true });
  }
}

function fillShard({ logService }: HttpsStandIns): void {
  const random = seeded(8);
  const quiet = Array.from({ length: QUIET_RECORDS }, () => pickSkewed(random, reads));
  const logs = [...quiet, ringing].map((call) => ({
    time: Math.floor(Date.now() / 1000),
    contents: { owner_id: '1234567890123456', event: recordText(random, call) },
  }));
  logService.put(0, logs);
}

/** When the process was started, and when it was over, in milliseconds. */
async function runNode(words: readonly string[], env: NodeJS.ProcessEnv) {
  const start = performance.now();
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code]: unknown[] = await once(child, 'exit');
  if (code !== 0) throw new Error(`a process ended with ${String(code)}`);
  return { start, end: performance.now() };
}

function milliseconds(times: readonly number[] | undefined): string {
  return `${Math.round(median(times))} ms`;
}
