import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/json-schema.ts';
import { readYaml } from '../../src/config/read-yaml.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { ConfigError } from '../../src/model/config-error.ts';

const source = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: 'example',
  logstore: 'actiontrail_example',
};
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const channels = { oncall: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' } };

test('what is left out has a default', () => {
  expect(resolveConfig({ source, channels }, {})).toEqual({
    source,
    channels,
    locale: 'en',
    timezone: 'Asia/Shanghai',
    accounts: {},
    rules: {},
    route: {},
    time_intervals: {},
    silences: [],
    record_only: [],
    ledger: { prefix: 'trailbell', remember: DAY_MS },
    delivery: { attempts: 10, max_age: HOUR_MS, late_after: 6 * HOUR_MS },
    web: { url: '', keys: [], slack_signing_secrets: [] },
    watch: { heartbeat: '' },
  });
});

test('durations are read with their units', () => {
  const rules = { a: { repeat_interval: '90s' } };
  const ledger = { remember: '7d' };
  const value = { source, channels, route: { repeat_interval: '30m' }, rules, ledger };
  expect(resolveConfig(value, {})).toMatchObject({
    route: { repeat_interval: HOUR_MS / 2 },
    rules: { a: { repeat_interval: 90_000 } },
    ledger: { remember: 7 * DAY_MS },
  });
});

test('places that come to nothing are as if they were not there', () => {
  const dead_letters = { logstore: '${NOWHERE:-}' };
  expect(resolveConfig({ source, channels, dead_letters }, {})).toMatchObject({
    dead_letters: { logstore: '' },
  });
});

test('a key whose entries are all commented out is as if it were not there', () => {
  expect(resolveConfig({ source, channels, rules: null, accounts: null }, {})).toMatchObject({
    rules: {},
    accounts: {},
  });
});

test('references are read from the environment, and may have a stand-in', () => {
  const value = {
    source: { ...source, project: '${P}', logstore: 'actiontrail_${NAME:-main}' },
    channels,
  };
  expect(resolveConfig(value, { P: 'mine' }).source).toMatchObject({
    project: 'mine',
    logstore: 'actiontrail_main',
  });
});

test.each([
  [
    'a missing variable',
    { source, channels: { a: { type: 'slack', webhook: '${HOOK}' } } },
    'channels.a.webhook',
    /HOOK/,
  ],
  [
    'a duration without its unit',
    { source, channels, route: { repeat_interval: '30' } },
    'route.repeat_interval',
    /30s, 10m, 4h or 7d/,
  ],
  [
    'two places for dead letters',
    { source, channels, dead_letters: { logstore: 'letters', file: 'letters.ndjson' } },
    'dead_letters',
    /both/,
  ],
  [
    'a name that no logstore can have',
    { source, channels, history: { logstore: 'No Such' } },
    'history.logstore',
    /logstore/,
  ],
  ['an unknown key at the top', { source, channels, chanels: {} }, 'chanels', /channels/],
  [
    'an unknown key of a channel',
    { source, channels: { a: { type: 'slack', webhok: 'x' } } },
    'channels.a.webhok',
    /webhook/,
  ],
  [
    'a missing key',
    { source: { ...source, project: undefined }, channels },
    'source.project',
    /is missing.*a text/,
  ],
  ['a wrong type', { source, channels, accounts: 'x' }, 'accounts', /is a text.*accounts: \{ \d+:/],
  ['a list for a text', { source, channels, timezone: [] }, 'timezone', /is a list.*a text/],
  ['a text for a map', { source, channels, delivery: 'x' }, 'delivery', /attempts, max_age/],
  ['a text for a switch', withRule({ enabled: 'no' }), 'rules.x.enabled', /true or false/],
  [
    'a number for a text',
    { source, channels, accounts: { '1234567890123456': 5 } },
    'accounts.1234567890123456',
    /is a number.*quotes/,
  ],
  [
    'a duration that is a number',
    { source, channels, ledger: { remember: 30 } },
    'ledger.remember',
    /with a unit: 30s, 30m or 4h/,
  ],
  ['an unknown locale', { source, channels, locale: 'fr' }, 'locale', /en or zh/],
  ['an unknown time zone', { source, channels, timezone: 'Mars/Base' }, 'timezone', /IANA/],
  [
    'an unknown type of channel',
    { source, channels: { a: { type: 'pigeon' } } },
    'channels.a.type',
    /dingtalk, feishu, pagerduty, slack, teams, webhook or wecom$/,
  ],
  [
    'a misspelt type of channel',
    { source, channels: { a: { type: 'slak' } } },
    'channels.a.type',
    /Did you mean slack/,
  ],
  [
    'a channel without a type',
    { source, channels: { a: { webhook: 'x' } } },
    'channels.a.type',
    /is missing.*wecom/,
  ],
  [
    "a key of another type's",
    { source, channels: { a: { ...channels.oncall, at: {} } } },
    'channels.a.at',
    /Known are type, webhook, locale, interactive$/,
  ],
  [
    'a key that is near to none of its neighbours',
    { source, channels, foo: 1 },
    'foo',
    /Known are source, .*route/,
  ],
  [
    "the last release's repeat_interval",
    { source, channels, repeat_interval: '1h' },
    'repeat_interval',
    /under route$/,
  ],
  [
    'a key that may stand in several places',
    { source, channels, logstore: 'x' },
    'logstore',
    /under source, dead_letters or history$/,
  ],
  ["a list's key", { source, channels, match: {} }, 'match', /entry of route\.routes or silences$/],
  [
    'a project that is no project',
    { source: { ...source, project: 'evil.example/' }, channels },
    'source.project',
    /project/,
  ],
  ['no channel', { source, channels: {} }, 'channels', /channel/],
  [
    'a bad name of a channel',
    { source, channels: { 'On Call': channels.oncall } },
    'channels',
    /lower-case/,
  ],
  ['an empty file', null, 'trailbell.yml', /is empty.*source, .*channels/],
  [
    'an unknown level',
    { source, channels, rules: { x: { level: 'loud' } } },
    'rules.x.level',
    /critical/,
  ],
])('%s is an error that names the key and the mend', (_, value, key, mend) => {
  const error = errorOf(() => resolveConfig(value, {}));
  expect(error.key).toBe(key);
  expect(error.message).toMatch(mend);
});

test.each(['group_by', 'min_level', 'mute_time_intervals', 'routes'])(
  '%s at the top is sent to the route',
  (key) => {
    const value = { source, channels, [key]: [] };
    expect(errorOf(() => resolveConfig(value, {})).message).toMatch(/under route$/);
  },
);

test("the mend says what a channel's key is for", () => {
  const value = { source, channels: { a: { type: 'slack' } } };
  expect(errorOf(() => resolveConfig(value, {})).message).toMatch(/is missing.*webhook/);
});

test('no error repeats a value: it may be a secret', () => {
  const value = { source, channels: { a: { type: 'slack', webhook: ['${HOOK}'] } } };
  const error = errorOf(() => resolveConfig(value, { HOOK: 'https://hooks.slack.com/s3cret' }));
  expect(error.message).not.toContain('s3cret');
});

test('a mistake in the YAML is told with its line', () => {
  const error = errorOf(() => readYaml('source:\n  project: "half\n', 'trailbell.yml'));
  expect(error.key).toMatch(/^trailbell\.yml:\d+$/);
});

test('account ids keep all their digits', () => {
  expect(readYaml('accounts:\n  9999999999999999: production\n', 'trailbell.yml')).toEqual({
    accounts: { '9999999999999999': 'production' },
  });
});

test('the trailbell.yml that is shipped is valid', () => {
  const env = {
    LOG_PROJECT: 'example',
    LOG_LOGSTORE: 'actiontrail_example',
    DINGTALK_WEBHOOK: 'd',
    SLACK_WEBHOOK: 's',
  };
  const shipped = readYaml(readFileSync('trailbell.yml', 'utf8'), 'trailbell.yml');
  expect(Object.keys(resolveConfig(shipped, env).channels)).toEqual(['dingtalk', 'slack']);
});

test("the editor's schema in docs/ is the one that the code checks by", () => {
  const shipped: unknown = JSON.parse(readFileSync('docs/trailbell.schema.json', 'utf8'));
  expect(shipped).toEqual(configSchema());
});

test('an editor finds nothing to mark in the trailbell.yml that is shipped', () => {
  const validate = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    formats: { 'date-time': true },
  }).compile(configSchema());
  const shipped = readYaml(readFileSync('trailbell.yml', 'utf8'), 'trailbell.yml');
  expect(validate(shipped), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ source: {} })).toBe(false);
});

function withRule(changes: object): object {
  return { source, channels, rules: { x: changes } };
}

function errorOf(call: () => unknown): ConfigError {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}
