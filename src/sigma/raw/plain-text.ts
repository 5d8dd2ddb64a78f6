import { openFinger } from './finger.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE = 0x7d;
const CLOSE_LIST = 0x5d;

/** The text under one top-level key of JSON objects, as far as their bytes plainly show it. */
export interface PlainText {
  /** Where the text under what looks like the key begins, behind its quote, or -1. */
  find(bytes: Buffer, start: number, end: number): number;
  /**
   * Whether what was found last is the text that a parser would find: the key is written once, in the
   * object itself and not in one within it. It is so only where no other key is this one in disguise,
   * by an escape, which the caller has to make sure of; and what comes behind is not looked at.
   */
  isPlain(bytes: Buffer, start: number, end: number): boolean;
}

export function openPlainText(key: string): PlainText {
  const quoted = JSON.stringify(key);
  const finger = openFinger(quoted);
  return {
    find(bytes, start, end) {
      const at = finger.next(bytes, start);
      if (at >= end) return -1;
      const colon = skipSpace(bytes, at + quoted.length);
      if (bytes[colon] !== COLON) return -1;
      const quote = skipSpace(bytes, colon + 1);
      return bytes[quote] === QUOTE && quote < end ? quote + 1 : -1;
    },
    isPlain(bytes, start, end) {
      if (bytes[start] !== OPEN || bytes[end - 1] !== CLOSE) return false;
      const at = finger.next(bytes, start);
      const behind = at + quoted.length;
      const before = bytes[skipSpaceBack(bytes, at - 1)];
      if (before !== OPEN && before !== COMMA) return false;
      const topLevel =
        at - start < end - behind
          ? isTopLevelFrom(bytes, start, at)
          : isTopLevelTo(bytes, behind, end);
      return topLevel && finger.next(bytes, behind) >= end;
    },
  };
}

/**
 * Whether a place is between the members of the object that begins at `start`. A quote has to stand at
 * the place: there the walk through a text ends at the latest.
 */
function isTopLevelFrom(bytes: Buffer, start: number, place: number): boolean {
  let depth = 0;
  let at = start;
  while (at < place) {
    const byte = bytes[at] ?? 0;
    at += 1;
    if (byte === QUOTE) {
      let inner = bytes[at];
      while (inner !== QUOTE) {
        at += inner === BACKSLASH ? 2 : 1;
        inner = bytes[at];
      }
      at += 1;
    } else if (byte >= OPEN_LIST) {
      if (byte === OPEN || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth === 0) return false;
      }
    }
  }
  return at === place && depth === 1;
}

/** The same from the end of the object, for a place that a quote stands right before. */
function isTopLevelTo(bytes: Buffer, place: number, end: number): boolean {
  let depth = 0;
  let at = end - 1;
  while (at >= place) {
    const byte = bytes[at] ?? 0;
    at -= 1;
    if (byte === QUOTE) {
      while (bytes[at] !== QUOTE || isEscaped(bytes, at)) at -= 1;
      at -= 1;
    } else if (byte >= OPEN_LIST) {
      if (byte === CLOSE || byte === CLOSE_LIST) depth += 1;
      else if (byte === OPEN || byte === OPEN_LIST) {
        depth -= 1;
        if (depth === 0) return false;
      }
    }
  }
  return at === place - 1 && depth === 1;
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(bytes: Buffer, place: number): boolean {
  let at = place - 1;
  while (bytes[at] === BACKSLASH) at -= 1;
  return (place - 1 - at) % 2 === 1;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

function skipSpaceBack(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at -= 1;
  return at;
}

/** RFC 8259, section 2. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
