import { expect, test } from 'vitest';
import { openBatch } from '../../src/batch.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { digestHolder } from '../../src/hold-digest.ts';
import { type Cells, LedgerDownError } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createSharedLedger } from '../../src/ledger/shared-ledger.ts';
import type { Match } from '../../src/match-page.ts';
import type { Digest } from '../../src/model/digest.ts';
import { openInstance } from '../../src/open-instance.ts';
import type { Pipeline, Turn } from '../../src/pipeline.ts';
import { sweepDigests } from '../../src/sweep/sweep-digests.ts';
import { openTally } from '../../src/tally.ts';
import { deletionsByMany, eventOf } from '../support/audit-event.ts';
import { createClock } from '../support/clock.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';

// A function that dies at any step between a match and the digest that tells of it, one step after the
// other, or whose store is away for one of them: each step is a change of the store that all instances
// share, or a message.

const PEOPLE = 12;
const LEASE_MS = 60_000;
const HOUR_MS = 3_600_000;

class Died extends Error {
  override readonly name = 'Died';
}

/** What happens at a step, before it is done or after. */
interface Misfortune {
  readonly at: number;
  readonly after?: boolean;
  /** The store does not answer, and does again; else the function dies. */
  readonly isOutage?: boolean;
}

const now = <Answer>(act: () => Promise<Answer>) => act();

/** What was told, to whom of the people it was about, and whether it said that it may be a repeat. */
interface Told {
  readonly people: readonly string[];
  readonly mayRepeat: boolean;
}

/** Instances of the function that share a store, a clock and a chat, in a world where they die. */
function openWorld() {
  const clock = createClock();
  const families = new Map<string, Cells>();
  const told: Told[] = [];

  /** An instance that meets a misfortune at one of its steps, if any. */
  function openMortal({ at, after = false, isOutage = false }: Misfortune = { at: Infinity }) {
    let steps = 0;
    async function step<Answer>(act: () => Promise<Answer>): Promise<Answer> {
      steps += 1;
      const isMet = isOutage ? false : steps > at;
      if (isMet || (steps === at && !after)) throw misfortune();
      const answer = await act();
      if (steps === at) throw misfortune();
      return answer;
    }
    const misfortune = () => (isOutage ? new LedgerDownError('away') : new Died());
    const store = {
      cells(family: string): Cells {
        const cells = families.get(family) ?? createMemoryCells(clock);
        families.set(family, cells);
        return { change: (keys, change) => step(() => cells.change(keys, change)) };
      },
      wasLost: () => false,
      rest: async () => {},
    };
    const ledger = createSharedLedger(store, { ...clock, rememberMs: HOUR_MS, onDown() {} });
    const digests = new Map<string, Digest>();
    const channel: Channel = {
      name: 'slack',
      budgets: [{ most: 4, perMs: HOUR_MS }],
      send: (notification) =>
        (isOutage ? now : step)(async () => {
          const digest = digests.get(notification.id);
          const people =
            digest === undefined
              ? [notification.about.actor ?? '']
              : digest.rows.flatMap(({ actors }) => actors.map(({ name }) => name));
          told.push({ people, mayRepeat: JSON.stringify(notification.title).includes('repeat') });
          return { kind: 'delivered', form: 'full' };
        }),
    };
    const { story } = openInstance({
      project: { config, ...rulesOf(deletedRule) },
      env: {},
      journal() {},
      onSay() {},
      fetch: () => Promise.reject(new Died()),
      now: clock.now,
      allowLoopback: false,
    });
    const pipeline: Pipeline = {
      ...story,
      ledger,
      channels: [channel],
      hold: digestHolder(ledger, clock.now),
      sayDigest(digest, name, mayRepeat) {
        digests.set(digest.id, digest);
        return story.sayDigest(digest, name, mayRepeat);
      },
      keepsLetters: true,
      // Who is dead keeps nothing, and nobody else gives anything up.
      keepLetters: () => step(() => Promise.reject(new Error('nothing is given up here'))),
      onMuted() {},
    };
    const turn: Turn = {
      ...clock,
      random: () => 0,
      owner: `${clock.now()}`,
      deadline: clock.now() + LEASE_MS - 1_000,
      leaseEnd: clock.now() + LEASE_MS,
    };
    return { pipeline, turn };
  }

  /** Whether all that was delivered came to its end. */
  async function detect(misfortune?: Misfortune): Promise<boolean> {
    const { pipeline, turn } = openMortal(misfortune);
    const tally = openTally(() => {}, clock.now);
    const batch = openBatch({ ...pipeline, turn, tally, attempts: 1, givenUp: undefined });
    await batch.takeMatches(matches);
    await batch.tell();
    return batch.isSettled();
  }

  async function sweepAll(misfortune?: Misfortune): Promise<void> {
    const { pipeline, turn } = openMortal(misfortune);
    await sweepDigests(pipeline, turn);
  }

  /** Until what a dead instance has claimed is free again. */
  function wait(ms = LEASE_MS + 5_000): void {
    clock.goTo(clock.now() + ms);
  }
  return { told, detect, sweep: sweepAll, wait };
}

