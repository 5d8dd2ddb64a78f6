import { expect, test } from 'vitest';
import { resolveParts } from '../../src/config/resolve-parts.ts';

const source = { endpoint: 'cn-hangzhou.log.aliyuncs.com', project: 'example', logstore: 'trail' };
const slack = { type: 'slack', webhook: '${SLACK_WEBHOOK}' };
const value = {
  source,
  channels: { slack },
  ledger: { redis: '${REDIS_URL}' },
  web: { url: '${WEB_URL}', keys: ['${WEB_KEY}'] },
  watch: { heartbeat: '${HEARTBEAT_URL}' },
};

test('a part is resolved without the variables of the others, whatever they have to look like', () => {
  expect(resolveParts(value, {}, ['source'])).toMatchObject({ source });
  const env = {
    REDIS_URL: 'redis://127.0.0.1/0',
    WEB_URL: 'https://alerts.example.com',
    WEB_KEY: 'x'.repeat(44),
  };
  const { web, ledger } = resolveParts(value, env, ['web', 'ledger']);
  expect(web).toMatchObject({ url: env.WEB_URL, keys: [env.WEB_KEY] });
  expect(ledger).toMatchObject({ redis: env.REDIS_URL });
});

test('what is asked for needs its own variables, and is checked', () => {
  expect(() => resolveParts(value, {}, ['web'])).toThrow(/WEB_URL/);
  const env = { WEB_URL: 'https://alerts.example.com', WEB_KEY: 'short' };
  expect(() => resolveParts(value, env, ['web'])).toThrow(/web\.keys/);
});
