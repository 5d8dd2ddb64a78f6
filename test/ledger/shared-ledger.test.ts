import { expect, test } from 'vitest';
import { type Cells, LedgerDownError } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createSharedLedger, type SharedStore } from '../../src/ledger/shared-ledger.ts';
import { ledgerContract } from './contract.ts';

ledgerContract('shared', async (now, rememberMs) => openInstance(openStore(now), now, rememberMs));

test('two instances know the same', async () => {
  const store = openStore();
  const [one, other] = [openInstance(store), openInstance(store)];
  await one.claims.claim(['a'], ann);
  expect(await other.claims.claim(['a'], bob)).toEqual([{ kind: 'held', until: 100 }]);
  await one.claims.end(['a'], 'ann', 'told');
  expect(await other.claims.claim(['a'], bob)).toEqual([{ kind: 'ended', as: 'told' }]);
});

test('where the store is away everything goes on, may be a repeat, and is said once', async () => {
  const store = openStore();
  const ledger = openInstance(store);
  store.isAway = true;
  expect(await ledger.claims.claim(['a', 'b'], ann)).toEqual([repeat, repeat]);
  expect(await ledger.ranges.begin('r')).toEqual({ number: 1, checkpoint: undefined });
  expect(await ledger.budgets.take('c', [], 'all')).toEqual({ kind: 'taken' });
  await ledger.claims.release(['a'], 'ann', 'no');
  expect(ledger.wentDown()).toBe(true);
  expect(store.complaints).toHaveLength(1);
  ledger.wake();
  expect(ledger.wentDown()).toBe(false);
  await ledger.ranges.begin('r');
  expect(store.complaints).toHaveLength(2);
});

test('what was told while the store was away is not told again by the same instance', async () => {
  const store = openStore();
  const [one, other] = [openInstance(store), openInstance(store)];
  store.isAway = true;
  await one.claims.claim(['a'], ann);
  await one.claims.end(['a'], 'ann', 'told');
  expect(await one.claims.claim(['a'], bob)).toEqual([{ kind: 'ended', as: 'told' }]);
  store.isAway = false;
  expect(await one.claims.claim(['a', 'b'], bob)).toEqual([{ kind: 'ended', as: 'told' }, fresh]);
  // And by then the others know it too.
  expect(await other.claims.claim(['a'], ann)).toEqual([{ kind: 'ended', as: 'told' }]);
});

test('what the store has missed it hears as soon as it is back', async () => {
  const store = openStore();
  const [one, other] = [openInstance(store), openInstance(store)];
  await one.claims.claim(['a', 'b'], ann);
  store.isAway = true;
  await one.claims.end(['a'], 'ann', 'dead');
  await one.claims.release(['b'], 'ann', 'maybe');
  expect(await one.catchUp()).toBe(false);
  store.isAway = false;
  expect(await one.catchUp()).toBe(true);
  expect(await other.claims.claim(['a', 'b'], bob)).toEqual([
    { kind: 'ended', as: 'dead' },
    repeat,
  ]);
});

test('what may have been sent while the store was away may be a repeat afterwards', async () => {
  const store = openStore();
  const ledger = openInstance(store);
  store.isAway = true;
  await ledger.claims.claim(['a'], ann);
  await ledger.claims.release(['a'], 'ann', 'maybe');
  store.isAway = false;
  expect(await ledger.claims.claim(['a'], bob)).toEqual([repeat]);
});

test('what someone else holds stays theirs, whatever this instance did alone before', async () => {
  const store = openStore();
  const [one, other] = [openInstance(store), openInstance(store)];
  store.isAway = true;
  await one.claims.claim(['x'], ann);
  store.isAway = false;
  await other.claims.claim(['a'], bob);
  expect(await one.claims.claim(['a'], ann)).toEqual([{ kind: 'held', until: 200 }]);
});

test('a mistake in the store is no outage', async () => {
  const broken: SharedStore = {
    cells: () => ({ change: () => Promise.reject(new TypeError('a mistake')) }),
    wasLost: () => false,
    rest: async () => {},
  };
  await expect(openInstance(broken).ranges.begin('r')).rejects.toBeInstanceOf(TypeError);
});

test('a connection that was lost in between is an outage, even if the next one is there', () => {
  const store = openStore();
  const ledger = openInstance(store);
  expect(ledger.wentDown()).toBe(false);
  store.lost = true;
  expect(ledger.wentDown()).toBe(true);
});

const ann = { owner: 'ann', until: 100 };
const bob = { owner: 'bob', until: 200 };
const fresh = { kind: 'ours', mayRepeat: false };
const repeat = { kind: 'ours', mayRepeat: true };

/** A store that can be away, and remembers what was complained of. */
function openStore(now = () => 0) {
  const families = new Map<string, Cells>();
  const store = {
    isAway: false,
    lost: false,
    complaints: new Array<LedgerDownError>(),
    cells(family: string): Cells {
      const cells = families.get(family) ?? createMemoryCells({ now });
      families.set(family, cells);
      return {
        async change(keys, change) {
          if (store.isAway) throw new LedgerDownError('away');
          return cells.change(keys, change);
        },
      };
    },
    wasLost: () => store.lost,
    rest: async () => {},
  };
  return store;
}

function openInstance(
  store: SharedStore & { readonly complaints?: LedgerDownError[] },
  now = () => 0,
  rememberMs = 60_000,
) {
  return createSharedLedger(store, {
    now,
    rememberMs,
    onDown: (error) => void store.complaints?.push(error),
  });
}
