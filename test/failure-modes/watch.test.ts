import { expect, test } from 'vitest';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { ConfigError } from '../../src/model/config-error.ts';
import { deletion } from '../support/audit-event.ts';
import { accepted, madeUpFetch } from '../support/made-up-fetch.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';
import { useRedis } from '../support/use-redis.ts';
import type { World } from '../support/world.ts';

const redis = useRedis();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const dead = { kind: 'answer', answer: { status: 403, body: 'invalid_token' } } as const;

const openWatched = (settings: Readonly<Record<string, unknown>> = {}) =>
  openWorld({ shared: true, settings }, rulesOf(deletedRule));

const QUIET = 'No records from ActionTrail';
const QUIET_OVER = 'Records from ActionTrail come in again';

/** What the timer does on its own for so long. Nobody else is called meanwhile. */
async function sweepFor(world: World, ms: number, everyMs = 10 * MINUTE_MS): Promise<void> {
  for (let passed = 0; passed < ms; passed += everyMs) {
    await world.sleep(everyMs);
    await world.sweep();
  }
}

const saying = (world: World, text: string): number =>
  world.shown('dingtalk').filter((words) => words.includes(text)).length;

test('failure mode 21: where the trigger has stopped, the timer alone tells people, again and again, and that it is over', async () => {
  const world = await openWatched();
  await world.deliver([deletion()]);
  await sweepFor(world, 5 * HOUR_MS + 50 * MINUTE_MS);
  expect(saying(world, QUIET)).toBe(0);
  await sweepFor(world, 10 * MINUTE_MS);
  expect(saying(world, QUIET)).toBe(1);
  await sweepFor(world, 3 * HOUR_MS);
  expect(saying(world, QUIET)).toBe(1);
  await sweepFor(world, HOUR_MS);
  expect(saying(world, QUIET)).toBe(2);

  await world.deliver([deletion({ eventId: 'event-2' })]);
  await sweepFor(world, HOUR_MS);
  expect(saying(world, QUIET_OVER)).toBe(1);
  await sweepFor(world, 5 * HOUR_MS);
  expect(saying(world, QUIET)).toBe(3);
});

test('failure mode 21: where nothing ever came, people are told after as long', async () => {
  const world = await openWatched();
  await sweepFor(world, 6 * HOUR_MS);
  expect(saying(world, QUIET)).toBe(0);
  await sweepFor(world, 10 * MINUTE_MS);
  expect(saying(world, 'No call of the function detect is on record')).toBe(1);
  expect(world.journaled('notice')).toMatchObject([
    { notice: { kind: 'no-records' }, channel: 'dingtalk' },
  ]);
});

test('failure mode 21: where the trail is disabled, calls without records are no sign of life', async () => {
  const world = await openWatched();
  const { end } = world.put([deletion()]);
  for (let hour = 0; hour < 6; hour += 1) {
    await world.trigger({ begin: end, end });
    await sweepFor(world, HOUR_MS + MINUTE_MS);
  }
  expect(saying(world, QUIET)).toBe(1);
  expect(saying(world, 'was last called at')).toBe(1);
});

test('failure mode 21: how long is too long is a setting', async () => {
  const world = await openWatched({ watch: { no_records_for: '30m' } });
  await world.deliver([deletion()]);
  await sweepFor(world, 30 * MINUTE_MS);
  expect(saying(world, QUIET)).toBe(1);
  const never = await openWatched({ watch: { no_records_for: '0s' } });
  await never.deliver([deletion()]);
  await sweepFor(never, 48 * HOUR_MS, HOUR_MS);
  expect(saying(never, QUIET)).toBe(0);
});

test('failure mode 21: a shard whose calls fail is told of with the reason, and when it goes on', async () => {
  const world = await openWatched();
  const range = world.put([deletion()], 1);
  const forbidden = { kind: 'error', status: 403, errorCode: 'Unauthorized' } as const;
  for (let minute = 0; minute < 40; minute += 10) {
    world.logService.fail(forbidden, { on: 'PullLogs' });
    await expect(world.trigger(range, 1)).rejects.toThrow();
    await sweepFor(world, 10 * MINUTE_MS);
  }
  expect(saying(world, 'Shard 1 stands still')).toBe(1);
  expect(saying(world, 'Unauthorized')).toBe(1);
  await world.trigger(range, 1);
  await sweepFor(world, HOUR_MS);
  expect(saying(world, 'Shard 1 goes on again')).toBe(1);
});

