import { expect, test } from 'vitest';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { ledgerContract } from './contract.ts';

ledgerContract('memory', async (now, rememberMs) => createMemoryLedger({ now, rememberMs }));

const claimant = { owner: 'ann', until: 100 };

test('memory is bounded: what was claimed or ended longest ago goes first', async () => {
  const { claims } = createMemoryLedger({ now: () => 0, mostClaims: 2 });
  await claims.end(['a', 'b'], 'ann', 'told');
  await claims.end(['c'], 'ann', 'told');
  const kinds = (await claims.claim(['b', 'c', 'a'], claimant)).map(({ kind }) => kind);
  expect(kinds).toEqual(['ended', 'ended', 'ours']);
});

test('memory forgets what it need not remember any longer', async () => {
  let time = 0;
  const { claims } = createMemoryLedger({ now: () => time, rememberMs: 1_000 });
  await claims.end(['a', 'b'], 'ann', 'told');
  time = 999;
  expect(await claims.claim(['a'], claimant)).toMatchObject([{ kind: 'ended' }]);
  time = 1_000;
  expect(await claims.claim(['a', 'b'], claimant)).toMatchObject([
    { kind: 'ended' },
    { kind: 'ours' },
  ]);
});
