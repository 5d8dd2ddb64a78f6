import { expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Repeats } from '../../src/ledger/repeats.ts';
import type { ChatSilence } from '../../src/model/response.ts';
import { windowsContract } from './windows-contract.ts';

/** What every ledger keeps to. `open` makes an empty one that remembers for so long. */
export function ledgerContract(
  name: string,
  open: (now: () => number, rememberMs: number) => Promise<Ledger>,
): void {
  const at = (time: number) => open(() => time, 60_000);

  test(`${name}: what nobody claimed is ours, and repeats nothing`, async () => {
    const { claims } = await at(0);
    expect(await claims.claim(['a', 'b'], ann)).toEqual([fresh, fresh]);
    expect(await claims.claim([], ann)).toEqual([]);
  });

  test(`${name}: what someone else holds is theirs until their lease ends`, async () => {
    let time = 0;
    const { claims } = await open(() => time, 60_000);
    await claims.claim(['a'], ann);
    expect(await claims.claim(['a', 'b'], bob)).toEqual([{ kind: 'held', until: 100 }, fresh]);
    expect(await claims.claim(['a'], ann)).toEqual([fresh]);
    time = 100;
    expect(await claims.claim(['a'], bob)).toEqual([repeat]);
    expect(await claims.claim(['a'], ann)).toEqual([{ kind: 'held', until: 200 }]);
  });

  test(`${name}: a key that stands twice is claimed once, and answered twice`, async () => {
    const { claims } = await at(0);
    expect(await claims.claim(['a', 'a'], ann)).toEqual([fresh, fresh]);
  });

  test(`${name}: what ended has ended for all, and only what is dead can be revived`, async () => {
    const { claims } = await at(0);
    await claims.claim(['a', 'b', 'c'], ann);
    await claims.end(['a'], 'ann', 'told');
    await claims.end(['b'], 'ann', 'suppressed');
    await claims.end(['c'], 'ann', 'dead');
    const ended = (as: string) => ({ kind: 'ended', as });
    const all = [ended('told'), ended('suppressed'), ended('dead')];
    expect(await claims.claim(['a', 'b', 'c'], bob)).toEqual(all);
    const revived = await claims.claim(['a', 'b', 'c'], { ...bob, revive: true });
    expect(revived).toEqual([ended('told'), ended('suppressed'), fresh]);
  });

  test(`${name}: what was given back says whether it may have been sent`, async () => {
    const { claims } = await at(0);
    await claims.claim(['a', 'b'], ann);
    await claims.release(['a'], 'ann', 'no');
    await claims.release(['b'], 'ann', 'maybe');
    expect(await claims.claim(['a', 'b'], bob)).toEqual([fresh, repeat]);
    await claims.release(['a', 'b'], 'bob', 'no');
    expect(await claims.claim(['a', 'b'], ann)).toEqual([fresh, repeat]);
  });

  test(`${name}: what may have been sent stays so, whoever gives it back later`, async () => {
    let time = 0;
    const { claims } = await open(() => time, 60_000);
    await claims.claim(['a'], ann);
    time = 100;
    await claims.claim(['a'], bob);
    await claims.release(['a'], 'bob', 'maybe');
    await claims.release(['a'], 'ann', 'no');
    expect(await claims.claim(['a'], cid)).toEqual([repeat]);
    await claims.end(['a'], 'cid', 'dead');
    await claims.release(['a'], 'ann', 'no');
    expect(await claims.claim(['a'], cid)).toEqual([{ kind: 'ended', as: 'dead' }]);
  });

  test(`${name}: nobody ends or gives back what someone else has claimed since`, async () => {
    let time = 0;
    const { claims } = await open(() => time, 60_000);
    await claims.claim(['a'], ann);
    time = 100;
    await claims.claim(['a'], bob);
    await claims.end(['a'], 'ann', 'told');
    await claims.release(['a'], 'ann', 'no');
    expect(await claims.claim(['a'], cid)).toEqual([{ kind: 'held', until: 200 }]);
  });

  test(`${name}: a lease that ran out is still its owner's to end, while nobody took it`, async () => {
    let time = 0;
    const { claims } = await open(() => time, 60_000);
    await claims.claim(['a'], ann);
    time = 500;
    await claims.end(['a'], 'ann', 'told');
    expect(await claims.claim(['a'], bob)).toEqual([{ kind: 'ended', as: 'told' }]);
  });

  test(`${name}: what is asked for again is remembered for as long again`, async () => {
    let time = 0;
    const { claims } = await open(() => time, 1_000);
    await claims.end(['a'], 'ann', 'told');
    time = 900;
    expect(await claims.claim(['a'], ann)).toEqual([{ kind: 'ended', as: 'told' }]);
    time = 1_800;
    expect(await claims.claim(['a'], ann)).toEqual([{ kind: 'ended', as: 'told' }]);
  });

  test(`${name}: what was told was told, whoever says something else later`, async () => {
    const { claims } = await at(0);
    await claims.end(['a'], 'ann', 'dead');
    await claims.end(['a'], 'bob', 'suppressed');
    expect(await claims.claim(['a'], cid)).toEqual([{ kind: 'ended', as: 'dead' }]);
    await claims.end(['a'], 'bob', 'told');
    await claims.end(['a'], 'ann', 'dead');
    expect(await claims.claim(['a'], cid)).toEqual([{ kind: 'ended', as: 'told' }]);
  });

  test(`${name}: a lease of somebody whose clock was days ahead holds nothing`, async () => {
    const { claims } = await at(0);
    await claims.claim(['a'], { owner: 'ann', until: 30 * 24 * 3_600_000 });
    expect(await claims.claim(['a'], bob)).toEqual([repeat]);
  });

  test(`${name}: several alerts ring or not in one go`, async () => {
    const { repeats } = await at(0);
    const ask = (group: string, id: string) => ({ group, events: [id], intervalMs: 100 });
    expect(await repeats.ring([])).toEqual([]);
    const answers = await repeats.ring([ask('g', 'a'), ask('h', 'b'), ask('g', 'c')]);
    expect(answers).toEqual([rings, rings, { kind: 'suppressed' }]);
  });

  test(`${name}: of twenty who claim at once, one gets each key`, async () => {
    const { claims } = await at(0);
    const keys = ['a', 'b', 'c'];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => claims.claim(keys, { owner: `${n}`, until: 100 })),
    );
    for (const place of [0, 1, 2]) {
      expect(answers.filter((answer) => answer[place]?.kind === 'ours')).toHaveLength(1);
    }
  });

  test(`${name}: tries of a range are counted until it gets on or is done`, async () => {
    const { ranges } = await at(0);
    expect(await ranges.begin('r')).toEqual({ number: 1, checkpoint: undefined });
    expect(await ranges.begin('r')).toEqual({ number: 2, checkpoint: undefined });
    await ranges.uncount('r');
    expect(await ranges.begin('r')).toEqual({ number: 2, checkpoint: undefined });
    await ranges.checkpoint('r', 'MQ==');
    expect(await ranges.begin('r')).toEqual({ number: 1, checkpoint: 'MQ==' });
    expect(await ranges.begin('r')).toEqual({ number: 2, checkpoint: 'MQ==' });
    expect(await ranges.begin('other')).toEqual({ number: 1, checkpoint: undefined });
    await ranges.done('r');
    expect(await ranges.begin('r')).toEqual({ number: 1, checkpoint: undefined });
  });

  test(`${name}: repeats are counted, and the next that rings tells of them`, async () => {
    let time = 0;
    const { repeats } = await open(() => time, 60_000);
    const ring = ringer(repeats);
    expect(await ring('a')).toEqual(rings);
    time = 10;
    expect(await ring('b', 'c')).toEqual({ kind: 'suppressed' });
    time = 20;
    expect(await ring('d')).toEqual({ kind: 'suppressed' });
    time = 100;
    expect(await ring('e')).toEqual({ kind: 'rings', keptBack: { count: 3, since: 10 } });
    time = 200;
    expect(await ring('f')).toEqual(rings);
    expect(await repeats.ring([{ group: 'h', events: ['f'], intervalMs: 100 }])).toEqual([rings]);
  });

  test(`${name}: the same event gets the same decision`, async () => {
    let time = 0;
    const { repeats } = await open(() => time, 60_000);
    const ring = ringer(repeats);
    await ring('a', 'b');
    await ring('c');
    expect(await ring('a')).toEqual(rings);
    expect(await ring('c')).toEqual({ kind: 'suppressed' });
    time = 100;
    const told = { kind: 'rings', keptBack: { count: 1, since: 0 } };
    expect(await ring('d')).toEqual(told);
    expect(await ring('d')).toEqual(told);
  });

  test(`${name}: where nobody could be told, the next one rings and tells of all`, async () => {
    const { repeats } = await at(0);
    const ring = ringer(repeats);
    await ring('a');
    await ring('b');
    await repeats.reopen([{ group: 'g', events: ['b'] }]);
    expect(await ring('c')).toEqual({ kind: 'suppressed' });
    await repeats.reopen([{ group: 'g', events: ['a'] }]);
    expect(await ring('d')).toEqual({ kind: 'rings', keptBack: { count: 2, since: 0 } });
  });

  test(`${name}: where somebody was told, the interval stands`, async () => {
    const { repeats } = await at(0);
    const ring = ringer(repeats);
    await ring('a');
    await repeats.confirm([{ group: 'g', events: ['b'] }]);
    await repeats.confirm([{ group: 'g', events: ['a'] }]);
    await repeats.reopen([{ group: 'g', events: ['a'] }]);
    expect(await ring('b')).toEqual({ kind: 'suppressed' });
    expect(await ring('a')).toEqual(rings);
  });

  test(`${name}: a budget lets so many through in so much time`, async () => {
    let time = 0;
    const { budgets } = await open(() => time, 60_000);
    const budget = [{ most: 2, perMs: 100 }];
    expect(await budgets.take('c', budget, 'all')).toEqual(taken);
    time = 40;
    expect(await budgets.take('c', budget, 'all')).toEqual(taken);
    expect(await budgets.take('c', budget, 'all')).toEqual(wait(60, 'budget'));
    expect(await budgets.take('other', budget, 'all')).toEqual(taken);
    time = 100;
    expect(await budgets.take('c', budget, 'all')).toEqual(taken);
    expect(await budgets.take('c', budget, 'all')).toEqual(wait(40, 'budget'));
  });

  test(`${name}: of several budgets the one that asks for the longest wait counts`, async () => {
    let time = 0;
    const { budgets } = await open(() => time, 60_000);
    const both = [
      { most: 1, perMs: 10 },
      { most: 2, perMs: 100 },
    ];
    const take = () => budgets.take('c', both, 'all');
    expect(await take()).toEqual(taken);
    expect(await take()).toEqual(wait(10, 'budget'));
    time = 10;
    expect(await take()).toEqual(taken);
    expect(await take()).toEqual(wait(90, 'budget'));
    time = 100;
    expect(await take()).toEqual(taken);
  });

  test(`${name}: a part of a budget is kept for what is graver, and some for a digest`, async () => {
    const { budgets } = await at(0);
    const budget = [{ most: 20, perMs: 100 }];
    const counts = { 'three-quarters': 0, 'all-but-two': 0, all: 0 };
    for (const share of ['three-quarters', 'all-but-two', 'all'] as const) {
      while ((await budgets.take('c', budget, share)).kind === 'taken') counts[share] += 1;
    }
    expect(counts).toEqual({ 'three-quarters': 15, 'all-but-two': 3, all: 2 });
  });

  test(`${name}: an instance whose clock is ahead or behind spends from the same budget`, async () => {
    let time = 100_000;
    const { budgets } = await open(() => time, 60_000);
    const budget = [{ most: 4, perMs: 60_000 }];
    let through = 0;
    for (let at = 0; at < 12; at += 1) {
      time = 100_000 + (at % 2 === 0 ? 0 : 2_000);
      if ((await budgets.take('c', budget, 'all')).kind === 'taken') through += 1;
    }
    expect(through).toBe(4);
    time = 100_000;
    // However far ahead the others are, nobody waits for longer than a budget is.
    expect(await budgets.take('c', budget, 'all')).toEqual(wait(60_000, 'budget'));
    time = 200_000;
    expect(await budgets.take('c', budget, 'all')).toEqual(taken);
    // Set back by an hour: nothing that was sent in a future counts.
    time = 100;
    expect(await budgets.take('c', budget, 'all')).toEqual(taken);
  });

  test(`${name}: of twenty who spend at once, no more get through than may`, async () => {
    const { budgets } = await at(0);
    const take = () => budgets.take('c', [{ most: 5, perMs: 100 }], 'all');
    const answers = await Promise.all(Array.from({ length: 20 }, take));
    expect(answers.filter(({ kind }) => kind === 'taken')).toHaveLength(5);
  });

  test(`${name}: a pause holds for everyone, with a budget or without, and the longest counts`, async () => {
    let time = 0;
    const { budgets } = await open(() => time, 60_000);
    await budgets.pause('c', 500);
    await budgets.pause('c', 300);
    expect(await budgets.take('c', [], 'all')).toEqual(wait(500, 'pause'));
    const budget = [{ most: 1, perMs: 10 }];
    expect(await budgets.take('c', budget, 'all')).toEqual(wait(500, 'pause'));
    time = 500;
    expect(await budgets.take('c', [], 'all')).toEqual(taken);
  });

  test(`${name}: a silence is known until it is ended, and after that as one that was`, async () => {
    const { responses } = await at(5);
    await responses.silence(silence);
    expect(await responses.known()).toEqual({ silences: [silence], acknowledgements: [] });
    const ended = { ...silence, ended: { by: silence.by, at: 5 } };
    expect(await responses.end(silence.id, silence.by)).toEqual(ended);
    expect(await responses.known()).toEqual({ silences: [ended], acknowledgements: [] });
  });

  test(`${name}: calls leave signs of life`, async () => {
    const { pulses } = await at(5);
    await pulses.begin(0);
    await pulses.end({ shard: 0, records: 2, failed: undefined, channels: [] });
    await pulses.sent([{ channel: 'slack', failed: 'gone' }]);
    expect(await pulses.read()).toEqual({
      since: 5,
      shards: [{ shard: 0, calledAt: 5, recordsAt: 5 }],
      channels: [{ channel: 'slack', failingSince: 5, reason: 'gone' }],
    });
  });

  test(`${name}: a trouble is to be told once in a while, and that it is over once`, async () => {
    const { troubles } = await at(5);
    const trouble = { kind: 'shard-stands-still', subject: '0', since: 1 } as const;
    expect(await troubles.look([trouble], 10)).toEqual({ due: [trouble], over: [] });
    await troubles.told(trouble, 'slack', 20);
    expect(await troubles.look([trouble], 10)).toEqual({ due: [], over: [] });
    expect(await troubles.look([], 10)).toMatchObject({ over: [{ toldTo: 'slack' }] });
  });

  windowsContract(name, async () => (await at(0)).windows);
}

const silence: ChatSilence = {
  kind: 'silence',
  id: 'silence-example',
  subject: { rule: 'rule-1', failedOnly: false },
  alert: 'alert-example',
  title: 'Rule one',
  by: { name: 'alice', isVerified: true, address: undefined },
  at: 0,
  comment: '',
  endsAt: 60_000,
  channels: ['slack'],
};
const ann = { owner: 'ann', until: 100 };
const bob = { owner: 'bob', until: 200 };
const cid = { owner: 'cid', until: 300 };
const fresh = { kind: 'ours', mayRepeat: false };
const repeat = { kind: 'ours', mayRepeat: true };
const taken = { kind: 'taken' };
const wait = (ms: number, because: 'budget' | 'pause') => ({ kind: 'wait', ms, because });
const rings = { kind: 'rings', keptBack: undefined };

/** Asks for one alert of group g. */
function ringer(repeats: Repeats) {
  return async (...events: string[]) =>
    (await repeats.ring([{ group: 'g', events, intervalMs: 100 }]))[0];
}
