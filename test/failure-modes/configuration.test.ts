import { expect, test } from 'vitest';
import { ConfigError } from '../../src/model/config-error.ts';
import type { Project } from '../../src/project.ts';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';
import { useRedis } from '../support/use-redis.ts';
import { interceptVendors, says, times, vendorEnv } from '../support/vendors.ts';
import { contextOf } from '../support/world.ts';

const redis = useRedis();
const vendors = interceptVendors();

const HOUR_MS = 3_600_000;
const dingtalk = { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}' };
const slack = { type: 'slack', webhook: '${SLACK_WEBHOOK}' };
const [plain] = rulesOf(deletedRule).rules;
if (plain === undefined) throw new Error('there is no rule');

test.each<readonly [string, Readonly<Record<string, unknown>>, string, Partial<Project>]>([
  ['an unknown key', { chanels: {} }, 'chanels', {}],
  [
    'a missing secret',
    { channels: { dingtalk, slack: { ...slack, webhook: '${GONE}' } } },
    'GONE',
    {},
  ],
  [
    'a webhook that is none',
    { channels: { dingtalk, slack: { ...slack, webhook: 'x' } } },
    'slack',
    {},
  ],
  ['a channel that no one knows', { route: { channels: ['pager'] } }, 'pager', {}],
  ['a rule that is not there', { rules: { nobody: { enabled: false } } }, 'rules.nobody', {}],
  ['a ledger that is none', { ledger: { redis: 'not a url' } }, 'ledger.redis', {}],
  ['two rules of one id', {}, 'a.yml', { rules: [plain, plain] }],
  ['no rule at all', {}, 'no rule is left', { rules: [], correlations: [] }],
])(
  'failure mode 17: %s fails each call, is told of once, and acknowledges nothing',
  async (_, settings, key, changes) => {
    const world = await openWorld(
      { env: vendorEnv, settings },
      { ...rulesOf(deletedRule), ...changes },
    );
    world.app.initialize();
    const range = world.put([deletion()]);
    for (let call = 0; call < 3; call += 1) {
      await expect(world.trigger(range)).rejects.toBeInstanceOf(ConfigError);
      await world.sleep(60_000);
    }
    await expect(world.sweep()).rejects.toBeInstanceOf(ConfigError);
    expect(world.logService.requests()).toEqual([]);
    expect(vendors.shown('dingtalk')).toEqual([expect.stringContaining(key)]);
    expect(vendors.shown('slack')).toEqual([]);
    expect(world.journaled('notice')).toMatchObject([
      { notice: { kind: 'config-error' }, channel: 'dingtalk' },
    ]);
  },
);

test('failure mode 17: once it is mended the range is told as if nothing had been', async () => {
  const world = await openWorld({ env: vendorEnv, settings: { typo: 1 } }, rulesOf(deletedRule));
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(ConfigError);
  const { typo: _typo, ...mended } = world.project.config as Record<string, unknown>;
  const instance = world.openApp({ project: { ...world.project, config: mended } });
  expect(JSON.parse(await world.trigger(range, 0, instance))).toMatchObject({ delivered: 2 });
});

test('failure mode 17: who still has not mended it hears of it again after hours', async () => {
  const world = await openWorld({ env: vendorEnv, settings: { typo: 1 } });
  const range = world.put([deletion()]);
  for (let hour = 0; hour < 10; hour += 1) {
    await expect(world.trigger(range)).rejects.toBeInstanceOf(ConfigError);
    await world.sleep(HOUR_MS);
  }
  expect(vendors.shown('dingtalk')).toHaveLength(3);
});

test('failure mode 17: where the first channel does not take it, the next one is told', async () => {
  const world = await openWorld({ env: vendorEnv, settings: { typo: 1 } });
  vendors.answerWith('dingtalk', ...times(9, says(403)));
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(ConfigError);
  expect(vendors.shown('slack')).toEqual([expect.stringContaining('typo')]);
});

test('failure mode 17: where no channel is right the calls fail all the same', async () => {
  const settings = { channels: { slack: { ...slack, webhook: 'https://evil.example' } } };
  const world = await openWorld({ env: vendorEnv, settings });
  await expect(world.trigger(world.put([deletion()]))).rejects.toBeInstanceOf(ConfigError);
  expect(world.journaled('notice')).toMatchObject([{ channel: undefined }]);
  expect(vendors.strangers()).toEqual([]);
});

redis.test('failure mode 17: instances that share a ledger tell of it once', async () => {
  const settings = { ledger: redis.ledger(), typo: 1 };
  const world = await openWorld({ env: vendorEnv, settings });
  const range = world.put([deletion()]);
  for (let instance = 0; instance < 3; instance += 1) {
    await expect(world.trigger(range, 0, world.openApp())).rejects.toBeInstanceOf(ConfigError);
  }
  expect(vendors.shown('dingtalk')).toHaveLength(1);
});

test.each([
  [
    'channels',
    { s: { type: 'slack', 'webhook:https://hooks.slack.com/services/T0/B0/SECRET': null } },
  ],
  ['ledger', { 'redis:rediss://u:SECRET@h': null }],
  ['https://hooks.slack.com/services/T0/B0/SECRET', null],
])(
  'failure mode 17: a secret that stands in the place of a key of %s is told to nobody',
  async (key, value) => {
    const world = await openWorld({ env: vendorEnv, settings: { [key]: value } });
    const error: unknown = await world
      .trigger(world.put([deletion()]))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    const all = [String(error), JSON.stringify(world.journal), ...vendors.shown('dingtalk')].join();
    expect(all).toContain('colon');
    expect(all).not.toContain('SECRET');
  },
);

test('what is wrong with the configuration of a call by hand is told to whoever called', async () => {
  const world = await openWorld({ env: vendorEnv, settings: { typo: 1 } });
  const letter = { kind: 'range', id: '1', time: new Date(), reason: '', attempts: 1 } as const;
  const range = { logstore: 'x', shard: 0, beginCursor: '', endCursor: '' };
  await expect(world.app.redrive({ ...letter, ...range }, contextOf())).rejects.toThrow(
    ConfigError,
  );
  expect(vendors.posted('dingtalk')).toEqual([]);
});
