import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readYaml } from '../src/config/read-yaml.ts';
import { listen } from '../src/local/listen.ts';
import { type LogService, startLogService } from '../src/local/log-service/log-service.ts';
import { bundled } from './bundled.ts';
import { type Call, reads, writes } from './calls.ts';
import type { Finding } from './finding.ts';
import { makeCertificate, startFront } from './https-front.ts';
import type { Progress } from './progress.ts';
import { letters, pick, pickSkewed, type Random, seeded } from './random.ts';
import { recordText } from './records.ts';
import { ruleTexts } from './rule-texts.ts';

const RULES = 1_000;
const PROCESSES = 3;

/** Just under the 10 MB at which Log Service cuts a page. */
const PAGE_BYTES = 10 * 1024 * 1024 - 32 * 1024;

const run = promisify(execFile);

const measured = z.object({
  baseMb: z.number(),
  loadedMb: z.number(),
  peakMb: z.number(),
  answer: z.object({ records: z.number(), alerts: z.number(), delivered: z.number() }),
});

const deployment = z.object({
  resources: z.object({
    detect: z.object({
      props: z.object({ environmentVariables: z.object({ NODE_OPTIONS: z.string() }) }),
    }),
  }),
});

/** Where the bundle sends its requests; here they lead to stand-ins: see handler-process.ts. */
const hosts = ['*.cn-hangzhou-intranet.log.aliyuncs.com', 'oapi.dingtalk.com', 'hooks.slack.com'];

interface Cloud {
  readonly trigger: ReturnType<LogService['triggerEvent']>;
  /** Addresses that speak HTTPS. */
  readonly logService: string;
  readonly webhooks: string;
  readonly certificates: string;
}

/** The bundle as it is deployed, in a bare Node.js. */
export async function memory(progress: Progress): Promise<Finding> {
  progress('building a bundle');
  const random = seeded(7);
  const folder = mkdtempSync(join(tmpdir(), 'trailbell-bench-'));
  const logService = await startLogService({
    project: 'example',
    logstore: 'actiontrail_example',
    accessKeys: { id: 'bench-key', secret: 'bench-secret', securityToken: 'bench-token' },
  });
  const webhooks = await listen(answerWebhook, [0]);
  const certificate = await makeCertificate(folder, hosts);
  const logFront = await startFront(logService.endpoint, certificate);
  const webhookFront = await startFront(webhooks.host, certificate);
  try {
    await buildBundle(folder, random);
    const size = fillPage(logService, random);
    const cloud: Cloud = {
      trigger: logService.triggerEvent(0),
      logService: logFront.host,
      webhooks: webhookFront.host,
      certificates: certificate.file,
    };
    const results: z.infer<typeof measured>[] = [];
    for (let at = 1; at <= PROCESSES; at++) {
      progress(`process ${at} of ${PROCESSES}`);
      results.push(await callHandler(folder, cloud, deployedOptions()));
    }
    const bare = await callHandler(folder, cloud, '');
    const peaks = results.map(({ peakMb }) => peakMb);
    const [first] = results;
    return {
      target: '5',
      what: 'peak resident memory, a page of 10 MB and 1,000 rules, bundled handler',
      measured: Math.max(...peaks),
      unit: 'MB',
      bound: 'at most',
      limit: 128,
      details: [
        `highest of ${PROCESSES} processes (${peaks.map((peak) => peak.toFixed(0)).join(', ')}); ${first?.baseMb.toFixed(0)} MB for Node.js alone, ${first?.loadedMb.toFixed(0)} MB after its initializer`,
        `with NODE_OPTIONS=${deployedOptions()} as s.yaml has it; ${bare.peakMb.toFixed(0)} MB without`,
        `${(size / 1024 / 1024).toFixed(1)} MB of records, ${first?.answer.records} of them; ${first?.answer.alerts} alerts, ${first?.answer.delivered} deliveries`,
      ],
    };
  } finally {
    logFront.close();
    webhookFront.close();
    await Promise.all([logService.close(), webhooks.close()]);
    rmSync(folder, { recursive: true });
  }
}

/** A project beside the sources and packages of this one: build.ts reads where it stands. */
async function buildBundle(folder: string, random: Random): Promise<void> {
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
  const build = ['--import', 'tsx', resolve('build.ts'), join(folder, 'dist')];
  await run(process.execPath, build, { cwd: folder, maxBuffer: 1024 ** 3 });
}

/** So many that an event of interest is named by about one rule: a thousand rules are for many services. */
function otherCalls(random: Random): readonly Call[] {
  return Array.from({ length: 2_000 }, (_, at) => ({
    service: ['Ecs', 'Ram', 'Vpc', 'Oss', 'Rds'][at % 5] ?? 'Ecs',
    name: `Modify${letters(random, 8)}${at}`,
  }));
}

/** Answers with the size of the records. */
function fillPage(logService: LogService, random: Random): number {
  let size = 0;
  const logs = [];
  for (;;) {
    const call = random() < 0.05 ? pick(random, writes) : pickSkewed(random, reads);
    const event = recordText(random, call);
    size += Buffer.byteLength(event) + 40;
    if (size > PAGE_BYTES) break;
    const contents = { owner_id: '1234567890123456', event };
    // Not late, whenever this runs.
    logs.push({ time: 2_000_000_000, topic: 'actiontrail_event', contents });
  }
  for (let at = 0; at < logs.length; at += 1000) logService.put(0, logs.slice(at, at + 1000));
  return size;
}

/** What s.yaml sets for the function. */
function deployedOptions(): string {
  const { resources } = deployment.parse(readYaml(readFileSync('s.yaml', 'utf8'), 's.yaml'));
  return resources.detect.props.environmentVariables.NODE_OPTIONS;
}

async function callHandler(folder: string, cloud: Cloud, nodeOptions: string) {
  const { source } = cloud.trigger;
  const endpoint = 'https://cn-hangzhou-intranet.log.aliyuncs.com';
  const words = [
    bundled('handler-process'),
    join(folder, 'dist', 'detect', 'index.mjs'),
    JSON.stringify({ ...cloud.trigger, source: { ...source, endpoint } }),
    cloud.logService,
    cloud.webhooks,
  ];
  const trusted = { NODE_EXTRA_CA_CERTS: cloud.certificates, NODE_OPTIONS: nodeOptions };
  const env = { ...process.env, ...trusted };
  const { stdout } = await run(process.execPath, words, { env });
  return measured.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

/** DingTalk's answer is JSON, and Slack's is two letters. */
function answerWebhook(request: Request): Response {
  const slack = new URL(request.url).pathname.startsWith('/services/');
  return slack ? new Response('ok') : Response.json({ errcode: 0, errmsg: 'ok' });
}
