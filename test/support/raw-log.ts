import type { RawLog } from '../../src/model/raw-log.ts';

/** A log that holds this as its `event`: text or bytes as they are, anything else as JSON. */
export function logOf(event: unknown, more: Readonly<Record<string, string>> = {}): RawLog {
  const encode = (value: unknown) =>
    value instanceof Uint8Array
      ? value
      : new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  const contents = new Map<string, Uint8Array>();
  if (event !== undefined) contents.set('event', encode(event));
  for (const [key, value] of Object.entries(more)) contents.set(key, encode(value));
  return {
    origin: { logstore: 'actiontrail_example', shard: 0, cursor: 'MA==', index: 0 },
    time: 1_790_000_000,
    content: (key) => contents.get(key),
  };
}
