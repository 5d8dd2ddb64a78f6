import { createHash } from 'node:crypto';

/** 128 bits of SHA-256 over parts that cannot run into each other. */
export function hash(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
