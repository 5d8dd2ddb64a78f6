import { expect, test } from 'vitest';
import { digestAlerts } from '../../src/alerts/digest-alerts.ts';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { sayAlert } from '../../src/alerts/say-alert.ts';
import { sayDigest } from '../../src/alerts/say-digest.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { deliver, type DeliverOptions } from '../../src/delivery/deliver.ts';
import type { Told } from '../../src/delivery/fate.ts';
import { keysOf } from '../../src/delivery/owed-keys.ts';
import type { TellOptions } from '../../src/delivery/tell-channel.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import type { Due, RuleSnapshot } from '../../src/model/alert.ts';
import type { Budget } from '../../src/model/budget.ts';
import type { Delivery, Form } from '../../src/model/delivery.ts';
import type { Digest } from '../../src/model/digest.ts';
import type { Level } from '../../src/model/level.ts';
import type { Notification } from '../../src/model/notification.ts';
import { deletion, eventOf } from '../support/audit-event.ts';
import { createClock } from '../support/clock.ts';
import { routedTo } from '../support/routed.ts';

test('the gravest is told first', async () => {
  const a = channel('a');
  await run([a], alerts(['low', 'critical', 'medium'], ['a']));
  expect(a.sent.map(({ level }) => level)).toEqual(['critical', 'medium', 'low']);
});

test('a channel is told only what it is owed', async () => {
  const [a, b] = [channel('a'), channel('b')];
  const { told } = await run([a, b], alerts(['high'], ['b']));
  expect([a.sent.length, b.sent.length]).toEqual([0, 1]);
  expect([...(told[0]?.fates.keys() ?? [])]).toEqual(['b']);
});

test('a failure is tried again with pauses that double, full of jitter', async () => {
  const a = channel('a', [failed, failed, failed, failed]);
  const { told, clock } = await run([a], alerts(['high'], ['a']), { random: () => 0.5 });
  expect(fatesOf(told, 'a')).toEqual(['delivered']);
  expect(clock.slept).toEqual([500, 1_000, 2_000, 4_000]);
});

test('a channel that fails with all the patience there is leaves the rest to another time', async () => {
  const a = channel('a', Array<Delivery>(10).fill(failed));
  const b = channel('b');
  const { told } = await run([a, b], alerts(['high', 'medium', 'low'], ['a', 'b']));
  expect(a.sent).toHaveLength(10);
  expect(fatesOf(told, 'a')).toEqual(['retry', 'retry', 'waiting']);
  expect(fatesOf(told, 'b')).toEqual(['delivered', 'delivered', 'delivered']);
});

test('a pause that is asked for is waited for, where there is time', async () => {
  const a = channel('a', [tooMany(30), tooMany(1)]);
  const { told, clock } = await run([a], alerts(['high', 'low'], ['a']));
  expect(a.sent.map(({ level }) => level)).toEqual(['high', 'high', 'high', 'low']);
  expect(clock.slept).toEqual([30_000, 1_000]);
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'delivered']);
});

test('a pause that is too long leaves the channel alone, for all instances', async () => {
  const a = channel('a', [tooMany(600)]);
  const { told, ledger } = await run([a], alerts(['high', 'low'], ['a']));
  expect(a.sent).toHaveLength(1);
  expect(fatesOf(told, 'a')).toEqual(['retry', 'waiting']);
  const again = await run([a], alerts(['high'], ['a']), { ledger });
  expect(a.sent).toHaveLength(1);
  expect(fatesOf(again.told, 'a')).toEqual(['waiting']);
});

test('a refused message does not keep the next one from being sent', async () => {
  const a = channel('a', [{ kind: 'refused', fault: 'payload', reason: '' }]);
  const { told } = await run([a], alerts(['high', 'low'], ['a']));
  expect(fatesOf(told, 'a')).toEqual(['refused', 'delivered']);
});

test('after a silence the message is sent again, and says that it may be a repeat', async () => {
  const a = channel('a', [silent]);
  const { told } = await run([a], alerts(['high', 'low'], ['a']));
  expect(a.sent.map(saysRepeat)).toEqual([false, true, false]);
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'delivered']);
});

test('what was refused in full is tried again without event text only', async () => {
  const a = channel('a', [{ ...tooMany(1), form: 'minimal' }]);
  await run([a], alerts(['high', 'low'], ['a']));
  expect(a.forms).toEqual(['full', 'minimal', 'full']);
});

