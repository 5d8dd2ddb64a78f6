import { expect, test } from 'vitest';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { sayAlert } from '../../src/alerts/say-alert.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { deliver } from '../../src/delivery/deliver.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import type { Alert, RuleSnapshot } from '../../src/model/alert.ts';
import type { Delivery } from '../../src/model/delivery.ts';
import type { Level } from '../../src/model/level.ts';
import { deletion, eventOf } from '../support/audit-event.ts';

function alerts(levels: readonly Level[], channels: readonly string[]): readonly Alert[] {
  const groups = groupMatches();
  for (const level of levels) {
    const rule: RuleSnapshot = {
      id: `rule-${level}`,
      title: level,
      level,
      tags: [],
      fields: [],
      runbook: [],
      zh: {},
    };
    groups.add(rule, eventOf(deletion()), channels);
  }
  return groups.alerts();
}

/** A channel that answers as told, in order, and writes down what it was sent. */
function channel(name: string, answers: readonly Delivery[], sent: string[]): Channel {
  const left = [...answers];
  return {
    name,
    async send({ level }) {
      sent.push(`${name} ${level}`);
      return left.shift() ?? { kind: 'delivered', form: 'full' };
    },
  };
}

const options = {
  ledger: createMemoryLedger({ now: () => 0 }),
  say: (alert: Alert) => sayAlert(alert, { locale: 'en', timezone: 'UTC', accounts: {} }),
  now: () => 0,
  sleep: async () => {},
  deadline: 10_000,
};

test('the gravest is told first', async () => {
  const sent: string[] = [];
  const channels = [channel('a', [], sent)];
  await deliver(alerts(['low', 'critical', 'medium'], ['a']), { ...options, channels });
  expect(sent).toEqual(['a critical', 'a medium', 'a low']);
});

test('a channel is told only what it is owed', async () => {
  const sent: string[] = [];
  const channels = [channel('a', [], sent), channel('b', [], sent)];
  const { told } = await deliver(alerts(['high'], ['b']), { ...options, channels });
  expect(sent).toEqual(['b high']);
  expect([...(told[0]?.deliveries.keys() ?? [])]).toEqual(['b']);
});

test('a channel that asks for a pause is left alone, and the rest is to be retried', async () => {
  const sent: string[] = [];
  const pause: Delivery = { kind: 'retry', reason: 'too many messages', afterSeconds: 600 };
  const channels = [channel('a', [pause], sent), channel('b', [], sent)];
  const { told } = await deliver(alerts(['high', 'low'], ['a', 'b']), { ...options, channels });
  expect(sent.filter((each) => each.startsWith('a'))).toEqual(['a high']);
  expect(told.map(({ deliveries }) => deliveries.get('a')?.kind)).toEqual(['retry', 'retry']);
  expect(told.map(({ deliveries }) => deliveries.get('b')?.kind)).toEqual([
    'delivered',
    'delivered',
  ]);
});

test('a refused or lost message does not keep the next one from being sent', async () => {
  const sent: string[] = [];
  const refused: Delivery = { kind: 'refused', fault: 'payload', reason: '' };
  const lost: Delivery = { kind: 'unknown', reason: '' };
  const channels = [channel('a', [refused, lost], sent)];
  await deliver(alerts(['high', 'medium', 'low'], ['a']), { ...options, channels });
  expect(sent).toHaveLength(3);
});

test('an alert that cannot be worded is a dead letter, and the next one is told', async () => {
  const sent: string[] = [];
  const say = (alert: Alert) => {
    if (alert.rule.level === 'high') throw new TypeError('a mistake');
    return options.say(alert);
  };
  const channels = [channel('a', [], sent)];
  const { told } = await deliver(alerts(['high', 'low'], ['a']), { ...options, say, channels });
  expect(told.map(({ deliveries }) => deliveries.get('a')?.kind)).toEqual(['refused', 'delivered']);
  expect(JSON.stringify(told[0]?.deliveries.get('a'))).not.toContain('a mistake');
});

test('a short pause is waited for, and the message then sent', async () => {
  const sent: string[] = [];
  const slept: number[] = [];
  const pause: Delivery = { kind: 'retry', reason: 'too many messages', afterSeconds: 1 };
  const channels = [channel('a', [pause, pause], sent)];
  const sleep = async (ms: number) => void slept.push(ms);
  const { told } = await deliver(alerts(['high', 'low'], ['a']), { ...options, channels, sleep });
  expect(sent).toEqual(['a high', 'a high', 'a high', 'a low']);
  expect(slept).toEqual([1_000, 1_000]);
  expect(told.map(({ deliveries }) => deliveries.get('a')?.kind)).toEqual([
    'delivered',
    'delivered',
  ]);
});

test('a channel that twice leaves us guessing is given up for this batch', async () => {
  const sent: string[] = [];
  const lost: Delivery = { kind: 'unknown', reason: 'no answer came in time' };
  const channels = [channel('a', [lost, lost], sent)];
  const { told } = await deliver(alerts(['high', 'medium', 'low'], ['a']), {
    ...options,
    channels,
  });
  expect(sent).toHaveLength(2);
  expect(told.map(({ deliveries }) => deliveries.get('a')?.kind)).toEqual([
    'unknown',
    'unknown',
    'retry',
  ]);
});
