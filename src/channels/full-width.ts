import { neutralise } from './neutralise.ts';

/** What some chat's markup gives a meaning to. */
const special = /[[\]()<>*_`#!|\\~@$&]/gu;
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * A value that no markdown gives a meaning to, wherever in a line it stands: for chats of which nobody
 * says whether they honour a backslash or an entity. Special characters become full-width.
 */
export function fullWidth(value: string): string {
  return (
    neutralise(value)
      .replace(special, widened)
      // At the start of a line these would make a list, a rule or a heading of it.
      .replace(/^(?=[-+=]+(?: |$)|\d+\. )/u, '\u200b')
  );
}

/** The full-width form of a sign of ASCII. */
export function widened(sign: string): string {
  return String.fromCodePoint(sign.charCodeAt(0) + FULL_WIDTH_OFFSET);
}
