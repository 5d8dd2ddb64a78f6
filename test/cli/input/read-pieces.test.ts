import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readElements } from '../../../src/cli/input/read-elements.ts';
import { type Pieces, readPieces } from '../../../src/cli/input/read-pieces.ts';

async function* cutAt(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield bytes.subarray(at, at + length);
    at += length;
  }
  yield bytes.subarray(at);
}

async function textsOf(pieces: AsyncIterable<Pieces>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { bytes, starts, ends } of pieces) {
    starts.forEach((start, at) => texts.push(bytes.toString('utf8', start, ends[at])));
  }
  return texts;
}

const read = async (text: string, lengths: readonly number[] = []) =>
  await textsOf(readPieces(cutAt(Buffer.from(text), lengths)));

test.each([
  ['', []],
  ['[]', []],
  ['[ \n ]', []],
  ['[1,[2,3],{"a":[4]}]', ['1', '[2,3]', '{"a":[4]}']],
  ['["a,]","\\"]"]', ['"a,]"', '"\\"]"']],
  ['[1]\n[2]', ['1', '2']],
  ['[1,2', ['1', '2']],
  ['[,1,,]', ['1']],
  ['{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
  ['{\n"a":1\n}\n{"b":2}', ['{\n"a":1\n}', '\n{"b":2}']],
  ['half {\n[1]', ['half {', '[1]']],
])('%j holds the pieces %j', async (text, pieces) => {
  expect(await read(text)).toEqual(pieces);
});

test('the elements of any list are found wherever the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(0, 2),
      fc.array(fc.nat(9), { maxLength: 20 }),
      async (values, indent, lengths) => {
        const texts = await read(JSON.stringify(values, null, indent), lengths);
        expect(texts.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
    { numRuns: 500 },
  );
});

test('what goes on for too long is cut off, and those after it are whole', async () => {
  const bytes = Buffer.from(`["${'a'.repeat(50)}",1,2]`);
  const texts = await textsOf(readElements(cutAt(bytes, [10, 10, 10, 10, 10]), 1, 12));
  expect(texts).toHaveLength(3);
  expect(texts[0]?.length).toBeLessThan(30);
  expect(texts.slice(1)).toEqual(['1', '2']);
});