test('a service that fails may have done its work: the next message says so', async () => {
  const a = channel('a', [{ kind: 'retry', reason: 'HTTP 502', mayHaveArrived: true }]);
  await run([a], alerts(['high'], ['a']));
  expect(a.sent.map(saysRepeat)).toEqual([false, true]);
});

test('a channel that leaves us guessing twice, about two messages, is left alone', async () => {
  const a = channel('a', [silent, silent, silent, silent]);
  const { told } = await run([a], alerts(['high', 'medium', 'low'], ['a']));
  expect(a.sent).toHaveLength(4);
  expect(fatesOf(told, 'a')).toEqual(['unknown', 'unknown', 'waiting']);
});

test('a message that a channel always fails on keeps no other one from being told', async () => {
  const a = channel('a', [silent, silent]);
  const { told } = await run([a], alerts(['high', 'medium', 'low'], ['a']));
  expect(fatesOf(told, 'a')).toEqual(['unknown', 'delivered', 'delivered']);
});

test('before it is given up, a message is said without event text', async () => {
  const a = channel('a', [{ kind: 'retry', reason: 'HTTP 500', mayHaveArrived: true }, silent]);
  const { told } = await run([a], alerts(['high'], ['a']), { isLast: true });
  expect(a.forms).toEqual(['full', 'minimal', 'minimal']);
  expect(fatesOf(told, 'a')).toEqual(['delivered']);
});

test('what may be a repeat is told last', () => {
  const groups = groupMatches();
  const channels = ['a'];
  for (const [level, mayRepeat] of [
    ['critical', true],
    ['low', false],
  ] as const) {
    const rule: RuleSnapshot = { id: level, title: level, level, ...plainRule };
    groups.add(rule, eventOf(deletion()), { channels, mayRepeat, routed: routedTo(channels) });
  }
  expect(groups.due().map(({ alert }) => alert.rule.level)).toEqual(['low', 'critical']);
});

test('what met a silence may have arrived, however it failed afterwards', async () => {
  const a = channel('a', [silent, tooMany(600)]);
  const { told } = await run([a], alerts(['high'], ['a']));
  expect(fatesOf(told, 'a')).toEqual(['unknown']);
});

test('an alert that cannot be worded is refused, and the next one is told', async () => {
  const a = channel('a');
  const { told } = await run([a], alerts(['high', 'low'], ['a']), {
    wording: async () => (alert, _, circumstances) => {
      if (alert.rule.level === 'high') throw new TypeError('a mistake');
      return say(alert, _, circumstances);
    },
  });
  expect(fatesOf(told, 'a')).toEqual(['refused', 'delivered']);
  expect(JSON.stringify(told[0]?.fates.get('a'))).not.toContain('a mistake');
});

const fiveLevels = ['critical', 'high', 'medium', 'low', 'informational'] as const;

test('what is over a budget is told in one digest, and the gravest before it alone', async () => {
  const a = channel('a', [], [{ most: 3, perMs: 60_000 }]);
  const { told } = await run([a], alerts(fiveLevels, ['a']));
  expect(a.sent.map(({ kind }) => kind)).toEqual(['alert', 'alert', 'digest']);
  expect(fatesOf(told, 'a')).toEqual([
    'delivered',
    'delivered',
    'digested',
    'digested',
    'digested',
  ]);
});

test('a message waits a little for its budget', async () => {
  const a = channel('a', [], [{ most: 1, perMs: 1_000 }]);
  const { told, clock } = await run([a], alerts(['high', 'medium', 'low'], ['a']));
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'delivered', 'delivered']);
  expect(clock.slept).toEqual([1_000, 1_000]);
});

test('where time runs out over a budget, the digest of the rest is told before it does', async () => {
  const a = channel('a', [], [{ most: 1, perMs: 4_000 }]);
  const clock = createClock();
  const { told } = await run([a], alerts(fiveLevels, ['a']), {
    clock,
    deadline: clock.now() + 15_000,
  });
  expect(a.sent.map(({ kind }) => kind)).toEqual(['alert', 'alert', 'alert', 'digest']);
  expect(fatesOf(told, 'a')).not.toContain('waiting');
});

