import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { type DoctorOptions, examine } from '../../src/doctor/doctor.ts';
import type { CheckName, Finding } from '../../src/doctor/finding.ts';
import { certificate } from '../compute/certificate.ts';
import { linkFewRules } from '../support/few-rules.ts';

export const NOW = Date.parse('2026-11-21T08:00:00Z');

const LOGS = 'https://example-project.cn-hangzhou.log.aliyuncs.com/logstores';
const COMPUTE = 'https://1234567890123456.cn-hangzhou.fc.aliyuncs.com/2023-03-30';

export const at = {
  shards: `${LOGS}/:logstore/shards`,
  cursor: `${LOGS}/:logstore/shards/:shard`,
  function: (name: string) => `${COMPUTE}/functions/trailbell-${name}`,
  trigger: `${COMPUTE}/functions/trailbell-detect/triggers/trail`,
  domain: `${COMPUTE}/custom-domains/alerts.example.com`,
  health: 'https://alerts.example.com/healthz',
};

const credentials = {
  accessKeyId: 'LTAI5t**********abcd',
  accessKeySecret: 'not-a-secret',
  securityToken: undefined,
};

/** A trailbell.yml of which all is right. */
export const config = {
  source: {
    endpoint: 'cn-hangzhou-intranet.log.aliyuncs.com',
    project: 'example-project',
    logstore: 'actiontrail_example',
  },
  channels: { oncall: { type: 'slack', webhook: '${SLACK_WEBHOOK}' } },
  ledger: { redis: '${REDIS_URL:-}' },
  dead_letters: { logstore: 'trailbell-deadletters' },
  history: { logstore: 'trailbell-history' },
  compute: { region: 'cn-hangzhou', account: '1234567890123456' },
};

export const web = { url: '${WEB_URL}', keys: ['${WEB_KEY}', '${WEB_KEY_BEFORE:-}'] };

const env = {
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0SECRET/B0SECRET/secret-slack-token',
  WEB_URL: 'https://alerts.example.com',
  WEB_KEY: 'secret-web-key-of-32-characters-x',
};

/** A function as s.yaml deploys it. */
export function deployed(changes: object = {}): object {
  return {
    functionName: 'trailbell-detect',
    runtime: 'nodejs20',
    handler: 'index.handler',
    memorySize: 384,
    timeout: 120,
    role: 'acs:ram::1234567890123456:role/trailbell-detect',
    state: 'Active',
    lastUpdateStatus: 'Successful',
    instanceConcurrency: 1,
    instanceLifecycleConfig: {
      initializer: { handler: 'index.initialize', timeout: 30 },
      preStop: { handler: 'index.preStop', timeout: 10 },
    },
    environmentVariables: { SLACK_WEBHOOK: 'x', WEB_URL: 'x', WEB_KEY: 'x', REDIS_URL: 'x' },
    lastModifiedTime: '2026-11-20T08:00:00Z',
    ...changes,
  };
}

export function logTrigger(changes: object = {}, triggerConfig: object = {}): object {
  return {
    triggerName: 'trail',
    triggerType: 'log',
    sourceArn: 'acs:log:cn-hangzhou:1234567890123456:project/example-project',
    invocationRole: 'acs:ram::1234567890123456:role/aliyunlogetlrole',
    triggerConfig: JSON.stringify({
      sourceConfig: { logstore: 'actiontrail_example' },
      jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
      enable: true,
      ...triggerConfig,
    }),
    ...changes,
  };
}

export function customDomain(changes: object = {}): object {
  return {
    domainName: 'alerts.example.com',
    protocol: 'HTTPS',
    routeConfig: { routes: [{ path: '/*', functionName: 'trailbell-web' }] },
    certConfig: { certName: 'example', certificate },
    ...changes,
  };
}

/** What Log Service answers where it refuses. */
export function refused(status: number, errorCode: string, errorMessage = errorCode) {
  return () => HttpResponse.json({ errorCode, errorMessage }, { status });
}

export const lacks = (action: string) =>
  refused(401, 'Unauthorized', `denied by sts or ram, action: ${action}, resource: acs:log:…`);

/** When the newest record came in, in seconds before NOW. */
export function records(secondsAgo: number) {
  const newest = NOW / 1000 - secondsAgo;
  return http.get(at.cursor, ({ request }) => {
    const from = new URL(request.url).searchParams.get('from') ?? '';
    const isBefore = from === 'begin' || (from !== 'end' && Number(from) <= newest);
    return HttpResponse.json({ cursor: isBefore ? 'MTAw' : 'MjAw' });
  });
}

export function shards(...statuses: readonly string[]) {
  return http.get(at.shards, () =>
    HttpResponse.json(
      statuses.map((status, shardID) => ({ shardID, status })),
      { headers: { date: new Date(NOW).toUTCString() } },
    ),
  );
}

const healthy = [
  shards('readwrite', 'readwrite'),
  records(120),
  ...['detect', 'sweep', 'web'].map((name) =>
    http.get(at.function(name), () => HttpResponse.json(deployed())),
  ),
  http.get(at.trigger, () => HttpResponse.json(logTrigger())),
  http.get(at.domain, () => HttpResponse.json(customDomain())),
  http.get(at.health, () => HttpResponse.json({ ok: true, ledger: 'up', configured: true })),
];

/** An Alibaba Cloud in which all is right, until a test says otherwise, behind the real clients. */
export function usePatient() {
  const server = setupServer(...healthy);
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  async function look({
    settings = {},
    variables = {},
    ...options
  }: Partial<Omit<DoctorOptions, 'env'>> & {
    readonly settings?: object;
    readonly variables?: Readonly<Record<string, string | undefined>>;
  } = {}): Promise<readonly Finding[]> {
    const directory = await mkdtemp(join(tmpdir(), 'trailbell-doctor-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    await linkFewRules(directory);
    await writeFile(join(directory, 'trailbell.yml'), stringify({ ...config, ...settings }));
    const findings: Finding[] = [];
    const all = examine({
      directory,
      env: { ...env, ...variables },
      wantsChannel: () => false,
      credentials,
      now: () => NOW,
      timeoutMs: 2_000,
      onLook: () => {},
      ...options,
    });
    for await (const finding of all) findings.push(finding);
    return findings;
  }
  return { server, look };
}

/** What was found of one check: its codes. */
export function codesOf(findings: readonly Finding[], check: CheckName, about?: string) {
  return of(findings, check, about).map(({ code }) => code);
}

/** What is to be done about one check. */
export function mendOf(findings: readonly Finding[], check: CheckName, about?: string): string {
  return of(findings, check, about)
    .map((finding) => ('mend' in finding ? finding.mend : ''))
    .join('\n');
}

function of(findings: readonly Finding[], check: CheckName, about?: string): readonly Finding[] {
  return findings.filter(
    (finding) => finding.check === check && (about === undefined || finding.about === about),
  );
}

/** Nothing that anybody reads may hold a secret. */
export function expectNoSecret(findings: readonly Finding[]): void {
  expect(JSON.stringify(findings)).not.toMatch(
    /secret-(web|slack|redis|heartbeat)|not-a-secret|T0SECRET/,
  );
}
