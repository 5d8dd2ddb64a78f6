import type { RawLog } from '../../src/model/raw-log.ts';

/** A log that holds this as its `event`: text or bytes as they are, anything else as JSON. */
export function logOf(event: unknown, more: Readonly<Record<string, string>> = {}): RawLog {
  const texts = new Map(Object.entries(more));
  if (event !== undefined) texts.set('event', textOf(event));
  return {
    origin: { logstore: 'actiontrail_example', shard: 0, cursor: 'MA==', index: 0 },
    time: () => 1_790_000_000,
    text: (key) => texts.get(key),
  };
}

function textOf(event: unknown): string {
  if (event instanceof Uint8Array) return Buffer.from(event).toString();
  return typeof event === 'string' ? event : JSON.stringify(event);
}
