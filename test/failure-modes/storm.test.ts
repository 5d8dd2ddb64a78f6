import { expect, onTestFinished, test } from 'vitest';
import { createHeldDigests } from '../../src/ledger/held-digests.ts';
import { createRedisStore } from '../../src/ledger/redis/redis-store.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { accepted, madeUpFetch } from '../support/made-up-fetch.ts';
import { openWorld } from '../support/open-world.ts';
import { DELETED, deletedRule, rulesOf, ruleOf } from '../support/rules.ts';
import { alertsIn, eventsIn, MARK, wordsOf } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import { interceptVendors, says, vendorEnv } from '../support/vendors.ts';
import { contextOf, type World, type WorldOptions } from '../support/world.ts';

const redis = useRedis();
const vendors = interceptVendors();

const GRAVE = '00000000-0000-4000-8000-000000000009';

/** A rule that is graver, for one of the many. */
const graveRule = ruleOf(GRAVE, 'Gravest Of All', 'userIdentity.userName: user-7777').replace(
  'level: high',
  'level: critical',
);

interface Sent {
  readonly at: number;
  readonly words: string;
}

/** An instance whose vendors take everything, and what each of them was sent at which moment. */
function listen(world: World) {
  const sent: Record<'dingtalk' | 'slack', Sent[]> = { dingtalk: [], slack: [] };
  const instance = world.openApp({
    fetch: madeUpFetch((url, body) => {
      const channel = url.host.startsWith('oapi.') ? 'dingtalk' : 'slack';
      sent[channel].push({ at: world.now(), words: wordsOf(JSON.parse(body)) });
      return accepted(url);
    }),
  });
  return { sent, instance };
}

/** As many as DingTalk takes in a minute; Slack would take more, but nobody reads them. */
const MOST_A_MINUTE = 20;

function expectWithinLimits(sent: Readonly<Record<'dingtalk' | 'slack', readonly Sent[]>>): void {
  for (const all of [sent.dingtalk, sent.slack]) {
    for (const { at } of all) {
      const minute = all.filter((each) => each.at >= at && each.at < at + 60_000);
      expect(minute.length).toBeLessThanOrEqual(MOST_A_MINUTE);
    }
  }
}

const openStorm = (options: WorldOptions = {}) =>
  openWorld({ env: vendorEnv, ...options }, rulesOf(deletedRule, graveRule));

/** One log each, in a few groups, so that it does not take the service all day. */
function putMany(world: World, count: number) {
  const logs = deletionsByMany(count).map((record) => ({
    time: 2_000_000_000,
    contents: { event: JSON.stringify(record) },
  }));
  return world.logService.put(0, logs);
}

test('failure mode 18: of 10,000 matches in one batch the gravest are told alone, the rest in one digest, and none is dropped', async () => {
  const world = await openStorm();
  const { sent, instance } = listen(world);
  const summary = JSON.parse(await world.trigger(putMany(world, 10_000), 0, instance));
  expect(summary).toMatchObject({ matches: 10_001, deadLetters: 0, retried: 0 });
  expect(summary.delivered).toBe(summary.owed);
  expectWithinLimits(sent);
  for (const channel of ['dingtalk', 'slack'] as const) {
    const words = sent[channel].map((each) => each.words);
    expect(words.length).toBeLessThanOrEqual(20);
    expect(words[0]).toContain('Gravest Of All');
    expect(words.at(-1)).toMatch(/\d+ alerts in one digest/);
    expect(eventsIn(words)).toBe(10_001);
  }
  const digests = world.journaled('digest');
  expect(digests.map(({ state }) => state)).toEqual(['told', 'told']);
});

test('failure mode 18: what is told apart does not grow with the storm', async () => {
  const world = await openStorm();
  const { instance } = listen(world);
  await world.trigger(putMany(world, 10_000), 0, instance);
  const told = world.journaled('alert');
  expect(told.length).toBeLessThan(2_100);
  expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(10_001);
  expect(new Set(told.flatMap(({ events }) => events)).size).toBe(10_000);
});

