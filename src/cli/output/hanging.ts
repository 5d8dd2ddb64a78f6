import stringWidth from 'string-width';
import { WIDTH, wrapped } from './terminal-width.ts';

/** A text beside a head, on as many lines as it takes, which stand below each other. */
export function hanging(head: string, text: string, width = WIDTH): readonly string[] {
  const margin = stringWidth(head);
  return wrapped(text, width - margin).map(
    (line, at) => (at === 0 ? head : ' '.repeat(margin)) + line,
  );
}

/** A text so many columns in. */
export function inset(indent: number, text: string, width = WIDTH): readonly string[] {
  return hanging(' '.repeat(indent), text, width);
}
