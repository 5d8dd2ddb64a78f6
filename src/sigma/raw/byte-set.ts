import { standsAt } from './stands-at.ts';

/** A set of texts that are asked for by the bytes they may stand in. */
export interface ByteSet {
  /** Whether one of the texts stands at a place, with a quote behind it. */
  hasQuoted(bytes: Uint8Array, place: number): boolean;
}

const QUOTE = 0x22;

/** Texts of printable ASCII, without a quote in them. */
export function openByteSet(texts: readonly string[]): ByteSet {
  let size = 16;
  while (size < texts.length * 4) size *= 2;
  const mask = size - 1;
  const slots: (Buffer | undefined)[] = Array.from({ length: size });
  let longest = 0;
  for (const text of texts) {
    const bytes = Buffer.from(`${text}"`, 'latin1');
    let hash = 0;
    for (const byte of bytes.subarray(0, -1)) hash = step(hash, byte);
    let slot = finish(hash) & mask;
    while (slots[slot] !== undefined) slot = (slot + 1) & mask;
    slots[slot] = bytes;
    longest = Math.max(longest, text.length);
  }
  return {
    hasQuoted(bytes, place) {
      let hash = 0;
      let at = place;
      const most = place + longest;
      for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
        if (byte === undefined || at === most) return false;
        hash = step(hash, byte);
        at += 1;
      }
      const length = at - place + 1;
      for (let slot = finish(hash) & mask; ; slot = (slot + 1) & mask) {
        const known = slots[slot];
        if (known === undefined) return false;
        if (known.length === length && standsAt(bytes, place, known)) return true;
      }
    },
  };
}

function step(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

function finish(hash: number): number {
  return hash ^ (hash >>> 15);
}