redis.test(
  'failure mode 18: with a shared ledger the digest is held, and the sweep tells it once',
  async () => {
    const world = await openStorm({ settings: { ledger: redis.ledger() } });
    const { sent, instance } = listen(world);
    const range = putMany(world, 500);
    const summary = JSON.parse(await world.trigger(range, 0, instance));
    expect(summary).toMatchObject({ matches: 500, deadLetters: 0, retried: 0 });
    expect(summary.held).toBeGreaterThan(900);
    expect(summary.delivered + summary.held).toBe(summary.owed);
    expect(JSON.stringify(sent)).not.toContain('digest');

    const another = listen(world);
    expect(await world.sweep(another.instance)).toMatchObject({ digests: 2, told: 2, left: 0 });
    expect(await world.sweep(instance)).toMatchObject({ digests: 0 });
    const again = JSON.parse(await world.trigger(range, 0, another.instance));
    expect(again).toMatchObject({ repeated: 500, owed: 0 });
    for (const channel of ['dingtalk', 'slack'] as const) {
      const words = [...sent[channel], ...another.sent[channel]].map((each) => each.words);
      expect(eventsIn(words)).toBe(500);
      expect(words.join()).not.toContain(MARK);
    }
  },
);

redis.test(
  'failure mode 18: batches that storm one after the other become one digest of the sweep',
  async () => {
    const world = await openStorm({ settings: { ledger: redis.ledger() } });
    const { sent, instance } = listen(world);
    for (const batch of ['one', 'two', 'three']) {
      await world.trigger(world.put(deletionsByMany(40, batch)), 0, instance);
    }
    await world.sweep(instance);
    expectWithinLimits(sent);
    for (const channel of ['dingtalk', 'slack'] as const) {
      const words = sent[channel].map((each) => each.words);
      expect(words.filter((text) => text.includes('in one digest'))).toHaveLength(1);
      expect(eventsIn(words)).toBe(120);
    }
  },
);

redis.test(
  'failure mode 18: a sweep that dies after telling is followed by one that says so',
  async () => {
    const world = await openWorld(
      { env: vendorEnv, settings: { ledger: redis.ledger(), channels: { slack: slackOnly } } },
      rulesOf(deletedRule),
    );
    await world.trigger(world.put(deletionsByMany(40)));
    vendors.answerWith(
      'slack',
      () => undefined,
      () => undefined,
    );
    expect(await world.sweep()).toMatchObject({ digests: 1, left: 1 });
    expect(await world.sweep()).toMatchObject({ digests: 1, told: 1 });
    const words = vendors.shown('slack');
    expect(words.at(-1)).toContain(MARK);
    expect(eventsIn(words)).toBe(40);
  },
);

redis.test(
  'failure mode 18: a digest that a channel refuses is a dead letter, and another channel hears of it',
  async () => {
    const world = await openStorm({ settings: { ledger: redis.ledger() } });
    await world.trigger(world.put(deletionsByMany(40)));
    vendors.answerWith('slack', says(403, 'invalid_token'));
    expect(await world.sweep()).toMatchObject({ digests: 2, told: 1, dead: 1 });
    const [letter, ...others] = await world.letters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ kind: 'digest', channel: 'slack', digest: { count: 25 } });
    const dead = world.journaled('digest').filter(({ state }) => state === 'dead');
    expect(dead).toMatchObject([
      { channel: 'slack', reason: expect.stringContaining('invalid_token') },
    ]);
    expect(vendors.shown('dingtalk').at(-1)).toContain('Channel slack refuses its messages');

    if (letter === undefined) throw new Error('there is no dead letter');
    const redriven = () => world.app.redrive(letter, contextOf());
    await world.sleep(60_000);
    vendors.answerWith(
      'slack',
      () => undefined,
      () => undefined,
    );
    expect(await redriven()).toMatchObject({ kind: 'failed' });
    expect((await world.letters()).at(-1)).toMatchObject({ digest: { mayRepeat: true } });
    await world.sleep(60_000);
    expect(await redriven()).toEqual({ kind: 'settled' });
    expect(vendors.shown('slack').at(-1)).toContain('25 alerts in one digest');
    const told = vendors.posted('slack').length;
    expect(await redriven()).toEqual({ kind: 'settled' });
    expect(vendors.posted('slack')).toHaveLength(told);
  },
);

redis.test(
  'failure mode 18: a digest that is held longer than the sweep takes is told by the next batch',
  async () => {
    const world = await openStorm({ settings: { ledger: redis.ledger() } });
    await world.trigger(world.put(deletionsByMany(40)));
    const told = alertsIn(vendors.shown('slack'));
    expect(told).toBeLessThan(40);
    await world.sleep(11 * 60_000);
    await world.deliver([deletion({ eventId: 'later' })]);
    expect(alertsIn(vendors.shown('slack'))).toBe(41);
  },
);

