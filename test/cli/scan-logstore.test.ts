import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLogService } from '../../src/local/log-service/log-service.ts';
import { deletion } from '../support/audit-event.ts';
import { cli } from '../support/terminal.ts';

const keys = { id: 'test-key', secret: 'test-secret', securityToken: 'test-token' };
const source = { project: 'example', logstore: 'actiontrail_example' };

const env = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: keys.id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.secret,
  ALIBABA_CLOUD_SECURITY_TOKEN: keys.securityToken,
};

const rules = `title: Deleted
name: deleted
level: high
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: DeleteVpcEndpointService}, condition: selection}
---
title: Deleted In A Spree
name: spree
level: critical
correlation:
    type: event_count
    rules: [deleted]
    group-by: [userIdentity.userName]
    timespan: 10m
    condition: {gte: 3}
    generate: true
`;

const HOUR = 3_600;

let logService: Awaited<ReturnType<typeof startLogService>>;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await writeFile(join(directory, 'rules.yml'), rules);
  logService = await startLogService({
    ...source,
    accessKeys: keys,
    shards: 2,
    maxGroupsPerPage: 1,
  });
  const [now] = [Date.now() / 1000];
  // Three deletions within ten minutes, on two shards, and one of long ago.
  put(0, now - 50 * HOUR, 'long-ago');
  put(0, now - 2 * HOUR, 'first');
  put(1, now - 2 * HOUR + 60, 'second');
  put(0, now - 2 * HOUR + 120, 'third');
  put(1, now - 1 * HOUR, 'read', { eventName: 'ListVpcEndpoints' });
});
afterAll(async () => {
  await logService.close();
  await rm(directory, { recursive: true, force: true });
});

function put(shard: number, seconds: number, eventId: string, changes = {}): void {
  const eventTime = new Date(seconds * 1000).toISOString();
  const event = JSON.stringify(deletion({ eventId, eventTime, ...changes }));
  const time = Math.floor(seconds);
  logService.put(shard, [{ time, contents: { event } }], { receivedAt: time });
}

const scan = (words: readonly string[], more = {}) =>
  cli(
    [
      'scan',
      '--rules=rules.yml',
      `--project=${source.project}`,
      `--logstore=${source.logstore}`,
      `--endpoint=${logService.endpoint}`,
      ...words,
    ],
    { directory, env, interrupted: new AbortController().signal, ...more },
  );

test('what came into the logstore in a range of time is matched, of all shards together', async () => {
  const said = await scan(['--from', '1d', '--matches']);
  expect(said.code).toBe(0);
  const found = said.out.map((line) => JSON.parse(line));
  expect(found.flatMap(({ rule, event }) => (rule === 'deleted' ? [event] : []))).toEqual(
    expect.arrayContaining(['first', 'second', 'third']),
  );
  expect(found.filter(({ rule }) => rule === 'spree')).toMatchObject([
    { correlation: true, events: expect.arrayContaining(['first', 'second', 'third']) },
  ]);
  expect(said.err.at(-1)).toBe('4 records, 0 malformed · 2 rules · 4 matches');
});

test('a longer range reaches further back', async () => {
  const said = await scan(['--from', '7d', '--to', '1d', '--matches']);
  expect(said.out.map((line) => JSON.parse(line).event)).toEqual(['long-ago']);
});

test('without a word more there is a report, of as many days as were asked for', async () => {
  const said = await scan(['--from', '7d', '--json']);
  expect(JSON.parse(said.out.join(''))).toMatchObject({
    days: 7,
    rules: [
      { id: 'deleted', matches: 4, messages: 4 },
      { id: 'spree', matches: 1, messages: 1 },
    ],
  });
  const text = await scan(['--from', '7d']);
  expect(text.out[0]).toMatch(/^2 rules of 2 would have rung/);
});

test('progress goes by the time that was pulled of all shards', async () => {
  const shown: (string | undefined)[] = [];
  await scan(['--from', '7d'], { progress: (line: string | undefined) => shown.push(line) });
  const percents = shown.flatMap(
    (line) =>
      /(\d+) %/
        .exec(line ?? '')
        ?.slice(1)
        .map(Number) ?? [],
  );
  expect(percents.length).toBeGreaterThan(2);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(shown.at(-1)).toBe(undefined);
});

