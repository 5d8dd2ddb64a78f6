import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { ConfigError } from '../../src/model/config-error.ts';
import {
  at,
  codesOf,
  config,
  expectNoSecret,
  lacks,
  mendOf,
  NOW,
  records,
  refused,
  shards,
  usePatient,
} from './patient.ts';

const { server, look } = usePatient();

test('where all is right, all of Log Service is fine', async () => {
  const findings = await look();
  for (const check of ['credentials', 'clock', 'logstore', 'shards', 'records'] as const) {
    expect(codesOf(findings, check)).toEqual(['ok']);
  }
  for (const check of ['dead-letters', 'history'] as const) {
    expect(codesOf(findings, check)).toEqual(['ok']);
  }
  expectNoSecret(findings);
});

const refusals = [
  ['an unknown key', 401, 'Unauthorized', 'credentials', 'key-refused', 'ACCESS_KEY_ID'],
  [
    'a key that is switched off',
    401,
    'InvalidAccessKeyId',
    'credentials',
    'key-refused',
    'ACCESS_KEY_ID',
  ],
  ['a wrong secret', 401, 'SignatureNotMatch', 'credentials', 'secret-wrong', 'ACCESS_KEY_SECRET'],
  ['an old token', 401, 'SecurityTokenExpired', 'credentials', 'token-expired', 'SECURITY_TOKEN'],
  [
    "another key's token",
    401,
    'SecurityTokenInvalid',
    'credentials',
    'token-refused',
    'SECURITY_TOKEN',
  ],
  ['a wrong clock', 400, 'RequestTimeExpired', 'clock', 'clock-wrong', 'NTP'],
  ['a clock too far off', 403, 'RequestTimeTooSkewed', 'clock', 'clock-wrong', 'NTP'],
  ['no such project', 404, 'ProjectNotExist', 'logstore', 'project-missing', 'source.project'],
  ['no such logstore', 404, 'LogStoreNotExist', 'logstore', 'logstore-missing', 'source.logstore'],
  ['a broken service', 500, 'InternalServerError', 'logstore', 'not-answering', 'source.endpoint'],
] as const;

test.each(refusals)('%s is found', async (_, status, code, check, found, mend) => {
  server.use(http.get(at.shards, refused(status, code)));
  const findings = await look();
  expect(codesOf(findings, check)).toContain(found);
  expect(mendOf(findings, check)).toContain(mend);
  expect(codesOf(findings, 'records')).toEqual(['skipped']);
  // Whoever looks further is not kept from it.
  expect(codesOf(findings, 'trigger')).toEqual(['ok']);
  expectNoSecret(findings);
});

test('what the key may not do is named, with the statement that allows it', async () => {
  server.use(http.get(at.shards, lacks('log:ListShards')));
  const findings = await look();
  expect(codesOf(findings, 'credentials')).toEqual(['ok']);
  expect(codesOf(findings, 'logstore')).toEqual(['permission-missing']);
  const [statement] = /\{.*\}/.exec(mendOf(findings, 'logstore')) ?? [];
  expect(JSON.parse(statement ?? '')).toEqual({
    Effect: 'Allow',
    Action: 'log:ListShards',
    Resource: 'acs:log:*:*:project/example-project/logstore/actiontrail_example',
  });
});

test('a key that may list the shards and not read them is told of the other action', async () => {
  server.use(http.get(at.cursor, lacks('log:GetCursorOrData')));
  const findings = await look();
  expect(codesOf(findings, 'shards')).toEqual(['ok']);
  expect(codesOf(findings, 'records')).toEqual(['permission-missing']);
  expect(mendOf(findings, 'records')).toContain('log:GetCursorOrData');
});

test('without a key all that takes one is left out, and says so', async () => {
  const missing = new ConfigError('ALIBABA_CLOUD_ACCESS_KEY_ID', 'is not set', 'Set it');
  const findings = await look({ credentials: missing });
  expect(codesOf(findings, 'credentials')).toEqual(['credentials-unset']);
  for (const check of ['logstore', 'shards', 'records', 'history', 'function'] as const) {
    expect(codesOf(findings, check)).toEqual(['skipped']);
  }
});