redis.test(
  'failure mode 18: who was only in a digest that died is told of the next time',
  async () => {
    const settings = {
      ledger: redis.ledger(),
      channels: { slack: slackOnly },
      route: { repeat_interval: '4h' },
    };
    const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
    await world.trigger(world.put(deletionsByMany(40)));
    vendors.answerWith('slack', says(403, 'invalid_token'));
    await world.sweep();
    await world.sleep(600_000);
    const [, last] = deletionsByMany(40, 'later').slice(-2);
    expect(await world.deliver([last])).toMatchObject({ suppressed: 0, delivered: 1 });
  },
);

redis.test(
  'failure mode 18: what is held too long and may have arrived is a dead letter that says so',
  async () => {
    const settings = { ledger: redis.ledger(), channels: { slack: slackOnly } };
    const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
    await world.trigger(world.put(deletionsByMany(40, 'old')));
    await world.sleep(9 * 60_000);
    await world.trigger(world.put(deletionsByMany(40, 'new')));
    await world.sleep(55 * 60_000);
    vendors.answerWith(
      'slack',
      () => undefined,
      () => undefined,
    );
    expect(await world.sweep()).toMatchObject({ dead: 1, left: 1 });
    expect(await world.letters()).toMatchObject([{ digest: { alerts: 25, mayRepeat: true } }]);
    expect(await world.sweep()).toMatchObject({ told: 1, alerts: 25 });
    expect(vendors.shown('slack').at(-1)).toContain(MARK);
  },
);

redis.test('failure mode 18: to wait for a pause is no reason to give a digest up', async () => {
  const settings = { ledger: redis.ledger(), channels: { slack: slackOnly } };
  const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
  await world.trigger(world.put(deletionsByMany(40)));
  await world.sleep(50 * 60_000);
  vendors.answerWith('slack', says(429, '', { 'retry-after': '3600' }));
  expect(await world.sweep()).toMatchObject({ left: 1 });
  await world.sleep(20 * 60_000);
  expect(await world.sweep()).toMatchObject({ left: 1, dead: 0 });
  await world.sleep(50 * 60_000);
  expect(await world.sweep()).toMatchObject({ told: 1 });
});

redis.test('failure mode 28: what is late and what was too much are told apart', async () => {
  const settings = { ledger: redis.ledger(), channels: { slack: slackOnly } };
  const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
  await world.trigger(world.put(deletionsByMany(10, 'old'), 0, ago(world, 30 * HOUR_MS)));
  await world.trigger(world.put(deletionsByMany(40, 'new')));
  expect(await world.sweep()).toMatchObject({ digests: 2, told: 2 });
  const [many, late] = vendors.shown('slack').slice(-2);
  expect(many).toContain('25 alerts in one digest');
  expect(late).toContain('10 late alerts in one digest');
});

const slackOnly = { type: 'slack', webhook: '${SLACK_WEBHOOK}' };

redis.test(
  'failure mode 27: a rule that is renamed or removed while its digest is held goes out under its old name',
  async () => {
    const settings = { ledger: redis.ledger(), channels: { slack: slackOnly } };
    const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
    await world.trigger(world.put(deletionsByMany(40)));
    const renamed = rulesOf(ruleOf(DELETED, 'Another Name'));
    const later = world.openApp({ project: { ...world.project, ...renamed } });
    expect(await world.sweep(later)).toMatchObject({ told: 1 });
    expect(vendors.shown('slack').at(-1)).toContain('Endpoint Service Deleted');

    await world.trigger(world.put(deletionsByMany(40, 'again')));
    const removed = rulesOf(ruleOf(GRAVE, 'Some Other Rule'));
    const last = world.openApp({ project: { ...world.project, ...removed } });
    expect(await world.sweep(last)).toMatchObject({ told: 1 });
    expect(vendors.shown('slack').at(-1)).toContain('Endpoint Service Deleted');
    expect(eventsIn(vendors.shown('slack'))).toBe(80);
  },
);

redis.test(
  'failure mode 27: a channel that is removed while its digest is held leaves a dead letter',
  async () => {
    const settings = { ledger: redis.ledger(), channels: { slack: slackOnly } };
    const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
    await world.trigger(world.put(deletionsByMany(40)));
    const other = { channels: { team: slackOnly } };
    const later = world.openApp({ settings: { ...settings, ...other } });
    expect(await world.sweep(later)).toMatchObject({ dead: 1 });
    expect(await world.letters()).toMatchObject([{ kind: 'digest', channel: 'slack' }]);
    expect(await world.sweep(later)).toMatchObject({ digests: 0 });
  },
);

