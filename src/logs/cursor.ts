/**
 * Whether a cursor stands before another in its shard; undefined where that cannot be told. A cursor
 * is officially opaque; those that Log Service writes are decimal numbers in base64, larger than a
 * double can count.
 */
export function standsBefore(cursor: string, other: string): boolean | undefined {
  if (cursor === other) return false;
  const [place, otherPlace] = [placeOf(cursor), placeOf(other)];
  return place === undefined || otherPlace === undefined ? undefined : place < otherPlace;
}

function placeOf(cursor: string): bigint | undefined {
  const digits = Buffer.from(cursor, 'base64').toString('latin1');
  return /^\d{1,30}$/.test(digits) ? BigInt(digits) : undefined;
}