test('project, logstore and endpoint stand in trailbell.yml, whatever else it needs', async () => {
  await writeFile(
    join(directory, 'trailbell.yml'),
    `source: { endpoint: '\${LOG_ENDPOINT}', project: '\${LOG_PROJECT}', logstore: ${source.logstore} }
channels: { slack: { type: slack, webhook: '\${SLACK_WEBHOOK}' } }
`,
  );
  const words = ['scan', '--rules', 'rules.yml', '--from', '7d', '--matches'];
  const more = { directory, interrupted: new AbortController().signal };
  const said = await cli(words, {
    ...more,
    env: { ...env, LOG_ENDPOINT: logService.endpoint, LOG_PROJECT: source.project },
  });
  expect(said.out).toHaveLength(5);
  const lacking = await cli(words, { ...more, env: { ...env, LOG_ENDPOINT: 'x' } });
  expect(lacking.code).toBe(2);
  expect(lacking.err.join('')).toMatch(/LOG_PROJECT/);
});

test.each([
  ['a wrong key', { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI-nobody' }, 1, /Unauthorized/],
  ['no key', { ALIBABA_CLOUD_ACCESS_KEY_ID: '' }, 2, /ALIBABA_CLOUD_ACCESS_KEY_ID/],
])('%s is said', async (_, changes, code, words) => {
  const said = await scan(['--from', '7d'], { env: { ...env, ...changes } });
  expect(said.code).toBe(code);
  expect(said.err.join('\n')).toMatch(words);
  expect(said.err.join('\n')).not.toContain(keys.secret);
});

test('a host that is none of Log Service gets no key', async () => {
  const said = await scan(['--from', '7d', '--endpoint', 'evil.example']);
  expect(said).toMatchObject({ code: 2, out: [] });
});

test('a logstore that cannot be read to its end costs nothing of what was found', async () => {
  const refused = { kind: 'error', status: 403, errorCode: 'Unauthorized' } as const;
  for (const words of [['--json'], ['--matches']]) {
    // The first page of each shard, and no more.
    logService.fail(refused, { on: 'PullLogs', skip: 2 });
    const said = await scan(['--from', '7d', ...words]);
    expect(said.code).toBe(1);
    expect(said.out.join('')).toContain('"deleted"');
    expect(said.err.join('\n')).toMatch(/Unauthorized.*\n.*\d{4}-\d\d-\d\d \d\d:\d\d UTC.*missing/);
    expect(said.err.at(-1)).toMatch(/^incomplete · \d records?, 0 malformed/);
    if (words[0] === '--json') {
      const { isComplete, days } = JSON.parse(said.out.join(''));
      expect(isComplete).toBe(false);
      // As many as were looked at, or each day would seem quieter than it was.
      expect(days).toBeLessThan(7);
    }
  }
});

test('a logstore of which nothing can be read has no report, and is named', async () => {
  const said = await scan(['--from', '7d', '--logstore', 'misspelt_example', '--report']);
  expect(said).toMatchObject({ code: 1, out: [] });
  expect(said.err.join('\n')).toMatch(/example\/misspelt_example at 127.*LogStoreNotExist/);
});

test('a variable that is missing is mended at the terminal, by an option or by setting it', async () => {
  const here = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await writeFile(join(here, 'rules.yml'), rules);
  const words = ['scan', '--rules', 'rules.yml', '--from', '7d'];
  const more = { directory: here, env, interrupted: new AbortController().signal };
  const nowhere = await cli(words, more);
  expect(nowhere).toMatchObject({ code: 2, out: [] });
  expect(nowhere.err.join('\n')).toMatch(/trailbell\.yml.*--project/);
  const source = "{ project: '${LOG_PROJECT}', logstore: '${LOG_LOGSTORE}' }";
  await writeFile(
    join(here, 'trailbell.yml'),
    `source: ${source}\nchannels: { slack: { type: slack, webhook: '\${SLACK_WEBHOOK}' } }\n`,
  );
  const project = await cli(words, more);
  expect(project.err.join('\n')).toMatch(/--project, or set LOG_PROJECT/);
  expect(project.err.join('\n')).not.toMatch(/s\.yaml/);
  const logstore = await cli([...words, '--project', 'example'], more);
  expect(logstore).toMatchObject({ code: 2, out: [] });
  expect(logstore.err.join('\n')).toMatch(/--logstore, or set LOG_LOGSTORE/);
  await rm(here, { recursive: true });
});

test('whoever interrupts gets what was found so far', async () => {
  const interrupt = new AbortController();
  const progress = () => interrupt.abort();
  const said = await scan(['--from', '7d'], { progress, interrupted: interrupt.signal });
  expect(said.code).toBe(130);
  expect(said.out[0]).toMatch(/would have rung/);
});

test('whoever interrupts while Log Service does not answer waits no longer', async () => {
  logService.fail({ kind: 'hang' }, { on: 'PullLogs', times: 50 });
  const interrupt = new AbortController();
  setTimeout(() => interrupt.abort(), 200);
  const said = await scan(['--from', '7d'], { interrupted: interrupt.signal });
  expect(said.code).toBe(130);
});