test('failure mode 21: that a shard goes on is told while its next call is under way', async () => {
  const world = await openWatched();
  const hung = world.openApp({ fetch: () => new Promise(() => {}) });
  world.trigger(world.put([deletion()]), 0, hung).catch(() => {});
  await expect.poll(() => world.logService.requests().length).toBeGreaterThan(0);
  await sweepFor(world, 40 * MINUTE_MS);
  expect(saying(world, 'Shard 0 stands still')).toBe(1);
  await world.deliver([deletion({ eventId: 'event-2' })]);
  await world.sleep(MINUTE_MS);
  const before = world.logService.requests().length;
  world.trigger(world.put([deletion({ eventId: 'event-3' })]), 0, hung).catch(() => {});
  await expect.poll(() => world.logService.requests().length).toBeGreaterThan(before);
  await world.sweep();
  expect(saying(world, 'Shard 0 goes on again')).toBe(1);
});

test('failure mode 21: a shard whose calls do not even end is told of', async () => {
  const world = await openWatched();
  const hung = world.openApp({ fetch: () => new Promise(() => {}) });
  world.trigger(world.put([deletion()]), 0, hung).catch(() => {});
  await expect.poll(() => world.logService.requests().length).toBeGreaterThan(0);
  await sweepFor(world, 40 * MINUTE_MS);
  expect(saying(world, 'Shard 0 stands still')).toBe(1);
  expect(saying(world, 'do not even end')).toBe(1);
});

test('failure mode 21: a channel that takes nothing is told of on another, and is asked itself first', async () => {
  const world = await openWatched();
  world.inbox.answerWith('slack', dead, 1_000);
  await world.deliver([deletion()]);
  await sweepFor(world, 5 * HOUR_MS);
  expect(saying(world, 'Channel slack takes no messages')).toBe(2);
  expect(world.shown('slack')).toEqual([]);
});

test('failure mode 21: a channel that was mended meanwhile is not told of, but hears that it was', async () => {
  const world = await openWatched();
  world.inbox.answerWith('slack', dead, 2);
  await world.deliver([deletion()]);
  await sweepFor(world, 50 * MINUTE_MS);
  expect(saying(world, 'Channel slack takes no messages')).toBe(0);
  expect(world.shown('slack')).toEqual([
    expect.stringContaining('Channel slack takes messages again'),
  ]);
  await sweepFor(world, 30 * MINUTE_MS);
  expect(world.shown('slack')).toHaveLength(2);
  expect(world.shown('slack')[1]).toContain('DeleteVpcEndpointService');
});

test('failure mode 21: what is only out of sight is not said to be over', async () => {
  const world = await openWatched({ watch: { no_records_for: '0s' } });
  const forbidden = { kind: 'error', status: 403, errorCode: 'Unauthorized' } as const;
  world.inbox.answerWith('slack', dead, 1_000);
  await world.deliver([deletion()]);
  world.logService.fail(forbidden, { on: 'PullLogs' });
  await expect(world.trigger(world.put([deletion()], 1), 1)).rejects.toThrow();
  await sweepFor(world, HOUR_MS);
  expect(saying(world, 'Shard 1 stands still')).toBe(1);
  expect(saying(world, 'Channel slack takes no messages')).toBe(1);
  const { dingtalk } = world.config.channels;
  // The trigger is paused, and the channel removed.
  await world.sleep(24 * HOUR_MS);
  await world.sweep(world.openApp({ settings: { channels: { dingtalk } } }));
  expect(saying(world, 'goes on again')).toBe(0);
  expect(saying(world, 'takes messages again')).toBe(0);
});

test('failure mode 21: that it is over is said once a channel takes it', async () => {
  const world = await openWatched();
  await world.sweep();
  await sweepFor(world, 6 * HOUR_MS, HOUR_MS);
  expect(saying(world, QUIET)).toBe(1);
  await world.deliver([deletion()]);
  world.inbox.answerWith('dingtalk', dead);
  world.inbox.answerWith('slack', dead);
  await world.sweep();
  expect(saying(world, QUIET_OVER)).toBe(0);
  await sweepFor(world, HOUR_MS);
  expect(saying(world, QUIET_OVER)).toBe(1);
});