test('a channel that was busy all the time is not waited for message by message', async () => {
  const budget = { most: 14, perMs: 60_000 };
  const a = channel('a', [], [budget]);
  const clock = createClock();
  const ledger = createMemoryLedger(clock);
  for (let sent = 0; sent < 14; sent += 1) {
    await ledger.budgets.take('a', [budget], 'all');
    clock.goTo(clock.now() + 4_200);
  }
  const owed = Array.from({ length: 40 }, (_, at) => alerts(['high'], ['a'], `${at}`)).flat();
  const { told } = await run([a], owed, { clock, ledger });
  expect(a.sent.at(-1)?.kind).toBe('digest');
  expect(new Set(fatesOf(told, 'a'))).toEqual(new Set(['delivered', 'digested']));
  expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(60_000);
});

test('a critical alert that may be a repeat is told alone, although it comes after what was over', async () => {
  const owed = Array.from({ length: 40 }, (_, at) => alerts(['low'], ['a'], `${at}`)).flat();
  const grave = alerts(['critical'], ['a']).map((due) => ({
    ...due,
    alert: { ...due.alert, mayRepeat: true },
  }));
  const a = channel('a', [], [{ most: 20, perMs: 60_000 }]);
  const { told } = await run([a], [...owed, ...grave]);
  expect(fatesOf(told, 'a').at(-1)).toBe('delivered');
  expect(a.sent.map(({ level, kind }) => (kind === 'alert' ? level : kind)).slice(-2)).toEqual([
    'critical',
    'digest',
  ]);
});

test('repeats that were kept back before are counted in the digest that tells of the next one', async () => {
  const a = channel('a', [], [{ most: 2, perMs: 60_000 }]);
  const clock = createClock();
  const repeatIntervalMs = () => 60_000;
  const first = alerts(['low'], ['a'], 'first');
  const { ledger } = await run([a], first, { clock, repeatIntervalMs });
  for (const id of ['b', 'c', 'd']) {
    await run([a], alerts(['low'], ['a'], id), { clock, ledger, repeatIntervalMs });
  }
  clock.goTo(clock.now() + 120_000);
  const many = alerts(fiveLevels, ['a'], 'next');
  await run([a], many, { clock, ledger, repeatIntervalMs });
  expect(JSON.stringify(a.sent.at(-1))).toContain('3 events before, counted but not sent');
});

test('what speaks of too many to be told apart is never a repeat', async () => {
  const a = channel('a');
  const repeatIntervalMs = () => 60_000;
  const mixed = (id: string) =>
    alerts(['high'], ['a'], id).map((due) => ({ ...due, isMixed: true }));
  const { ledger } = await run([a], mixed('one'), { repeatIntervalMs });
  const { told } = await run([a], mixed('two'), { repeatIntervalMs, ledger });
  expect(fatesOf(told, 'a')).toEqual(['delivered']);
});

test.each([1_000, 2_900])(
  'a channel that takes %d ms for a message is told the rest in a digest, before time is up',
  async (takes) => {
    const clock = createClock();
    const a = channel('a', [], [{ most: 20, perMs: 60_000 }]);
    const slow: Channel = {
      ...a,
      async send(notification, deadline, form) {
        clock.goTo(clock.now() + takes);
        return clock.now() > deadline ? silent : a.send(notification, deadline, form);
      },
    };
    const owed = Array.from({ length: 40 }, (_, at) => alerts(['high'], ['a'], `${at}`)).flat();
    const { told } = await run([slow], owed, { clock, deadline: clock.now() + 50_000 });
    expect(new Set(fatesOf(told, 'a'))).toEqual(new Set(['delivered', 'digested']));
  },
);

test('one critical alert is told alone, whatever was told before it', async () => {
  const budget = { most: 8, perMs: 60_000 };
  const a = channel('a', [], [budget]);
  const clock = createClock();
  const ledger = createMemoryLedger(clock);
  for (let sent = 0; sent < 6; sent += 1) await ledger.budgets.take('a', [budget], 'all');
  const { told } = await run([a], alerts(['critical', 'high', 'low'], ['a']), { clock, ledger });
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'digested', 'digested']);
  expect(a.sent.map(({ kind }) => kind)).toEqual(['alert', 'digest']);
});

test('a single alert that is left over is held where it can be, and does not use the last of a budget', async () => {
  const budget = { most: 8, perMs: 60_000 };
  const a = channel('a', [], [budget]);
  const clock = createClock();
  const ledger = createMemoryLedger(clock);
  for (let sent = 0; sent < 6; sent += 1) await ledger.budgets.take('a', [budget], 'all');
  const hold = async () => 'yes' as const;
  const { told } = await run([a], alerts(['high'], ['a']), { clock, ledger, hold });
  expect(fatesOf(told, 'a')).toEqual(['held']);
});