test('a clock that is minutes off is a warning', async () => {
  const findings = await look({ now: () => NOW + 5 * 60_000 });
  expect(codesOf(findings, 'clock')).toEqual(['clock-off']);
});

test('an endpoint that is none is told of, and is not asked', async () => {
  const source = { ...config.source, endpoint: 'logs.example.com' };
  const findings = await look({ settings: { source } });
  expect(codesOf(findings, 'logstore')).toEqual(['config-wrong']);
});

test('a logstore that is not named like a trail is a warning', async () => {
  const findings = await look({ settings: { source: { ...config.source, logstore: 'app-logs' } } });
  expect(codesOf(findings, 'logstore')).toEqual(['no-trail']);
  expect(mendOf(findings, 'logstore')).toContain('source.logstore');
});

test('shards that were split are counted apart, and where none is left it is a fault', async () => {
  server.use(shards('readwrite', 'readonly'));
  expect(codesOf(await look(), 'shards')).toEqual(['ok']);
  server.use(shards('readonly', 'readonly'));
  expect(codesOf(await look(), 'shards')).toEqual(['shards-readonly']);
});

test.each([
  ['two minutes ago', 120, {}, 'ok'],
  ['ten hours ago', 36_000, {}, 'records-late'],
  ['ten hours ago, where that is usual', 36_000, { watch: { no_records_for: '2d' } }, 'ok'],
  ['ten hours ago, where nobody watches', 36_000, { watch: { no_records_for: '0s' } }, 'ok'],
  ['a week ago', 7 * 86_400, {}, 'records-stopped'],
])('records that came in last %s are judged', async (_, secondsAgo, settings, code) => {
  server.use(records(secondsAgo));
  const findings = await look({ settings });
  expect(codesOf(findings, 'records')).toEqual([code]);
  if (code !== 'ok') expect(mendOf(findings, 'records')).toContain('ActionTrail');
});

test('a logstore without any record says so', async () => {
  server.use(http.get(at.cursor, () => HttpResponse.json({ cursor: 'MTAw' })));
  const [found] = (await look()).filter(({ check }) => check === 'records');
  expect(found).toMatchObject({ code: 'records-stopped', message: 'the logstore is empty' });
});

const onlyOf = (missing: string, answer: ReturnType<typeof refused>) =>
  http.get(at.shards, ({ params }) =>
    params['logstore'] === missing ? answer() : HttpResponse.json([{ shardID: 0 }]),
  );

test('a logstore for dead letters that is not there is a fault', async () => {
  server.use(onlyOf('trailbell-deadletters', refused(404, 'LogStoreNotExist')));
  const findings = await look();
  expect(codesOf(findings, 'dead-letters')).toEqual(['logstore-missing']);
  expect(mendOf(findings, 'dead-letters')).toContain('dead_letters.logstore');
  expect(codesOf(findings, 'history')).toEqual(['ok']);
});

test('one that the key may not look at is left out, with the statement that allows it', async () => {
  server.use(onlyOf('trailbell-history', lacks('log:ListShards')));
  const [found] = (await look()).filter(({ check }) => check === 'history');
  expect(found).toMatchObject({
    code: 'skipped',
    message: expect.stringContaining('trailbell-history'),
  });
});

test('nothing is written to the logstore of the trail', async () => {
  const findings = await look({ settings: { history: { logstore: 'actiontrail_example' } } });
  expect(codesOf(findings, 'history')).toEqual(['store-is-trail']);
  expect(mendOf(findings, 'history')).toContain('history.logstore');
});

test.each([
  ['nowhere', {}],
  ['in a file', { file: 'letters.ndjson' }],
])('dead letters that are kept %s are a warning', async (_, place) => {
  const findings = await look({ settings: { dead_letters: place } });
  expect(codesOf(findings, 'dead-letters')).toEqual(['nothing-kept']);
  expect(mendOf(findings, 'dead-letters')).toContain('DEAD_LETTERS');
});
