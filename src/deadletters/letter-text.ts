import { parseJson } from '../model/fields.ts';
import type { LetterEntry, Unreadable } from './dead-letters.ts';
import { letterEntry } from './letter-schema.ts';

/** In bytes: a log holds a megabyte, and more of an entry stands beside its text. */
const LONGEST = 900 * 1024;

/**
 * The longest text, the longest list, and how many ids of events an entry may have. The first that makes
 * it short enough is taken: letters need no other, but for those that somebody makes on purpose.
 */
const cuts = [
  { text: 2_000, list: 30, events: 500 },
  { text: 300, list: 20, events: 100 },
  { text: 60, list: 10, events: 10 },
] as const;

/** An entry as one line of JSON of at most 900 KB. What is too long in it is cut, with an ellipsis. */
export function writeEntry(entry: LetterEntry): string {
  let text = '';
  for (const cut of cuts) {
    text = JSON.stringify(entry, (key, value: unknown) => {
      if (Array.isArray(value)) return value.slice(0, key === 'events' ? cut.events : cut.list);
      return typeof value === 'string' ? clip(value, cut.text) : value;
    });
    if (Buffer.byteLength(text) <= LONGEST) break;
  }
  return text;
}

/** The entry again. Throws nothing, whatever the text. */
export function readEntry(text: string): LetterEntry | Unreadable {
  const read = letterEntry.safeParse(parseJson(text));
  return read.success ? read.data : { kind: 'unreadable' };
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
