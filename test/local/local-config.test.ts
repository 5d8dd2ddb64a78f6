import { expect, test } from 'vitest';
import { localConfig, realChannels } from '../../src/local/local-config.ts';

const places = {
  source: { endpoint: '127.0.0.1:1', project: 'local-project', logstore: 'actiontrail_local' },
  inbox: { slack: { webhook: 'http://127.0.0.1:2/slack', interactive: true } },
  locale: undefined,
  deadLetters: 'dead-letters.ndjson',
  web: { url: 'http://127.0.0.1:3' },
};

const slack = { type: 'slack', webhook: '${SLACK_WEBHOOK}' };

test('what is deployed is left alone: its Redis, its heartbeat, its pages, its functions', () => {
  const deployed = {
    channels: { slack },
    ledger: { redis: '${REDIS_URL}', remember: '2d' },
    watch: { heartbeat: '${HEARTBEAT_URL}', shard_fails_for: '1h' },
    web: { url: '${WEB_URL}', keys: ['${WEB_KEY}'] },
    compute: { region: '${REGION}' },
  };
  const local = localConfig(deployed, {}, places);
  expect(JSON.stringify(local)).not.toContain('${');
  expect(local).toMatchObject({
    ledger: { remember: '2d' },
    watch: { shard_fails_for: '1h', no_records_for: '0s' },
    web: places.web,
  });
});

test('where nobody is there to answer, nothing is offered and nothing is watched', () => {
  const deployed = {
    channels: { slack: { ...slack, interactive: true } },
    watch: { no_records_for: '1h' },
    web: { url: '${WEB_URL}' },
  };
  const inbox = { slack: { webhook: 'http://127.0.0.1:2/slack' } };
  const local = localConfig(deployed, {}, { ...places, inbox, web: undefined });
  expect(local).not.toHaveProperty('web');
  expect(local).not.toHaveProperty('watch');
  expect(local).toHaveProperty('channels.slack', { type: 'slack', ...inbox.slack });
});

test('a Slack that is real has links in place of buttons, which lead to what is deployed', () => {
  const deployed = { channels: { slack: { ...slack, interactive: true }, other: slack } };
  const env = { SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/example' };
  expect(realChannels(deployed, env)).toEqual(['slack', 'other']);
  expect(localConfig(deployed, env, places)).toHaveProperty('channels', { slack, other: slack });
});
