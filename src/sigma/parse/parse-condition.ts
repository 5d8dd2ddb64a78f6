import { didYouMean } from '../did-you-mean.ts';
import { matchPattern } from '../items/match-pattern.ts';
import { anyRun } from '../items/pattern.ts';
import type { Fault, ProblemCode } from '../problem.ts';
import type { Condition } from '../rule.ts';
import { conditionTokens, isShoutedOperator } from './condition-tokens.ts';

export interface ParsedCondition {
  /** Undefined where the text cannot be read; faults say why. */
  readonly condition: Condition | undefined;
  readonly faults: readonly Fault[];
}

/** Deeper than any person nests parentheses, and shallow enough to walk by recursion. */
const MAX_CONDITION_DEPTH = 64;

/**
 * Reads a condition over the names that are defined (Sigma specification 2.1.0, "Condition"): `or`
 * binds weakest, then `and`, `not`, `1 of`, parentheses. A name that is not defined, and a pattern
 * that fits none, are faults: otherwise a typo would silence a rule or let it match everything. It
 * stops at the first fault of syntax and reports every other. `noun` is what the names stand for.
 */
export function parseCondition(
  text: string,
  names: readonly string[],
  noun = 'selection',
): ParsedCondition {
  const tokens = conditionTokens(text);
  const faults: Fault[] = [];
  let next = 0;
  let depth = 0;

  const condition = readOr();
  if (condition !== undefined && next < tokens.length) {
    return { condition: refuse('expected and, or, or the end'), faults };
  }
  return { condition, faults };

  function readOr(): Condition | undefined {
    return readSeries('or', readAnd);
  }

  function readAnd(): Condition | undefined {
    return readSeries('and', readNot);
  }

  function readSeries(
    kind: 'and' | 'or',
    readPart: () => Condition | undefined,
  ): Condition | undefined {
    const parts: Condition[] = [];
    do {
      const part = readPart();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (take(kind));
    const [only, ...more] = parts;
    return more.length === 0 ? only : { kind, of: parts };
  }

  function readNot(): Condition | undefined {
    if (!take('not')) return readOperand();
    const of = nest(readNot);
    return of && { kind: 'not', of };
  }

  function readOperand(): Condition | undefined {
    if (take('(')) {
      const inner = nest(readOr);
      if (inner === undefined || take(')')) return inner;
      return refuse("expected ')'");
    }
    const word = tokens[next]?.text ?? '';
    if (tokens[next + 1]?.text === 'of' && /^(?:all|any|\d+)$/.test(word)) return readQuantified();
    if (word === '' || /^[()|]$|^(?:and|or|them)$/.test(word)) return refuse('expected a name');
    if (word.includes('*')) return refuse("say '1 of' or 'all of' before a pattern");
    if (!names.includes(word)) {
      if (isShoutedOperator(word)) return refuse('expected a name');
      fault('undefined-selection', `no ${noun} '${word}'${didYouMean(word, names)}`);
    }
    next += 1;
    return { kind: 'selection', name: word };
  }

  function readQuantified(): Condition | undefined {
    const count = tokens[next]?.text;
    if (count !== '1' && count !== 'any' && count !== 'all') {
      return refuse("only '1 of', 'any of' and 'all of' can be counted");
    }
    next += 2;
    const pattern = tokens[next]?.text ?? '';
    if (/^[()|]?$/.test(pattern)) return refuse("expected 'them' or a pattern");
    const found = names.filter(selector(pattern));
    if (found.length === 0) {
      fault('unmatched-pattern', `no ${noun} fits '${pattern}'${didYouMean(pattern, names)}`);
    }
    next += 1;
    return { kind: 'quantified', quantity: count === 'all' ? 'all' : 'any', pattern, names: found };
  }

  function nest(read: () => Condition | undefined): Condition | undefined {
    if (depth >= MAX_CONDITION_DEPTH) {
      fault('too-deep', `nested more than ${MAX_CONDITION_DEPTH} levels deep`);
      return undefined;
    }
    depth += 1;
    const condition = read();
    depth -= 1;
    return condition;
  }

  function take(word: string): boolean {
    if (tokens[next]?.text !== word) return false;
    next += 1;
    return true;
  }

  /** Gives up at the next token, with the reason that says most about it. */
  function refuse(expected: string): undefined {
    const word = tokens[next]?.text;
    if (word === '|' || word === 'near') {
      const mend = 'counting and order in time belong to correlation rules';
      fault('unsupported-aggregation', `'${word}' is not supported: ${mend}`);
    } else if (word !== undefined && isShoutedOperator(word)) {
      fault('condition-syntax', `'${word}' is written in lower case`);
    } else {
      fault('condition-syntax', `${expected}${word === undefined ? '' : `, found '${word}'`}`);
    }
  }

  function fault(code: ProblemCode, message: string): void {
    faults.push({ code, message, index: tokens[next]?.index ?? text.trimEnd().length });
  }
}

/** `them` passes over names with a leading underscore; a pattern takes what it says. */
function selector(pattern: string): (name: string) => boolean {
  if (pattern === 'them') return (name) => !name.startsWith('_');
  const parts = pattern.split(/(\*)/).filter((part) => part !== '');
  return matchPattern(parts.map((part) => (part === '*' ? anyRun : part)));
}
