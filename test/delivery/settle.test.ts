import { expect, test } from 'vitest';
import { digestAlerts } from '../../src/alerts/digest-alerts.ts';
import { deliver, type DeliverOptions } from '../../src/delivery/deliver.ts';
import { settle } from '../../src/delivery/settle.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { alertOf } from '../deadletters/letters.ts';
import { createClock } from '../support/clock.ts';
import { routedTo } from '../support/routed.ts';

/** What one actor did in a storm: more events than a function takes arguments. */
const storm = Array.from({ length: 200_000 }, (_, at) => `event-${at}`);
const channels = ['a', 'b'];
const alert = alertOf({ events: storm, count: storm.length, channels });

test('an alert of 200,000 events that is left to another time is given back', async () => {
  const { told, options } = await tell({});
  const { settled, broken } = await settle(told, options);
  expect(broken).toEqual([]);
  expect([...settled.values()].map((fates) => [...fates.values()])).toEqual([['left', 'left']]);
});

test('an alert of 200,000 events is kept back as one of two is', async () => {
  const repeatIntervalMs = () => 60_000;
  const ledger = createMemoryLedger(createClock());
  const first = { ...alert, events: ['before'] };
  await tell({ ledger, repeatIntervalMs, alerts: [first] });
  const { told } = await tell({ ledger, repeatIntervalMs });
  expect(told.map(({ fates }) => [...fates.values()].map(({ kind }) => kind))).toEqual([
    ['suppressed', 'suppressed'],
  ]);
});

/** Tells channels that take nothing for now. */
async function tell({
  alerts = [alert],
  ledger = createMemoryLedger(createClock()),
  repeatIntervalMs = () => 0,
}: Partial<DeliverOptions> & { readonly alerts?: readonly (typeof alert)[] }) {
  const options = {
    channels: channels.map((name) => ({
      name,
      budgets: [],
      send: async () => ({ kind: 'retry', reason: 'busy', afterSeconds: 600 }) as const,
    })),
    ledger,
    owner: 'ann',
    wording: async () => () => {
      throw new Error('nothing is said to a channel that is paused');
    },
    sayDigest: () => {
      throw new Error('there is no digest of one alert');
    },
    digestOf: digestAlerts,
    hold: async () => 'no' as const,
    repeatIntervalMs,
    random: () => 0,
    deadline: 60_000,
    ...createClock(),
    keep: async () => {},
    givenUp: undefined,
    attempts: 1,
  };
  for (const name of channels) await ledger.budgets.pause(name, 3_000_000);
  const { told } = await deliver(
    alerts.map((each) => ({ alert: each, routed: routedTo(channels) })),
    options,
  );
  return { told, options };
}