test('a digest that may be held, and is told now, says so, and leaves it open where it fails', async () => {
  const budget = { most: 2, perMs: 60_000 };
  const hold = async () => 'maybe' as const;
  const a = channel('a', [], [budget]);
  await run([a], alerts(fiveLevels, ['a']), { hold });
  expect(a.sent.map(saysRepeat)).toEqual([false, true]);
  const b = channel('b', [{ kind: 'delivered', form: 'full' }, tooMany(600)], [budget]);
  const { told } = await run([b], alerts(fiveLevels, ['b']), { hold });
  expect(fatesOf(told, 'b').slice(1)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
});

test('one alert that is over a budget is told alone, and waits for as long as there is time', async () => {
  const a = channel('a', [], [{ most: 1, perMs: 60_000 }]);
  const { told, clock } = await run([a], alerts(['high', 'low'], ['a']));
  expect(a.sent.map(({ kind }) => kind)).toEqual(['alert', 'alert']);
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'delivered']);
  expect(clock.slept).toEqual([60_000]);
});

test('a digest that fails leaves all that is in it to another time', async () => {
  const answers: Delivery[] = [{ kind: 'delivered', form: 'full' }, tooMany(600)];
  const a = channel('a', answers, [{ most: 2, perMs: 60_000 }]);
  const { told } = await run([a], alerts(fiveLevels, ['a']));
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'retry', 'retry', 'retry', 'retry']);
});

test('what is over is held where the ledger holds it, and is ended there', async () => {
  const a = channel('a', [], [{ most: 2, perMs: 60_000 }]);
  const held: Digest[] = [];
  const hold = async (_: string, digest: Digest) => {
    held.push(digest);
    return 'yes' as const;
  };
  const owed = alerts(fiveLevels, ['a']);
  const { told, ledger } = await run([a], owed, { hold });
  expect(fatesOf(told, 'a')).toEqual(['delivered', 'held', 'held', 'held', 'held']);
  expect(held.map(({ alerts: count }) => count)).toEqual([4]);
  const keys = owed.flatMap(({ alert }) => keysOf(alert, ['a']));
  const claimed = await ledger.claims.claim(keys, { owner: 'bob', until: 1 });
  expect(claimed.map((claim) => claim.kind === 'ended' && claim.as)).toEqual([
    'told',
    'held',
    'held',
    'held',
    'held',
  ]);
});

test('what is late is told in a digest of its own that says so', async () => {
  const a = channel('a');
  const late = routedTo(['a'], { isLate: true });
  const owed = alerts(fiveLevels, ['a']).map((due, at) =>
    at > 1 ? { ...due, routed: late } : due,
  );
  await run([a], owed);
  expect(a.sent.map(({ kind }) => kind)).toEqual(['alert', 'alert', 'digest']);
  expect(JSON.stringify(a.sent[2]?.title)).toContain('3 late alerts');
});

test('what is late opens no interval: what comes after it rings', async () => {
  const a = channel('a');
  const late = routedTo(['a'], { isLate: true });
  const old = alerts(['high'], ['a'], 'old').map((due) => ({ ...due, routed: late }));
  const repeatIntervalMs = () => 60_000;
  const { ledger } = await run([a], old, { repeatIntervalMs });
  const { told } = await run([a], alerts(['high'], ['a'], 'new'), { repeatIntervalMs, ledger });
  expect(fatesOf(told, 'a')).toEqual(['delivered']);
});

test('what is muted is not sent, does not open an interval, and is not asked for again', async () => {
  const a = channel('a');
  const [due] = alerts(['high'], ['a']);
  if (due === undefined) throw new Error('there is no alert');
  const muted = { ...due, routed: routedTo(['a'], { mutedBy: 'record_only' }) };
  const repeatIntervalMs = () => 60_000;
  const { told, ledger } = await run([a], [muted], { repeatIntervalMs });
  expect(told[0]?.fates.get('a')).toEqual({ kind: 'muted', by: 'record_only' });
  expect(a.sent).toEqual([]);
  const [claim] = await ledger.claims.claim(keysOf(due.alert, ['a']), { owner: 'b', until: 1 });
  expect(claim).toEqual({ kind: 'ended', as: 'muted' });
  const [next] = alerts(['high'], ['a'], 'another');
  if (next === undefined) throw new Error('there is no alert');
  const after = await run([a], [next], { repeatIntervalMs, ledger });
  expect(fatesOf(after.told, 'a')).toEqual(['delivered']);
});

