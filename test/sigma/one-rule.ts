import type { Event } from '../../src/sigma/event.ts';
import { compileRules } from '../../src/sigma/match/compile-rules.ts';
import { parseRules } from '../../src/sigma/parse/parse-rules.ts';
import type { Problem } from '../../src/sigma/problem.ts';
import type { Detection } from '../../src/sigma/rule.ts';

/** A rule file around a `detection`, which begins on line 3 and is indented by what is given. */
export function ruleText(detection: string): string {
  return `title: T\nlogsource: {product: p}\n${detection}\n`;
}

/** A detection of one selection, in YAML's flow style: `{a: 1}`, or keywords: `[a, b]`. */
export function selection(flow: string): string {
  return `detection: {sel: ${flow}, condition: sel}`;
}

/** Whether the one rule of a text matches an event. Throws where the rule has a problem. */
export function matches(detection: string, event: Event): boolean {
  const { rules, problems } = parseRules(ruleText(detection), 'test.yml');
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const found = compileRules(rules).match(event, (_, error) => {
    throw error;
  });
  return found.length === 1;
}

/** Whether a detection, made by hand, matches an event. */
export function detects(detection: Detection, event: Event): boolean {
  const [rule] = parseRules(ruleText(selection('{a: x}')), 'test.yml').rules;
  if (rule === undefined) throw new Error('no rule');
  const found = compileRules([{ ...rule, detection }]).match(event, (_, error) => {
    throw error;
  });
  return found.length === 1;
}

/** Problems as `code@line:column`, to assert what and where but not in which words. */
export function places(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, line, column }) => `${code}@${line}:${column}`);
}

export function problemsOf(text: string): readonly string[] {
  return places(parseRules(text, 'test.yml').problems);
}

/**
 * Checks problems against a text that marks them: `‹code›` stands before each place that a problem
 * should point at.
 */
export function markedProblems(marked: string): {
  readonly expected: readonly string[];
  readonly found: readonly string[];
} {
  const { text, expected } = unmark(marked);
  return { expected, found: problemsOf(text) };
}

/** Takes the marks out of a text, and tells where they stood as `code@line:column`. */
export function unmark(marked: string): {
  readonly text: string;
  readonly expected: readonly string[];
} {
  const expected: string[] = [];
  let text = '';
  for (const part of marked.split(/(‹[^›]+›)/)) {
    const code = /^‹(.+)›$/.exec(part)?.[1];
    const lines = text.split('\n');
    if (code === undefined) text += part;
    else expected.push(`${code}@${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`);
  }
  return { text, expected };
}