const HOUR_MS = 3_600_000;

/** In seconds since 1970, as a log has it. */
const ago = (world: World, ms: number) => Math.floor((world.now() - ms) / 1000);

test('failure mode 28: what stood in the logstore for hours is one digest that says so, and what is new rings', async () => {
  const world = await openWorld({ env: vendorEnv }, rulesOf(deletedRule));
  const backlog = world.put(deletionsByMany(12), 0, ago(world, 8 * HOUR_MS));
  const fresh = world.put([deletion({ eventId: 'fresh' })], 0, ago(world, HOUR_MS));
  const range = { begin: backlog.begin, end: fresh.end };
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ alerts: 13, delivered: 26 });
  for (const channel of ['dingtalk', 'slack'] as const) {
    const [first, second, ...others] = vendors.shown(channel);
    expect(others).toEqual([]);
    expect(first).toContain('Endpoint Service Deleted');
    expect(second).toContain('12 late alerts in one digest');
  }
});

test('failure mode 28: how old is late is a setting', async () => {
  const late = async (late_after: string) => {
    const world = await openWorld({ env: vendorEnv, settings: { delivery: { late_after } } });
    const before = vendors.shown('slack').length;
    await world.deliver([deletion({ eventId: late_after })], ago(world, 8 * HOUR_MS));
    return vendors.shown('slack').slice(before).join().includes('late alert');
  };
  expect([await late('7h'), await late('9h'), await late('0s')]).toEqual([true, false, false]);
});

redis.test(
  'failure mode 28: a backlog is held with a shared ledger, and many batches of it are one digest',
  async () => {
    const settings = { ledger: redis.ledger() };
    const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
    for (const batch of ['one', 'two', 'three']) {
      const range = world.put(deletionsByMany(10, batch), 0, ago(world, 30 * HOUR_MS));
      expect(JSON.parse(await world.trigger(range))).toMatchObject({ held: 20, delivered: 0 });
    }
    await world.sweep();
    expect(vendors.shown('slack')).toEqual([
      expect.stringContaining('30 late alerts in one digest'),
    ]);
  },
);

redis.test(
  "failure mode 27: what is held and cannot be read any more stands in nobody's way",
  async () => {
    const ledger = redis.ledger();
    const world = await openWorld({ env: vendorEnv, settings: { ledger } }, rulesOf(deletedRule));
    const store = createRedisStore({
      url: new URL(ledger.redis),
      prefix: ledger.prefix,
      now: world.now,
    });
    onTestFinished(() => store.rest());
    const held = createHeldDigests(store.cells('digests'), world.now);
    await held.hold('slack', { id: 'gone', text: '' });
    await held.hold('slack', {
      id: 'newer',
      text: '{"kind":"digest","layout":"of a newer release"}',
    });
    await world.trigger(world.put(deletionsByMany(40)));
    expect(await world.sweep()).toMatchObject({ told: 2 });
    expect(world.journaled('digest')).toContainEqual(
      expect.objectContaining({
        digest: 'gone',
        state: 'dead',
        reason: expect.stringContaining('read'),
      }),
    );
    // A newer release may read it, for a day.
    expect((await held.of('slack', 9)).map(({ id }) => id)).toEqual(['newer']);
    await world.sleep(25 * HOUR_MS);
    await world.sweep();
    expect(await held.of('slack', 9)).toEqual([]);
  },
);

redis.test(
  'failure mode 18: what was kept back is said once, by the digest that is held',
  async () => {
    const settings = {
      ledger: redis.ledger(),
      channels: { slack: slackOnly },
      route: { repeat_interval: '1h' },
    };
    const world = await openWorld({ env: vendorEnv, settings }, rulesOf(deletedRule));
    const [, last] = deletionsByMany(40, 'a').slice(-2);
    const again = (id: string) => deletion({ ...last, eventId: id });
    await world.deliver([again('first')]);
    await world.deliver([again('b'), again('c')]);
    await world.sleep(2 * HOUR_MS);
    expect(await world.deliver(deletionsByMany(40, 'storm'))).toMatchObject({ held: 25 });
    await world.sweep();
    expect(vendors.shown('slack').at(-1)).toContain('2 events before, counted but not sent');
    await world.deliver([again('next')]);
    expect(vendors.shown('slack').at(-1)).not.toContain('more like this');
  },
);
