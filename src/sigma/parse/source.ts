import { LineCounter } from 'yaml';
import type { Lists } from '../expand.ts';
import type { Fault, Place, Problem, ProblemCode } from '../problem.ts';

/** A range of the text, `end` not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A rule file while it is read: its text, and the problems found in it so far. */
export interface Source {
  readonly text: string;
  readonly file: string;
  /** What `%name%` stands for under the modifier `expand`. */
  readonly lists: Lists;
  readonly problems: readonly Problem[];
  place(offset: number): Place;
  report(code: ProblemCode, offset: number, message: string): void;
  /** Reports faults found in the value of the scalar that stands at `range`. */
  reportWithin(range: Range, value: string, faults: readonly Fault[]): void;
}

export function openSource(text: string, file: string, lists: Lists = new Map()): Source {
  const lines = new LineCounter();
  // The YAML parser would count lines itself, but loses one behind a directive in the wrong place.
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const problems: Problem[] = [];

  function place(offset: number): Place {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  }

  function report(code: ProblemCode, offset: number, message: string): void {
    problems.push({ code, message, ...place(offset) });
  }

  function reportWithin(range: Range, value: string, faults: readonly Fault[]): void {
    for (const fault of faults) {
      report(fault.code, offsetWithin(text, range, value, fault.index), fault.message);
    }
  }

  return { text, file, lists, problems, place, report, reportWithin };
}

/**
 * Where the character at `index` of a scalar's value stands in the file. Whatever style a scalar is
 * written in, quoted, folded over lines or as a block, YAML changes only its white space, so the
 * same count of visible characters leads to it. Escapes in quotes break that; then the answer is the
 * start of the scalar.
 */
function offsetWithin(text: string, range: Range, value: string, index: number): number {
  const written = text.slice(range.start, range.end);
  // The opening quote, or the header of a block such as `>-  # why`.
  const opening = /^(?:["']|[|>][^\n]*\n)/.exec(written)?.[0] ?? '';
  const closing = /^["']/.test(opening) ? opening.length : 0;
  const body = written.slice(opening.length, written.length - closing);
  if (value === '' || stripSpace(body) !== stripSpace(value)) return range.start;
  let left = stripSpace(value.slice(0, index)).length;
  for (let at = 0; at < body.length; at += 1) {
    if (/\s/.test(body.charAt(at))) continue;
    if (left === 0) return range.start + opening.length + at;
    left -= 1;
  }
  // The fault is at the end of the value, as when a condition stops too early.
  return range.start + opening.length + body.trimEnd().length;
}

function stripSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