const config = {
  source: { endpoint: 'cn-hangzhou.log.aliyuncs.com', project: 'example', logstore: 'trail' },
  channels: { slack: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' } },
};

const rest = { tags: [], fields: [], runbook: [], zh: {} };
const rule = { id: 'rule', title: 'Rule', level: 'high', ...rest } as const;
const matches: readonly Match[] = deletionsByMany(PEOPLE).map((record) => {
  const event = eventOf(record);
  return { rule, event, id: event.id, logged: Infinity };
});

/** Whether an instance died; anything else that goes wrong is thrown. */
async function dies(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return false;
  } catch (error) {
    if (error instanceof Died) return true;
    throw error;
  }
}

/** Everybody was told of, and whoever was told of before was told of as a possible repeat. */
function expectAllTold(told: readonly Told[]): void {
  const known = new Set<string>();
  for (const { people, mayRepeat } of told) {
    if (people.some((person) => known.has(person))) expect(mayRepeat).toBe(true);
    for (const person of people) known.add(person);
  }
  expect(known.size).toBe(PEOPLE);
}

/** Of two messages about somebody, around an outage, one says that it may be a repeat. */
function expectToldAround(told: readonly Told[]): void {
  const people = new Set(told.flatMap((each) => each.people));
  expect(people.size).toBe(PEOPLE);
  for (const person of people) {
    const about = told.filter((each) => each.people.includes(person));
    if (about.length > 1) expect(about.some(({ mayRepeat }) => mayRepeat)).toBe(true);
  }
}

for (const after of [false, true]) {
  const when = after ? 'after' : 'before';

  test(`a function that dies ${when} any of its steps loses nothing, and repeats nothing without saying so`, async () => {
    let steps = 1;
    for (; steps < 200; steps += 1) {
      const world = openWorld();
      const died = await dies(() => world.detect({ at: steps, after }));
      world.wait();
      while (!(await world.detect())) world.wait();
      world.wait(HOUR_MS);
      await world.sweep();
      expectAllTold(world.told);
      if (!died) break;
    }
    expect(steps).toBeGreaterThan(15);
    expect(steps).toBeLessThan(200);
  });

  test(`a sweep that dies ${when} any of its steps is followed by one that tells what it held`, async () => {
    let steps = 1;
    for (; steps < 100; steps += 1) {
      const world = openWorld();
      expect(await world.detect()).toBe(true);
      world.wait(HOUR_MS);
      const died = await dies(() => world.sweep({ at: steps, after }));
      world.wait();
      await world.sweep();
      world.wait();
      await world.sweep();
      expectAllTold(world.told);
      if (!died) break;
    }
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(100);
  });

  test(`a store that is away ${when} any of its changes costs nobody an alert`, async () => {
    for (let at = 1; at < 60; at += 1) {
      const world = openWorld();
      const misfortune = { at, after, isOutage: true };
      await world.detect(misfortune).catch(expectDown);
      world.wait();
      while (!(await world.detect())) world.wait();
      world.wait(HOUR_MS);
      await world.sweep(misfortune).catch(expectDown);
      world.wait();
      await world.sweep();
      expectToldAround(world.told);
    }
  });
}

function expectDown(error: unknown): void {
  expect(error).toBeInstanceOf(LedgerDownError);
}
