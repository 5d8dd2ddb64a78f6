import { randomUUID } from 'node:crypto';
import { isFields, parseJson } from '../model/fields.ts';

/**
 * The same records as of other events: one that was told is not told twice, so each gets an id of its
 * own. What is no record stays as it is.
 */
export function happenAgain(records: readonly Uint8Array[]): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  return records.map((bytes) => {
    const record = parseJson(new TextDecoder().decode(bytes));
    return isFields(record)
      ? encoder.encode(JSON.stringify({ ...record, eventId: randomUUID() }))
      : bytes;
  });
}
