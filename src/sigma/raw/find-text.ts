import { openFinger } from './finger.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE = 0x7d;
const CLOSE_LIST = 0x5d;

/**
 * Finds where the text under one top-level key of a JSON object begins, behind its quote, where the
 * bytes plainly show it: the key is written once, in the object itself and not in one within it. -1
 * for everything else, which takes a parser to understand. It is plain only where no other key is this
 * one in disguise, by an escape, which the caller has to make sure of; and what comes behind the text
 * is not looked at.
 */
export function openTextFinder(key: string): (bytes: Buffer, start: number, end: number) => number {
  const quoted = JSON.stringify(key);
  const finger = openFinger(quoted);
  return (bytes, start, end) => {
    if (bytes[start] !== OPEN || bytes[end - 1] !== CLOSE) return -1;
    const at = finger.next(bytes, start);
    const behind = at + quoted.length;
    if (at >= end || finger.next(bytes, behind) < end || !isTopLevel(bytes, start, at)) return -1;
    const colon = skipSpace(bytes, behind);
    const quote = bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : colon;
    return bytes[quote] === QUOTE && quote < end ? quote + 1 : -1;
  };
}

/**
 * Whether a place is between the members of the object that begins at `start`. A quote has to stand at
 * the place: there the walk through a text ends at the latest.
 */
function isTopLevel(bytes: Buffer, start: number, place: number): boolean {
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

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** RFC 8259, section 2. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