test('within a repeat interval an alert is counted, and the next one says so', async () => {
  const a = channel('a');
  const clock = createClock();
  const shared = { ledger: createMemoryLedger(clock), clock, repeatIntervalMs: () => 60_000 };
  await run([a], alerts(['high'], ['a'], '1'), shared);
  const { told } = await run([a], alerts(['high'], ['a'], '2'), shared);
  expect(fatesOf(told, 'a')).toEqual(['suppressed']);
  clock.goTo(60_000);
  await run([a], alerts(['high'], ['a'], '3'), shared);
  expect(a.sent).toHaveLength(2);
  const repeats = a.sent[1]?.facts.find(({ label }) => label === 'Repeats');
  expect(JSON.stringify(repeats)).toContain('1 more like this since 1970-01-01 00:00:00 UTC');
});

test('the intervals of all alerts are asked for at once', async () => {
  const ledger = createMemoryLedger(createClock());
  let calls = 0;
  const repeats: typeof ledger.repeats = {
    ...ledger.repeats,
    ring(openers) {
      calls += 1;
      return ledger.repeats.ring(openers);
    },
  };
  const a = channel('a');
  await run([a], alerts(['critical', 'high', 'low'], ['a']), {
    ledger: { ...ledger, repeats },
    repeatIntervalMs: () => 60_000,
  });
  expect(a.sent).toHaveLength(3);
  expect(calls).toBe(1);
});

const plainRule = { tags: [], fields: [], runbook: [], zh: {} };

const failed: Delivery = { kind: 'retry', reason: 'HTTP 503' };
const silent: Delivery = { kind: 'unknown', reason: 'no answer came in time' };

function tooMany(afterSeconds: number) {
  return { kind: 'retry', reason: 'too many messages', afterSeconds } as const;
}

const say: TellOptions['say'] = (alert, _, circumstances) =>
  sayAlert(alert, { locale: 'en', timezone: 'UTC', accounts: {} }, circumstances);

function saysRepeat({ title }: Notification): boolean {
  return JSON.stringify(title).includes('may be a repeat');
}

function fatesOf(told: readonly Told[], channelName: string) {
  return told.map(({ fates }) => fates.get(channelName)?.kind);
}

async function run(
  channels: readonly Channel[],
  owed: readonly Due[],
  changes: Partial<DeliverOptions> & { readonly clock?: ReturnType<typeof createClock> } = {},
) {
  const { clock = createClock() } = changes;
  const ledger = changes.ledger ?? createMemoryLedger(clock);
  const { told } = await deliver(owed, {
    channels,
    ledger,
    owner: 'ann',
    wording: async () => say,
    sayDigest: (digest, _, mayRepeat) =>
      sayDigest(digest, { locale: 'en', timezone: 'UTC', accounts: {} }, { mayRepeat }),
    digestOf: digestAlerts,
    hold: async () => 'no',
    repeatIntervalMs: () => 0,
    random: () => 0,
    deadline: clock.now() + 120_000,
    ...clock,
    ...changes,
  });
  return { told, clock, ledger };
}

function alerts(
  levels: readonly Level[],
  channels: readonly string[],
  eventId = '1',
): readonly Due[] {
  const groups = groupMatches();
  for (const level of levels) {
    const id = `rule-${level}`;
    const rule: RuleSnapshot = { id, title: level, level, ...plainRule };
    groups.add(rule, eventOf(deletion({ eventId })), {
      channels,
      mayRepeat: false,
      routed: routedTo(channels),
    });
  }
  return groups.due();
}

/** A channel that answers as told, in order, and writes down what it was sent. */
function channel(name: string, answers: readonly Delivery[] = [], budgets: readonly Budget[] = []) {
  const left = [...answers];
  const sent: Notification[] = [];
  const forms: Form[] = [];
  return {
    name,
    budgets,
    sent,
    forms,
    async send(notification: Notification, _: number, form: Form = 'full'): Promise<Delivery> {
      sent.push(notification);
      forms.push(form);
      return left.shift() ?? { kind: 'delivered', form: 'full' };
    },
  };
}
