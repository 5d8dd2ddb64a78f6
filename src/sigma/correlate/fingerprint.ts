import { createHash } from 'node:crypto';

/** 128 bits of SHA-256, as 32 hexadecimal digits. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