test('failure mode 21: two sweeps at once tell once', async () => {
  const world = await openWatched();
  await world.sweep();
  await world.sleep(6 * HOUR_MS);
  const others = Array.from({ length: 4 }, () => world.openApp());
  await Promise.all(others.map((instance) => world.sweep(instance)));
  expect(saying(world, QUIET)).toBe(1);
});

test('failure mode 21: where no channel takes it, it is tried again after ten minutes', async () => {
  const world = await openWatched();
  await world.sweep();
  await world.sleep(6 * HOUR_MS);
  world.inbox.answerWith('dingtalk', dead);
  world.inbox.answerWith('slack', dead);
  expect(await world.sweep()).toMatchObject({ troubles: 1, notices: 0 });
  await world.sleep(9 * MINUTE_MS);
  expect(await world.sweep()).toMatchObject({ troubles: 1, notices: 0 });
  await world.sleep(MINUTE_MS);
  expect(await world.sweep()).toMatchObject({ troubles: 1, notices: 1 });
});

redis.test('failure mode 21: what detect leaves in a Redis is watched over', async () => {
  const world = await openWorld({ settings: { ledger: redis.ledger() } }, rulesOf(deletedRule));
  await world.deliver([deletion()]);
  expect(await world.sweep(world.openApp())).toMatchObject({ troubles: 0 });
  await world.sleep(6 * HOUR_MS);
  expect(await world.sweep(world.openApp())).toMatchObject({ troubles: 1, notices: 1 });
  expect(await world.sweep(world.openApp())).toMatchObject({ troubles: 1, notices: 0 });
  expect(saying(world, QUIET)).toBe(1);
});

test('failure mode 21: without a shared ledger nothing is watched, and who asks for it is told', async () => {
  const world = await openWorld({}, rulesOf(deletedRule));
  await sweepFor(world, 12 * HOUR_MS, HOUR_MS);
  expect(world.shown('dingtalk')).toEqual([]);
  const asking = world.openApp({ settings: { watch: { no_records_for: '1h' } } });
  await expect(world.sweep(asking)).rejects.toBeInstanceOf(ConfigError);
  expect(world.shown('dingtalk')).toEqual([expect.stringContaining('ledger.redis')]);
});

const HEARTBEAT = 'https://hc.example.com/secret-check';

/** An instance whose heartbeats are counted. */
function beating(world: World, status = 200) {
  const beats: string[] = [];
  const instance = world.openApp({
    settings: { watch: { heartbeat: HEARTBEAT } },
    fetch: madeUpFetch((url) => {
      if (url.href !== HEARTBEAT) return accepted(url);
      beats.push(url.href);
      return { status, body: '' };
    }),
  });
  return { beats, instance };
}

test('failure mode 21: the heartbeat is sent while nothing is wrong, and withheld while anything is', async () => {
  const world = await openWatched();
  const { beats, instance } = beating(world);
  await world.deliver([deletion()]);
  expect(await world.sweep(instance)).toMatchObject({ heartbeat: 'sent' });
  await world.sleep(6 * HOUR_MS);
  expect(await world.sweep(instance)).toMatchObject({ heartbeat: 'withheld', troubles: 1 });
  await world.deliver([deletion({ eventId: 'event-2' })]);
  expect(await world.sweep(instance)).toMatchObject({ heartbeat: 'sent', troubles: 0 });
  expect(beats).toHaveLength(2);
  expect(await world.sweep()).toMatchObject({ heartbeat: 'none' });
});

test('failure mode 21: a heartbeat that fails costs the sweep nothing, and its URL is in no log', async () => {
  const world = await openWatched();
  const { instance } = beating(world, 404);
  expect(await world.sweep(instance)).toMatchObject({ heartbeat: 'failed' });
  expect(world.journaled('heartbeat-failed')).toEqual([
    { kind: 'heartbeat-failed', reason: 'HTTP 404' },
  ]);
  expect(JSON.stringify(world.journal)).not.toContain('secret');
});

