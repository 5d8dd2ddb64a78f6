import { expect, test } from 'vitest';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createResponses, MOST_SILENCES } from '../../src/ledger/responses.ts';
import type { Acknowledgement, ChatSilence } from '../../src/model/response.ts';
import { ledgerThatMayGo } from './away.ts';
import { testedStores } from './stores.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

for (const store of testedStores('responses')) {
  const { name, test: testIt } = store;
  const open = (now: () => number = () => 0) => {
    const cells = store.open(now);
    return [createResponses(cells, { now }), createResponses(cells, { now })] as const;
  };

  testIt(`${name}: what is answered is known to all instances, the oldest first`, async () => {
    const [here, there] = open();
    expect(await there.read()).toEqual({ silences: [], acknowledgements: [] });
    await here.silence(silence('a'));
    await there.silence(silence('b', { session: 'session-1', group: undefined }));
    await here.acknowledge(acknowledgement('c'));
    await there.acknowledge(acknowledgement('d'));
    const known = await here.read();
    expect(known).toEqual({
      silences: [silence('a'), silence('b', { session: 'session-1' })],
      acknowledgements: [acknowledgement('c'), acknowledgement('d')],
    });
    expect(await there.known()).toEqual(known);
  });

  testIt(`${name}: of the same answer the first stands`, async () => {
    const [here, there] = open();
    const first = await here.silence(silence('a'));
    const again = await there.silence({ ...silence('a'), endsAt: 99 * HOUR_MS, by: bob });
    expect(again).toEqual(first);
    const said = await here.acknowledge(acknowledgement('a'));
    expect(await there.acknowledge({ ...acknowledgement('a'), by: bob })).toEqual(said);
    const { silences, acknowledgements } = await here.read();
    expect([silences.length, acknowledgements.length]).toEqual([1, 1]);
  });

  testIt(`${name}: a silence is ended once, by the first who does`, async () => {
    let time = 0;
    const [here, there] = open(() => time);
    await here.silence(silence('a'));
    time = 5;
    const ended = await there.end('a', bob);
    expect(ended).toEqual({ ...silence('a'), ended: { by: bob, at: 5 } });
    time = 6;
    expect(await here.end('a', alice)).toEqual(ended);
    expect(await here.end('nobody', alice)).toBeUndefined();
    expect(await here.silence(silence('a'))).toEqual(ended);
  });

  testIt(`${name}: a silence that ran out is not ended by anybody`, async () => {
    let time = 0;
    const [here] = open(() => time);
    await here.silence(silence('a'));
    time = HOUR_MS;
    expect(await here.end('a', bob)).toEqual(silence('a'));
  });

  testIt(`${name}: of what twenty answer at once nothing is lost`, async () => {
    const [here, there] = open(Date.now);
    const ids = Array.from({ length: 20 }, (_, at) => `${at}`);
    const at = Date.now();
    await Promise.all(
      ids.map((id, place) =>
        (place % 2 === 0 ? here : there).silence({ ...silence(id), at, endsAt: at + HOUR_MS }),
      ),
    );
    const { silences } = await here.read();
    expect(silences.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });
}

test('whoever fills the store is refused, and what is there stays', async () => {
  let time = 0;
  const now = () => time;
  const responses = createResponses(createMemoryCells({ now }), { now });
  for (let at = 0; at < MOST_SILENCES; at += 1) await responses.silence(silence(`${at}`));
  expect(await responses.silence(silence('one more'))).toBeUndefined();
  expect(await responses.silence(silence('0'))).toEqual(silence('0'));
  expect((await responses.read()).silences).toHaveLength(MOST_SILENCES);
  time = 3 * DAY_MS;
  const later = { ...silence('one more'), at: time, endsAt: time + HOUR_MS };
  expect(await responses.silence(later)).toEqual(later);
});

test('silences that were ended make room for others, and the oldest of them are forgotten', async () => {
  const responses = createResponses(createMemoryCells({ now: () => 0 }), { now: () => 0 });
  const ids = Array.from({ length: MOST_SILENCES }, (_, at) => `${at}`);
  for (const id of ids) await responses.silence(silence(id));
  for (const id of ids.slice(1, 3)) await responses.end(id, bob);
  expect(await responses.silence(silence('one more'))).toEqual(silence('one more'));
  const known = (await responses.read()).silences.map(({ id }) => id);
  expect(known).toEqual(['0', ...ids.slice(2), 'one more']);
});

test('of acknowledgements the newest are remembered', async () => {
  const now = () => 0;
  const cells = createMemoryCells({ now });
  const text = JSON.stringify(Array.from({ length: 509 }, (_, at) => acknowledgement(`${at}`)));
  await cells.change(['acknowledgements'], () => ({
    answer: undefined,
    write: { text, ttlMs: 1 },
  }));
  const responses = createResponses(cells, { now });
  await responses.acknowledge(acknowledgement('509'));
  const { acknowledgements } = await responses.read();
  expect(acknowledgements.map(({ id }) => id)).toEqual(
    Array.from({ length: 500 }, (_, at) => `${at + 10}`),
  );
});

test('messages speak of what has ended for two days', async () => {
  let time = 0;
  const now = () => time;
  const responses = createResponses(createMemoryCells({ now }), { now });
  await responses.silence(silence('a'));
  await responses.acknowledge(acknowledgement('b'));
  time = 2 * DAY_MS - 1;
  expect(await responses.read()).toMatchObject({
    silences: [{ id: 'a' }],
    acknowledgements: [{ id: 'b' }],
  });
  time = 2 * DAY_MS + HOUR_MS;
  expect(await responses.read()).toEqual({ silences: [], acknowledgements: [] });
});

test('where the store is away nothing is known of answers, and none is taken', async () => {
  const { ledger, setAway } = ledgerThatMayGo();
  const { responses } = ledger;
  await responses.silence(silence('a'));
  setAway(true);
  expect(await responses.known()).toEqual({ silences: [], acknowledgements: [] });
  await expect(responses.read()).rejects.toBeInstanceOf(LedgerDownError);
  await expect(responses.silence(silence('b'))).rejects.toBeInstanceOf(LedgerDownError);
  await expect(responses.end('a', bob)).rejects.toBeInstanceOf(LedgerDownError);
  await expect(responses.acknowledge(acknowledgement('c'))).rejects.toBeInstanceOf(LedgerDownError);
  setAway(false);
  expect((await responses.known()).silences).toHaveLength(1);
});

test('answers of a newer release that cannot be read are no answers', async () => {
  const now = () => 0;
  const cells = createMemoryCells({ now });
  await cells.change(['silences'], () => ({
    answer: undefined,
    write: { text: '[{"kind":"silence","id":1}]', ttlMs: HOUR_MS },
  }));
  expect(await createResponses(cells, { now }).read()).toEqual({
    silences: [],
    acknowledgements: [],
  });
});

test('a ledger in memory knows answers while its instance lives', async () => {
  const { responses } = createMemoryLedger({ now: () => 0 });
  await responses.silence(silence('a'));
  expect((await responses.known()).silences).toHaveLength(1);
});

const alice = { name: 'alice', isVerified: true, address: undefined };
const bob = { name: 'bob', isVerified: false, address: '192.0.2.7' };

const answer = {
  subject: {
    rule: 'rule-1',
    account: '1234567890123456',
    actor: { kind: 'ram-user', name: 'carol', account: '1234567890123456' },
    failedOnly: false,
  },
  alert: 'alert-example',
  title: 'Endpoint Service Deleted',
  by: alice,
  at: 0,
  comment: 'planned',
} as const;

function silence(id: string, more: Partial<ChatSilence['subject']> = {}): ChatSilence {
  const subject = { ...answer.subject, ...more };
  return { ...answer, id, subject, kind: 'silence', endsAt: HOUR_MS, channels: ['slack'] };
}

function acknowledgement(id: string): Acknowledgement {
  return { ...answer, id, kind: 'acknowledgement' };
}
