import wrapAnsi from 'wrap-ansi';

/** Columns of a terminal that is wide enough for a table or a tree. */
export const WIDTH = 100;

/** A text as lines. Words that fit into none are broken, and not cut: addresses are there to be copied. */
export function wrapped(text: string, width = WIDTH): readonly string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n');
}
