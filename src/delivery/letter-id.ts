import { createHash } from 'node:crypto';

/** The id of a dead letter, the same for the same thing: 128 bits of SHA-256, in hexadecimal digits. */
export function letterId(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
