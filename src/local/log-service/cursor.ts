/**
 * Log Service writes a cursor as the base64 of a decimal number. Real ones are larger than a double
 * can count, and so are these: whoever does arithmetic on them with `Number` is found out here.
 */
const FIRST_POSITION = 1_529_480_209_655_978_463n;

/** The cursor of the group at `index`, counted from 0 within its shard. */
export function cursorAt(index: number): string {
  return Buffer.from(String(FIRST_POSITION + BigInt(index))).toString('base64');
}

/** The index that a cursor stands for, or undefined where it is not one of ours. */
export function indexOfCursor(cursor: string): number | undefined {
  const digits = Buffer.from(cursor, 'base64').toString('latin1');
  // Decoding is lenient about what is not base64, so only a cursor that encodes back counts.
  if (!/^\d{1,20}$/.test(digits) || Buffer.from(digits).toString('base64') !== cursor) {
    return undefined;
  }
  return Number(BigInt(digits) - FIRST_POSITION);
}
