import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeLogGroup, type LogGroup } from '../../src/local/log-service/log-group.ts';
import { readLogs } from '../../src/logs/read-logs.ts';

const read = (bytes: Uint8Array) => [
  ...readLogs({ cursor: 'MA==', nextCursor: 'MQ==', bytes }, { logstore: 'store', shard: 2 }),
];

function page(groups: readonly LogGroup[]): Uint8Array {
  return new Uint8Array(Buffer.concat(groups.map(encodeLogGroup)));
}

test('logs come in order, each with its place in the page', () => {
  const group = (name: string): LogGroup => ({
    topic: 'actiontrail_event',
    logs: [
      { time: 1, contents: { event: `${name}1` } },
      { time: 2, contents: { event: `${name}2` } },
    ],
  });
  const logs = read(page([group('a'), group('b')]));
  expect(logs.map((log) => log.text('event'))).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(logs.map(({ origin }) => origin.index)).toEqual([0, 1, 2, 3]);
  expect(logs[3]?.origin).toEqual({ logstore: 'store', shard: 2, cursor: 'MA==', index: 3 });
});

test('a content that is not there is undefined, and an empty one is empty', () => {
  const [log] = read(page([{ topic: '', logs: [{ time: 1, contents: { event: '' } }] }]));
  expect(log?.text('event')).toBe('');
  expect(log?.text('events')).toBeUndefined();
});

test('a page that is cut short throws instead of losing its end', () => {
  const group = { topic: '', logs: [{ time: 1, contents: { event: 'x'.repeat(100) } }] };
  const bytes = page([group, group]);
  for (const missing of [1, 50, 100]) {
    expect(() => read(bytes.subarray(0, bytes.length - missing))).toThrow();
  }
});

test('whatever is written is read again', () => {
  const log = fc.record({
    time: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    contents: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.uint8Array()),
  });
  fc.assert(
    fc.property(fc.array(log), (logs) => {
      const again = read(page([{ topic: 't', logs }]));
      expect(again.map((log) => log.time())).toEqual(logs.map(({ time }) => time));
      for (const [at, { contents }] of logs.entries()) {
        for (const [key, value] of Object.entries(contents)) {
          expect(again[at]?.text(key)).toBe(Buffer.from(value).toString());
        }
      }
    }),
  );
});

test('bytes that are no page end in an answer or an error, never in a hang', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const log of read(bytes)) log.text('event');
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});
