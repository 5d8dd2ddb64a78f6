import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from '../../../src/cli/input/read-lines.ts';

async function* pieces(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield bytes.subarray(at, at + length);
    at += length;
  }
  yield bytes.subarray(at);
}

async function linesOf(chunks: AsyncIterable<Uint8Array>, longest?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const { bytes, ends } of readLines(chunks, longest)) {
    let start = 0;
    for (const end of ends) {
      lines.push(bytes.toString('latin1', start, end));
      start = end + 1;
    }
  }
  return lines;
}

const textOf = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['\n', ['']],
  ['\n\na', ['', '', 'a']],
  ['a\r\nb', ['a\r', 'b']],
  ['a\u0000\xff\nb\n\n', ['a\u0000\xff', 'b', '']],
])('%j is the lines %j', async (text, expected) => {
  expect(await linesOf(pieces(textOf(text), []))).toEqual(expected);
});

const anyText = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r', '\xff'), { maxLength: 40 })
  .map((letters) => letters.join(''));
const anyLengths = fc.array(fc.nat(6), { maxLength: 12 });

test('lines are the same wherever the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyLengths, async (text, lengths) => {
      const expected = text.split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(await linesOf(pieces(textOf(text), lengths))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('what is longer than the longest line is cut off, in whatever pieces it comes', async () => {
  const text = `${'a'.repeat(30)}\nbc\n${'d'.repeat(30)}`;
  const cut = async (lengths: readonly number[]) => await linesOf(pieces(textOf(text), lengths), 4);
  expect(await cut([2, 3, 5, 10, 7])).toEqual(['aaaa', 'bc', 'dddd']);
  expect(await cut([40, 3])).toEqual(['aaaa', 'bc', 'dddd']);
});
