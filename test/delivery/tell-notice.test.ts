import { expect, test } from 'vitest';
import { sayNotice } from '../../src/alerts/say-notice.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { tellNotice } from '../../src/delivery/tell-notice.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import type { Delivery } from '../../src/model/delivery.ts';
import type { Notice } from '../../src/model/notice.ts';
import { createClock } from '../support/clock.ts';

const dead: Notice = { kind: 'dead-channel', channel: 'a', reason: 'no_service', isKept: true };
const taken: Delivery = { kind: 'delivered', form: 'full' };
const refused: Delivery = { kind: 'refused', fault: 'configuration', reason: 'no_service' };

test('a dead channel is told of through the first other one that takes it, once a day', async () => {
  const world = open({ a: taken, b: refused, c: taken, d: taken });
  expect(await world.tell(dead)).toEqual({ kind: 'told', channel: 'c' });
  expect(await world.tell(dead)).toEqual({ kind: 'told-before' });
  world.clock.goTo(24 * HOUR_MS);
  expect(await world.tell(dead)).toEqual({ kind: 'told', channel: 'c' });
  expect(world.sent).toEqual(['b', 'c', 'b', 'c']);
});

test('a rule that fails is told of once an hour, whatever happened', async () => {
  const world = open({ a: taken });
  const failed = (rule: string): Notice => ({
    kind: 'rule-failed',
    rule,
    title: 'Rule',
    error: 'RangeError',
  });
  expect(await world.tell(failed('1'))).toMatchObject({ kind: 'told' });
  expect(await world.tell(failed('1'))).toMatchObject({ kind: 'told-before' });
  expect(await world.tell(failed('2'))).toMatchObject({ kind: 'told' });
  world.clock.goTo(HOUR_MS);
  expect(await world.tell(failed('1'))).toMatchObject({ kind: 'told' });
});

test('what no channel takes is tried again with the next batch', async () => {
  const world = open({ a: taken, b: refused });
  expect(await world.tell(dead)).toEqual({ kind: 'untold' });
  expect(await world.tell(dead)).toEqual({ kind: 'untold' });
  expect(world.sent).toEqual(['b', 'b']);
});

const HOUR_MS = 60 * 60 * 1000;

function open(answers: Readonly<Record<string, Delivery>>) {
  const clock = createClock();
  const ledger = createMemoryLedger({ ...clock, rememberMs: 7 * 24 * HOUR_MS });
  const sent: string[] = [];
  const channels = Object.entries(answers).map(([name, answer]): Channel => ({
    name,
    budgets: [],
    async send() {
      sent.push(name);
      return answer;
    },
  }));
  let occasions = 0;
  const tell = (notice: Notice) =>
    tellNotice(notice, {
      channels,
      ledger,
      owner: `${(occasions += 1)}`,
      deadline: clock.now() + 60_000,
      random: () => 0,
      ...clock,
      sayNotice: (said, occasion) =>
        sayNotice(said, occasion, { locale: 'en', timezone: 'UTC', accounts: {} }),
    });
  return { clock, sent, tell };
}
