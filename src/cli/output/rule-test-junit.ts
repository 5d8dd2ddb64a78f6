import type { Problem } from '../../sigma/problem.ts';
import { problemLine } from '../../sigma/render-problem.ts';
import type { TestedRule } from '../../workbench/rule-tests/test-rules.ts';
import { visible } from './plain-text.ts';

/**
 * Results as the XML that CI servers read (https://github.com/testmoapp/junitxml): a suite for each
 * rule, of which one is skipped that has no tests, and one of what cannot be read. No time is given, since
 * none is measured.
 */
export function junitLines(
  tested: readonly TestedRule[],
  problems: readonly Problem[],
): readonly string[] {
  const suites = [
    ...tested.map(suiteOf),
    ...(problems.length > 0 ? [{ name: UNREADABLE, cases: problems.map(caseOf) }] : []),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="trailbell rules test"${counts(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${escaped(name)}"${counts(cases)}>`,
      ...withOwnNames(cases).flatMap((each) => caseLines(each, name)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
}

const UNREADABLE = 'rule files';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** A test that fails, something that keeps tests from being run, or that there are none. */
  readonly kind: 'failure' | 'error' | 'skipped';
  /** Undefined where it passed. */
  readonly message: string | undefined;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function suiteOf({ rule: { title, file, line }, results }: TestedRule): Suite {
  if (results.length === 0) {
    const untested: Case = { name: 'the rule', file, line, kind: 'skipped', message: 'no tests' };
    return { name: title, cases: [untested] };
  }
  return {
    name: title,
    cases: results.map(({ name = 'the rule', failure }) => {
      return { name, file, line, kind: 'failure', message: failure };
    }),
  };
}

function caseOf(problem: Problem): Case {
  const { file, line, code } = problem;
  return { name: `${file}: ${code}`, file, line, kind: 'error', message: problemLine(problem) };
}

/** GitLab takes tests of one class and name for one. */
function withOwnNames(cases: readonly Case[]): readonly Case[] {
  const seen = new Map<string, number>();
  return cases.map((each) => {
    const nth = (seen.get(each.name) ?? 0) + 1;
    seen.set(each.name, nth);
    return nth === 1 ? each : { ...each, name: `${each.name} (${nth})` };
  });
}

function caseLines({ name, file, line, kind, message }: Case, suite: string): readonly string[] {
  const about = [
    ['name', name],
    ['classname', suite],
    ['file', file],
    ['line', String(line)],
  ].map(([key, value = '']) => `${key}="${escaped(value)}"`);
  const open = `    <testcase ${about.join(' ')}`;
  if (message === undefined) return [`${open}/>`];
  const text = escaped(message);
  // Some servers show the attribute, and others the text.
  return [`${open}>`, `      <${kind} message="${text}">${text}</${kind}>`, '    </testcase>'];
}

function counts(cases: readonly Case[]): string {
  const of = (wanted: Case['kind']) =>
    cases.filter(({ kind, message }) => message !== undefined && kind === wanted).length;
  const [failures, errors, skipped] = [of('failure'), of('error'), of('skipped')];
  return ` tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

/** A text for an attribute or between tags. XML 1.0 has no way at all to write some characters. */
function escaped(text: string): string {
  return visible(text)
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
