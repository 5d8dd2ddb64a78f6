import { expect, test } from 'vitest';
import { channels, type FaultName } from './faults.ts';
import { type Plan, planRun } from './plan.ts';
import { sizes } from './sizes.ts';

const full = planRun(1, sizes.full);

/** All that a plan answers, so far as a run could ask. */
function written({ faultOf, handover, comesAgain, pause, outage, lateness, ...plan }: Plan) {
  return JSON.stringify([
    plan,
    plan.alerts.map(({ event }) =>
      channels.map((channel) => [0, 1, 2].map((tries) => faultOf(channel, event, tries))),
    ),
    plan.alerts.map(({ event }) => lateness(event)),
    plan.shards.map(({ cuts }, shard) =>
      cuts.map((_, cut) => [
        [0, 1, 2].map((attempt) => [handover(shard, cut, attempt), pause(shard, cut, attempt)]),
        comesAgain(shard, cut),
      ]),
    ),
    [0, 1, 2].map(outage),
  ]);
}

test('a seed plans one run, and another seed another', () => {
  expect(written(planRun(1, sizes.full))).toBe(written(full));
  expect(written(planRun(2, sizes.full))).not.toBe(written(full));
});

test.each(Object.entries(sizes))('the %s run is as large as it says', (_, size) => {
  const { shards, alerts } = planRun(7, size);
  const logs = shards.flatMap(({ groups }) => groups.flat());
  expect(shards).toHaveLength(size.shards);
  expect(logs).toHaveLength(size.records);
  expect(new Set(alerts.map(({ event }) => event)).size).toBe(size.alerts);
  expect(logs.filter(({ kind }) => kind === 'malformed')).toHaveLength(size.malformed);
});

test('ranges cover each shard from its first group to its last', () => {
  for (const { groups, cuts } of full.shards) {
    expect(cuts[0]).toBe(0);
    expect(cuts.at(-1)).toBe(groups.length);
    expect(cuts).toEqual(cuts.toSorted((a, b) => a - b));
    expect(new Set(cuts).size).toBe(cuts.length);
  }
});

test('an alert says where its record stands', () => {
  for (const { event, shard, group } of full.alerts) {
    expect(full.shards[shard]?.groups[group]).toContainEqual({ kind: 'alert', event });
  }
});

test('what is counted out is planned so often, and everything else comes up', () => {
  const counts = new Map<FaultName, number>();
  for (const { event } of full.alerts) {
    for (const channel of channels) {
      const fault = full.faultOf(channel, event, 0);
      counts.set(fault, (counts.get(fault) ?? 0) + 1);
    }
  }
  for (const [fault, pairs] of sizes.full.rare) {
    const always = fault === 'refusal' ? sizes.full.refusedForGood : 0;
    expect([fault, counts.get(fault)]).toEqual([fault, pairs + always]);
  }
  for (const fault of ['429', '5xx', 'errcode -1', 'reset', 'reset after taking'] as const) {
    expect(counts.get(fault)).toBeGreaterThan(5);
  }
});

test('in the end a channel takes every message, but for those that it refuses for good', () => {
  const refused = full.alerts.flatMap(({ event }) =>
    channels.filter((channel) => full.faultOf(channel, event, 20) !== 'ok'),
  );
  expect(refused).toHaveLength(sizes.full.refusedForGood);
});

test('some ranges go to two workers at once, and others come again', () => {
  const ranges = full.shards.flatMap(({ cuts }, shard) =>
    cuts.slice(1).map((_, cut) => ({
      twice: full.handover(shard, cut, 0).workers === 2,
      again: full.comesAgain(shard, cut),
      killed: full.handover(shard, cut, 0).killAfter !== undefined,
    })),
  );
  expect(ranges.filter(({ twice }) => twice)).toHaveLength(sizes.full.atOnce);
  expect(ranges.filter(({ again }) => again)).toHaveLength(sizes.full.again);
  expect(ranges.filter(({ killed }) => killed)).toHaveLength(sizes.full.timedKills);
});
