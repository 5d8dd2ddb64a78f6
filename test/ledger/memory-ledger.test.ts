import { expect, test } from 'vitest';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { ledgerContract } from './contract.ts';

ledgerContract('memory', async (now, ttlMs) => createMemoryLedger({ now, ttlMs }));

test('memory is bounded: the oldest marks go first', async () => {
  const ledger = createMemoryLedger({ now: () => 0, mostMarks: 2 });
  await ledger.mark(['a', 'b']);
  await ledger.mark(['a', 'c']);
  expect(await ledger.marked(['a', 'b', 'c'])).toEqual(new Set(['a', 'c']));
});
