import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import {
  contextOfStandIns,
  type HttpsStandIns,
  startHttpsStandIns,
} from '../test/support/https-stand-ins.ts';
import { buildBundles } from './build-bundles.ts';
import { bundled } from './bundled.ts';
import { type Call, reads, writes } from './calls.ts';
import { deployedOptions } from './deployed-options.ts';
import type { Finding } from './finding.ts';
import type { Progress } from './progress.ts';
import { letters, pick, pickSkewed, type Random, seeded } from './random.ts';
import { recordText } from './records.ts';
import { ruleTexts } from './rule-texts.ts';

const RULES = 1_000;
const PROCESSES = 3;

const MB = 1024 * 1024;

/** Just under the 10 MB at which Log Service cuts a page. */
const PAGE_BYTES = 10 * MB - 32 * 1024;

/** What else a page may be, for comparing: next to nothing, and a busy minute. */
const OTHER_PAGES = [4 * 1024, MB];

const run = promisify(execFile);

const measured = z.object({
  baseMb: z.number(),
  loadedMb: z.number(),
  peakMb: z.number(),
  answer: z.object({ records: z.number(), alerts: z.number(), delivered: z.number() }),
});

/** The bundle as it is deployed, in a bare Node.js. */
export async function memory(progress: Progress): Promise<Finding> {
  progress('building a bundle');
  const random = seeded(7);
  const folder = mkdtempSync(join(tmpdir(), 'trailbell-bench-'));
  const options = deployedOptions();
  /** The handler in processes of their own, each with one page of records to read. */
  async function measure(bytes: number, processes: number, nodeOptions = options) {
    const standIns = await startHttpsStandIns(folder);
    try {
      const size = fillPage(standIns, seeded(9), bytes);
      const results: z.infer<typeof measured>[] = [];
      for (let at = 1; at <= processes; at++) {
        progress(`${megabytes(size)} MB, process ${at} of ${processes}`);
        results.push(await callHandler(folder, standIns, nodeOptions));
      }
      const peaks = results.map(({ peakMb }) => peakMb);
      return { size, first: results[0], peaks, peak: Math.max(...peaks) };
    } finally {
      await standIns.close();
    }
  }
  try {
    await buildProject(folder, random);
    const { size, first, peaks, peak } = await measure(PAGE_BYTES, PROCESSES);
    const others = [];
    for (const bytes of OTHER_PAGES) others.push(await measure(bytes, PROCESSES));
    const without = options === '' ? undefined : await measure(PAGE_BYTES, 1, '');
    return {
      target: '5',
      what: 'peak resident memory, a page of 10 MB and 1,000 rules, bundled handler',
      measured: peak,
      unit: 'MB',
      bound: 'at most',
      limit: 128,
      details: [
        `highest of ${PROCESSES} processes (${peaks.map((each) => each.toFixed(0)).join(', ')}); ${first?.baseMb.toFixed(0)} MB for Node.js alone, ${first?.loadedMb.toFixed(0)} MB after its initializer`,
        `pages of ${others.map((other) => `${megabytes(other.size)} MB: ${other.peak.toFixed(0)} MB`).join(', ')}`,
        ...(without
          ? [`with NODE_OPTIONS=${options} as s.yaml has it; ${without.peak.toFixed(0)} MB without`]
          : []),
        `${megabytes(size)} MB of records, ${first?.answer.records} of them; ${first?.answer.alerts} alerts, ${first?.answer.delivered} deliveries`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(1);
}

/** A project beside the sources and packages of this one: build.ts reads where it stands. */
async function buildProject(folder: string, random: Random): Promise<void> {
  for (const name of ['functions', 'node_modules']) symlinkSync(resolve(name), join(folder, name));
  writeFileSync(
    join(folder, 'trailbell.yml'),
    `source:
  endpoint: cn-hangzhou-intranet.log.aliyuncs.com
  project: example
  logstore: actiontrail_example
channels:
  dingtalk:
    type: dingtalk
    webhook: https://oapi.dingtalk.com/robot/send?access_token=bench
  slack:
    type: slack
    webhook: https://hooks.slack.com/services/T0/B0/bench
`,
  );
  mkdirSync(join(folder, 'rules'));
  for (const [at, text] of ruleTexts(random, RULES, [...writes, ...otherCalls(random)]).entries()) {
    writeFileSync(join(folder, 'rules', `rule_${at}.yml`), text);
  }
  await buildBundles(folder, join(folder, 'dist'));
}

/** So many that an event of interest is named by about one rule: a thousand rules are for many services. */
function otherCalls(random: Random): readonly Call[] {
  return Array.from({ length: 2_000 }, (_, at) => ({
    service: ['Ecs', 'Ram', 'Vpc', 'Oss', 'Rds'][at % 5] ?? 'Ecs',
    name: `Modify${letters(random, 8)}${at}`,
  }));
}

/** Answers with the size of the records: nearly as much as was asked for. */
function fillPage({ logService }: HttpsStandIns, random: Random, most: number): number {
  let size = 0;
  const logs = [];
  for (;;) {
    const call = random() < 0.05 ? pick(random, writes) : pickSkewed(random, reads);
    const event = recordText(random, call);
    const taken = Buffer.byteLength(event) + 40;
    if (size + taken > most) break;
    size += taken;
    const contents = { owner_id: '1234567890123456', event };
    // Not late, whenever this runs.
    logs.push({ time: 2_000_000_000, topic: 'actiontrail_event', contents });
  }
  for (let at = 0; at < logs.length; at += 1000) logService.put(0, logs.slice(at, at + 1000));
  return size;
}

async function callHandler(folder: string, standIns: HttpsStandIns, nodeOptions: string) {
  const words = [
    bundled('handler-process'),
    join(folder, 'dist', 'detect', 'index.mjs'),
    standIns.trigger(),
    JSON.stringify(contextOfStandIns),
    JSON.stringify(standIns.addresses),
  ];
  const env = { ...process.env, ...standIns.env, NODE_OPTIONS: nodeOptions };
  const { stdout } = await run(process.execPath, words, { env });
  return measured.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