test('failure mode 21: where the ledger is away no heartbeat is sent, and the sweep fails', async () => {
  const world = await openWatched();
  const { beats, instance } = beating(world);
  const down = world.openApp({
    settings: { watch: { heartbeat: HEARTBEAT } },
    store: {
      cells: () => ({ change: () => Promise.reject(new LedgerDownError('away')) }),
      wasLost: () => false,
      rest: async () => {},
    },
  });
  await expect(world.sweep(down)).rejects.toBeInstanceOf(LedgerDownError);
  expect(world.journaled('sweep')).toMatchObject([{ heartbeat: 'withheld' }]);
  expect(world.journaled('sweep-failed').map(({ part }) => part)).toContain('watch');
  expect(beats).toEqual([]);
  await world.sweep(instance);
  expect(beats).toHaveLength(1);
});

const own = [
  ['the trail is stopped', 'Actiontrail', 'StopLogging', { Name: 'example' }],
  ['the trail is deleted', 'Actiontrail', 'DeleteTrail', { Name: 'example' }],
  ['the trail is changed', 'Actiontrail', 'UpdateTrail', { Name: 'example', EventRW: 'Read' }],
  ['a function of 3.0 is deleted', 'Fc', 'DeleteFunction', { functionName: 'trailbell-detect' }],
  [
    'a function of 2.0 is deleted',
    'fc',
    'DeleteFunction',
    { serviceName: 'trailbell', functionName: 'trailbell-detect' },
  ],
  [
    'its trigger is deleted by the API of 3.0',
    'fc-open',
    'DeleteTrigger',
    { path: '/2023-03-30/functions/trailbell-detect/triggers/trail' },
  ],
  [
    'its trigger is deleted by the API of 2.0',
    'Fc',
    'DeleteTrigger',
    { path: '/2021-04-06/services/trailbell/functions/trailbell-detect/triggers/trail' },
  ],
  ['its service of 2.0 gets another role', 'Fc', 'UpdateService', { serviceName: 'trailbell' }],
  [
    'its trigger is paused',
    'Fc',
    'UpdateTrigger',
    { functionName: 'trailbell-detect', triggerName: 'trail' },
  ],
  ['it gets other code', 'Fc', 'UpdateFunction', { functionName: 'trailbell-sweep' }],
  ['it may have no instance', 'Fc', 'PutConcurrencyConfig', { functionName: 'trailbell-detect' }],
  ['its logstore is deleted', 'Log', 'DeleteLogStore', { logstoreName: 'actiontrail_example' }],
  ['its logstore is cleared', 'Log', 'ClearLogStoreStorage', { Logstore: 'actiontrail_example' }],
  ['its logstore is kept shorter', 'Log', 'UpdateLogStore', { Logstore: 'actiontrail_example' }],
  ['its project is deleted', 'Log', 'DeleteProject', { ProjectName: 'example-project' }],
  ['its role is deleted', 'Ram', 'DeleteRole', { RoleName: 'trailbell-detect' }],
  [
    'its role loses a policy',
    'Ram',
    'DetachPolicyFromRole',
    { RoleName: 'trailbell-detect', PolicyName: 'trailbell-detect' },
  ],
  [
    'its policy says something else',
    'Ram',
    'CreatePolicyVersion',
    { PolicyName: 'trailbell-detect', SetAsDefault: 'true' },
  ],
] as const;

test('failure mode 22: whatever trailbell itself is made of is not stopped or changed unheard', async () => {
  const world = await openWorld();
  for (const [why, serviceName, eventName, requestParameters] of own) {
    const before = world.shown('dingtalk').length;
    const record = { serviceName, eventName, requestParameters, referencedResources: {} };
    await world.deliver([deletion({ ...record, eventId: `example ${why}` })]);
    const said = world.shown('dingtalk').slice(before);
    expect(said, why).toHaveLength(1);
    expect(said[0], why).toMatch(/(Trailbell|Trail) .*(Changed|Deleted|Stopped|Disabled)/);
    expect(said[0], why).toContain(eventName);
    await world.sleep(MINUTE_MS);
  }
});

test('failure mode 22: who may not, and tries, is heard of too', async () => {
  const world = await openWorld();
  for (const [why, serviceName, eventName, requestParameters] of own) {
    const before = world.shown('dingtalk').length;
    const record = { serviceName, eventName, requestParameters, errorCode: 'NoPermission' };
    await world.deliver([
      deletion({ ...record, referencedResources: {}, eventId: `example ${why}` }),
    ]);
    expect(world.shown('dingtalk').slice(before).join('\n'), why).toContain(
      'Attempt to End the Watch',
    );
    await world.sleep(MINUTE_MS);
  }
});
