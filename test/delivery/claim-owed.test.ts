import { expect, test } from 'vitest';
import { claimKey } from '../../src/delivery/claim-key.ts';
import { claimOwed } from '../../src/delivery/claim-owed.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import type { RuleSnapshot } from '../../src/model/alert.ts';
import { routedTo, waysTo } from '../support/routed.ts';

const rest = { tags: [], fields: [], runbook: [], zh: {} };
const rule: RuleSnapshot = { id: 'rule', title: 'Rule', level: 'high', ...rest };
const finding = (id: string) => ({ rule, id });
const ann = { owner: 'ann', until: 100 };
const bob = { owner: 'bob', until: 100 };

function open() {
  return createMemoryLedger({ now: () => 0 }).claims;
}

test('a finding is owed to every channel that nobody told, and told as fresh', async () => {
  const routed = routedTo(['a', 'b']);
  const both = { finding: finding('1'), ways: waysTo(['a', 'b']) };
  const { owed, held, ended } = await claimOwed([both], open(), ann);
  expect(owed).toEqual([[finding('1'), { channels: ['a', 'b'], mayRepeat: false, routed }]]);
  expect([held, ended]).toEqual([[], 0]);
});

test('a finding whose channels met different fates is taken apart', async () => {
  const claims = open();
  const keys = ['told', 'silent', 'theirs'].map((channel) => claimKey('rule', '1', channel));
  await claims.claim(keys, bob);
  await claims.end(keys.slice(0, 1), 'bob', 'told');
  await claims.release(keys.slice(1, 2), 'bob', 'maybe');
  const channels = ['told', 'silent', 'theirs', 'new'];
  const unsettled = [{ finding: finding('1'), ways: waysTo(channels) }];
  const { owed, held, ended } = await claimOwed(unsettled, claims, ann);
  const routed = routedTo(channels);
  expect(owed).toEqual([
    [finding('1'), { channels: ['silent'], mayRepeat: true, routed }],
    [finding('1'), { channels: ['new'], mayRepeat: false, routed }],
  ]);
  expect(held).toEqual([{ finding: finding('1'), ways: new Map([['theirs', routed]]) }]);
  expect(ended).toBe(0);
});

test('a finding that two routes tell is told by each of them', async () => {
  const [ring, mute] = [routedTo(['a', 'b']), routedTo(['c'], { mutedBy: 'record_only' })];
  const ways = new Map([
    ['a', ring],
    ['b', ring],
    ['c', mute],
  ]);
  const { owed } = await claimOwed([{ finding: finding('1'), ways }], open(), ann);
  expect(owed.map(([, { channels, routed }]) => [channels, routed.mutedBy])).toEqual([
    [['a', 'b'], undefined],
    [['c'], 'record_only'],
  ]);
});

test('findings that have come to their end everywhere are counted', async () => {
  const claims = open();
  const ways = waysTo(['a']);
  await claims.end([claimKey('rule', '1', 'a')], 'bob', 'suppressed');
  const unsettled = ['1', '2'].map((id) => ({ finding: finding(id), ways }));
  const { owed, ended } = await claimOwed(unsettled, claims, ann);
  expect(owed.map(([{ id }]) => id)).toEqual(['2']);
  expect(ended).toBe(1);
});
