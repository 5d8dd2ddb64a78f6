import { expect, test } from 'vitest';
import type { Terminal } from '../../../src/cli/command.ts';
import { readRecords } from '../../../src/cli/input/read-records.ts';

const asking = { command: 'message', option: '--event' };

async function read(stdin: AsyncIterable<Uint8Array>, interrupted = new AbortController().signal) {
  const terminal: Terminal = {
    out() {},
    err() {},
    env: {},
    directory: '.',
    colours: false,
    stdin,
    interrupted,
  };
  return await readRecords('-', asking, terminal);
}

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const [a, b] = [{ eventName: 'A' }, { eventName: 'B', list: [{ c: 1 }] }];
const laidOut = (value: unknown) => JSON.stringify(value, null, 2);

test.each([
  ['one on a line', JSON.stringify(a), { '': a }],
  ['one over many lines', laidOut(a), { '': a }],
  ['one over many lines, in some other way', '{"eventName"\n:\n"A"\n}', { '': a }],
  ['one a line', `${JSON.stringify(a)}\n\n${JSON.stringify(b)}\n`, { 'line 1': a, 'line 3': b }],
  ['several over many lines', `${laidOut(a)}\n${laidOut(b)}\n`, { 'record 1': a, 'record 2': b }],
  ['a list', JSON.stringify([a, b]), { 'record 1': a, 'record 2': b }],
  ['a list over many lines', laidOut([a, b]), { 'record 1': a, 'record 2': b }],
  ['a byte order mark', `\uFEFF${laidOut(a)}\n${laidOut(b)}`, { 'record 1': a, 'record 2': b }],
  ['an answer of LookupEvents', laidOut({ Events: [a, b] }), { 'event 1': a, 'event 2': b }],
  ['a log of the console', JSON.stringify({ event: JSON.stringify(a) }), { '': a }],
  ['nothing', ' \n\n', {}],
])('%s holds its records', async (_, text, expected) => {
  for (const chunks of [[text], [...text]]) {
    const records = (await read(chunksOf(...chunks))) ?? [];
    const found = records.map(({ text: json, place }) => [place, JSON.parse(json)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  }
});

test('what is no JSON costs the others nothing, and is a record by itself', async () => {
  const list = await read(chunksOf(`[${JSON.stringify(a)}, {"b" 1}, 5]`));
  expect(list?.map(({ text }) => text.trim())).toEqual([JSON.stringify(a), '{"b" 1}', '5']);
  const broken = '{\n  "eventName": "X",\n  "a" 3\n}';
  expect(await read(chunksOf(broken))).toEqual([{ text: broken, place: '' }]);
});

test('more than anybody looks at one by one is refused', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, ' ');
  const endless = async function* () {
    for (;;) yield megabyte;
  };
  await expect(read(endless())).rejects.toThrow(/--event: more than 64 MB.*scan/);
});

test('whoever interrupts gets nothing of half a text', async () => {
  const interrupt = new AbortController();
  const endless = async function* () {
    yield Buffer.from(JSON.stringify(a));
    interrupt.abort();
    await new Promise(() => {});
  };
  expect(await read(endless(), interrupt.signal)).toBe(undefined);
});
