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
    type: 'test',
    async send({ level }) {
      sent.push(`${name} ${level}`);
      return left.shift() ?? { kind: 'delivered', form: 'full' };
    },
  };
}

const options = {
  ledger: createMemoryLedger({ now: () => 0 }),
  say: (alert: Alert) => sayAlert(alert, { locale: 'en', timezone: 'UTC', accounts: {} }),
  deadline: 1_000,
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
  const told = await deliver(alerts(['high'], ['b']), { ...options, channels });
  expect(sent).toEqual(['b high']);
  expect([...(told[0]?.deliveries.keys() ?? [])]).toEqual(['b']);
});

test('a channel that asks for a pause is left alone, and the rest is to be retried', async () => {
  const sent: string[] = [];
  const pause: Delivery = { kind: 'retry', reason: 'too many messages', afterSeconds: 600 };
  const channels = [channel('a', [pause], sent), channel('b', [], sent)];
  const told = await deliver(alerts(['high', 'low'], ['a', 'b']), { ...options, channels });
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
