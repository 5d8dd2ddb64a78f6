import { createBudgets } from './budgets.ts';
import { createCellWindows } from './cell-windows.ts';
import { type Cells, LedgerDownError } from './cells.ts';
import { type Claimant, type Claimed, type Claims, createClaims } from './claims.ts';
import { createDueLetters } from './due-letters.ts';
import { createHeldDigests, type Holding } from './held-digests.ts';
import type { Ledger } from './ledger.ts';
import { createMemoryCells } from './memory-cells.ts';
import { createPulses } from './pulses.ts';
import { createRanges } from './ranges.ts';
import { createRepeats } from './repeats.ts';
import { createResponses } from './responses.ts';
import { createToldAlerts } from './told-alerts.ts';
import { createTroubles } from './troubles.ts';

/** Cells that all instances see. */
export interface SharedStore {
  /** Cells whose keys do not meet those of another family. */
  readonly cells: (family: string) => Cells;
  /** Whether the way to it was lost since the last rest: what was known of it then may not hold. */
  wasLost(): boolean;
  rest(): Promise<void>;
}

export interface SharedLedgerOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly rememberMs: number;
  /** Hears, once an invocation, that the store does not answer. */
  readonly onDown: (error: LedgerDownError) => void;
}

/** More than an instance settles in a day without its store. */
const MOST_UNTOLD = 10_000;

/**
 * A ledger that all instances share. Where the store does not answer, what this instance remembers
 * stands in for it: alerts go out and say that they may be repeats, and nothing waits for the store.
 * What was told meanwhile is not told again by this instance, and by no other once the store has heard
 * of it.
 */
export function createSharedLedger(store: SharedStore, options: SharedLedgerOptions): Ledger {
  const { now, rememberMs, onDown } = options;
  let down = false;
  /** What this instance has settled alone, and the store has still to hear. */
  let untold: (() => Promise<void>)[] = [];

  async function ask<Answer>(
    there: () => Promise<Answer>,
    here: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await there();
    } catch (error) {
      if (!(error instanceof LedgerDownError)) throw error;
      if (!down) onDown(error);
      down = true;
      return here();
    }
  }

  /** What may or may not have been written is held by nobody once it is dropped. */
  function takeBack(channel: string, id: string): Promise<Holding> {
    return ask<Holding>(
      async () => {
        await digests.drop(channel, [id]);
        return 'no';
      },
      async () => 'maybe',
    );
  }

  /** Cells of the store, or of this instance where the store does not answer. */
  function cells(family: string, mostAlone: number): Cells {
    const there = store.cells(family);
    const here = createMemoryCells({ now, mostCells: mostAlone });
    return {
      change: (keys, change) =>
        ask(
          () => there.change(keys, change),
          () => here.change(keys, change),
        ),
    };
  }

  const digests = createHeldDigests(store.cells('digests'), now);
  const letters = createDueLetters(store.cells('letters'), now);
  const told = createToldAlerts(store.cells('told'), now);
  const responses = createResponses(store.cells('responses'), { now });
  const pulses = createPulses(store.cells('pulses'), now);
  const shared = createClaims(store.cells('claims'), { now, rememberMs });
  const alone = createClaims(createMemoryCells({ now }), { now, rememberMs });

  /** Settles claims in the store, or else here, and in the store as soon as it is back. */
  async function settle(act: (claims: Claims) => Promise<void>): Promise<void> {
    await ask(
      () => act(shared),
      async () => {
        untold = [...untold, () => act(shared)].slice(-MOST_UNTOLD);
        await act(alone);
      },
    );
  }

  async function catchUp(): Promise<boolean> {
    for (;;) {
      const [first] = untold;
      if (first === undefined) return true;
      const told = await ask(
        async () => {
          await first();
          return true;
        },
        async () => false,
      );
      if (!told) return false;
      untold = untold.filter((each) => each !== first);
    }
  }

  /** Nobody can know what others have told meanwhile. */
  async function claimAlone(
    keys: readonly string[],
    claimant: Claimant,
  ): Promise<readonly Claimed[]> {
    const claimed = await alone.claim(keys, claimant);
    return claimed.map((answer) =>
      answer.kind === 'ended' ? answer : { kind: 'ours', mayRepeat: true },
    );
  }

  return {
    claims: {
      async claim(keys, claimant) {
        const isThere = await catchUp();
        return ask(
          () => (isThere ? shared.claim(keys, claimant) : claimAlone(keys, claimant)),
          () => claimAlone(keys, claimant),
        );
      },
      end: (keys, owner, ending) => settle((claims) => claims.end(keys, owner, ending)),
      release: (keys, owner, sent) => settle((claims) => claims.release(keys, owner, sent)),
    },
    ranges: createRanges(cells('ranges', 1_000), rememberMs),
    repeats: createRepeats(cells('repeats', 10_000), { now, rememberMs }),
    budgets: createBudgets(cells('budgets', 1_000), now),
    windows: createCellWindows(cells('windows', 500), { rememberMs }),
    digests: {
      ...digests,
      hold: (channel, digest) =>
        ask<Holding>(
          () => digests.hold(channel, digest),
          () => takeBack(channel, digest.id),
        ),
    },
    letters: {
      ...letters,
      // Where dead letters are kept, they are all the same.
      hold: (all) => ask(() => letters.hold(all), ignored),
      // What came to its end is found ended, should it be tried once more.
      drop: (ids) => ask(() => letters.drop(ids), ignored),
    },
    told: {
      ...told,
      keep: (alerts, join) =>
        ask(
          () => told.keep(alerts, join),
          async () => false,
        ),
    },
    responses: {
      ...responses,
      known: () =>
        ask(
          () => responses.known(),
          async () => ({ silences: [], acknowledgements: [] }),
        ),
    },
    pulses: {
      ...pulses,
      begin: (shard) => pulses.begin(shard).catch(ignoreDown),
      end: (beat) => pulses.end(beat).catch(ignoreDown),
      sent: (channels) => pulses.sent(channels).catch(ignoreDown),
    },
    troubles: createTroubles(store.cells('troubles'), now),
    shared: true,
    wake() {
      down = false;
    },
    wentDown: () => down || store.wasLost(),
    catchUp,
    async rest() {
      await catchUp();
      await store.rest();
    },
  };
}

async function ignored(): Promise<void> {}

/** A sign of life that is missing makes nothing doubtful of what was answered. */
function ignoreDown(error: unknown): void {
  if (!(error instanceof LedgerDownError)) throw error;
}
