import * as z from 'zod';
import { didYouMean } from '../../config/did-you-mean.ts';
import { tellingIssue, valueAt } from '../../config/read-issue.ts';
import { readYaml } from '../../config/read-yaml.ts';
import { ConfigError } from '../../model/config-error.ts';
import { isFields } from '../../model/fields.ts';
import { levels } from '../../model/level.ts';

const MOST_EVENTS = 1_000;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const text = z.string().min(1);
const some = z.number().min(1).max(MOST_EVENTS).multipleOf(1);
const level = z.enum(levels);
const names = z
  .union([text, z.array(text)])
  .transform((value): readonly string[] => (Array.isArray(value) ? value : [value]));

/** Made-up events that a rule found. What is not said is as in the rule's first test that it matches. */
const alert = z.strictObject({
  /** The id or the title of a rule, or one that is not there, as far as routes look at it. */
  rule: z
    .union([
      text,
      z.strictObject({ title: text, id: text.optional(), level, tags: names.optional() }),
    ])
    .optional(),
  /** In place of the rule's own; without a rule, that of any rule. */
  level: level.optional(),
  /** So many of them. */
  count: some.default(1),
  /** Or by so many people, `count` each. */
  actors: some.optional(),
  actor: text.optional(),
  service: text.optional(),
  event: text.optional(),
  account: text.optional(),
  region: text.optional(),
  source_ip: text.optional(),
  outcome: z.enum(['succeeded', 'denied', 'failed']).optional(),
  /** When they happened, and when they were logged: at the time of the step unless said. */
  time: moment.optional(),
  logged: moment.optional(),
});

/** What becomes of one alert. What is not said is not looked at. */
const expectation = z.strictObject({
  rings: names.optional(),
  digest: names.optional(),
  suppressed: names.optional(),
  muted: names.optional(),
  /** A part of what keeps it from ringing: `nights`, `silence`, `min_level`. */
  by: text.optional(),
  rule: text.optional(),
  level: level.optional(),
  actor: text.optional(),
  count: z.number().optional(),
  /** Of so many alerts. */
  times: some.optional(),
});

const step = z.strictObject({
  at: moment,
  alerts: z.array(alert).default([]),
  /** Records of ActionTrail, which the project's rules have to find. */
  events: z.array(z.record(z.string(), z.unknown())).default([]),
  expect: z.array(expectation),
});

const routeCase = z.strictObject({ name: text, steps: z.array(step).min(1) });

export type MadeUpAlert = z.output<typeof alert>;
export type Expectation = z.output<typeof expectation>;
export type RouteStep = z.output<typeof step>;
export type RouteCase = z.output<typeof routeCase>;

/** What there is to name. */
export interface Names {
  readonly channels: readonly string[];
  /** Ids and titles. */
  readonly rules: readonly string[];
  /** Of these, those that only count for correlation rules. */
  readonly silent: readonly string[];
}

/**
 * The cases of a file. Throws a ConfigError that names the case and the key where anything is wrong, or
 * names a rule or a channel that is not there.
 */
export function readRouteCases(yaml: string, file: string, known: Names): readonly RouteCase[] {
  const value = readYaml(yaml, file);
  if (!Array.isArray(value) || value.length === 0) {
    throw new ConfigError(file, 'is not a list of cases', 'Begin each with - name: …');
  }
  return value.map((each: unknown, at) => {
    const name = isFields(each) && typeof each['name'] === 'string' ? `"${each['name']}"` : at + 1;
    const isOneStep = isFields(each) && !('steps' in each);
    const keyOf = (path: readonly PropertyKey[]): string => {
      const shown = isOneStep && path[0] === 'steps' ? path.slice(2) : path;
      return `${file}: case ${name}${shown.map((part) => `.${String(part)}`).join('')}`;
    };
    const parsed = routeCase.safeParse(isOneStep ? inOneStep(each) : each);
    if (!parsed.success) {
      throw mistake(tellingIssue(parsed.error), keyOf, each);
    }
    checkNames(parsed.data, known, keyOf);
    return parsed.data;
  });
}

/** A case without steps is one. */
function inOneStep({ name, ...rest }: Readonly<Record<string, unknown>>): unknown {
  return { name, steps: [rest] };
}

type KeyOf = (path: readonly PropertyKey[]) => string;

function mistake(issue: z.core.$ZodIssue | undefined, keyOf: KeyOf, found: unknown): ConfigError {
  if (issue === undefined) return new ConfigError(keyOf([]), 'is not a case', 'Correct it');
  const { path } = issue;
  const own = path.findLast((part) => typeof part === 'string') ?? '';
  const mend = mends[String(own)] ?? 'Correct it';
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key = ''] = issue.keys;
      const isOfStep = path.length === 0 && isFields(found) && key in step.shape;
      const keys = keysAt(path);
      const mendKey = isOfStep
        ? 'Put it into a step'
        : didYouMean(key, keys, `Known are ${keys.join(', ')}`);
      return new ConfigError(keyOf([...path, key]), 'is not a known key', mendKey);
    }
    case 'invalid_value': {
      const problem = 'is not one of the choices';
      return new ConfigError(keyOf(path), problem, `Write ${issue.values.join(' or ')}`);
    }
    default: {
      const isMissing = issue.code === 'invalid_type' && !isThere(found, path);
      return new ConfigError(keyOf(path), isMissing ? 'is missing' : 'cannot be read', mend);
    }
  }
}

const mends: Readonly<Record<string, string>> = {
  name: 'Say in a few words what the case is about',
  steps: 'Write a list of steps, each with at, alerts or events, and expect',
  at: 'Write when the function is called, such as 2026-11-21T03:00:00+08:00',
  time: 'Write when it happened, such as 2026-11-21T03:00:00+08:00',
  logged: 'Write when it was logged, such as 2026-11-21T03:00:00+08:00',
  alerts: 'Write a list, such as - { level: high, service: ECD }',
  events: "Write a list of ActionTrail's records",
  expect: 'Write a list with what becomes of each alert, or [] where nobody is told',
  rule: 'Write the id or the title of a rule, or { title: …, level: … } of one that is not there',
  count: `Write a number from 1 to ${MOST_EVENTS}`,
  actors: `Write a number from 1 to ${MOST_EVENTS}`,
  times: `Write a number from 1 to ${MOST_EVENTS}`,
  rings: 'Write a list of channels',
  digest: 'Write a list of channels',
  suppressed: 'Write a list of channels',
  muted: 'Write a list of channels',
};

/** The keys that may stand where the last text of a path leads. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  switch (path.findLast((part) => typeof part === 'string')) {
    case 'steps':
      return Object.keys(step.shape);
    case 'alerts':
      return Object.keys(alert.shape);
    case 'expect':
      return Object.keys(expectation.shape);
    case 'rule':
      return ['title', 'id', 'level', 'tags'];
    default:
      return Object.keys(routeCase.shape);
  }
}

/** Whether anything stands at a path of a case as it was written. */
function isThere(written: unknown, path: readonly PropertyKey[]): boolean {
  const isOneStep = isFields(written) && !('steps' in written) && path[0] === 'steps';
  return valueAt(written, isOneStep ? path.slice(2) : path) !== undefined;
}

const fates = ['rings', 'digest', 'suppressed', 'muted'] as const;

function checkNames({ steps }: RouteCase, known: Names, keyOf: KeyOf): void {
  const check = (name: string, of: readonly string[], what: string, ...path: PropertyKey[]) => {
    if (of.includes(name)) return;
    const mend = didYouMean(name, of, mends[what] ?? `Name one of ${of.join(', ')}`);
    throw new ConfigError(keyOf(['steps', ...path]), `there is no ${what} '${name}'`, mend);
  };
  // What one step makes up, a later one may expect.
  const rules = [...known.rules];
  for (const [at, { alerts, expect }] of steps.entries()) {
    const before = steps[at - 1]?.at ?? -Infinity;
    if ((steps[at]?.at ?? 0) < before) {
      throw new ConfigError(
        keyOf(['steps', at, 'at']),
        'is before the step before it',
        'Sort them',
      );
    }
    for (const [place, { rule, level: own }] of alerts.entries()) {
      if (rule === undefined && own === undefined) {
        const mend = 'Name a rule, or a level';
        throw new ConfigError(keyOf(['steps', at, 'alerts', place]), 'is of no rule', mend);
      }
      if (typeof rule === 'string') {
        check(rule, known.rules, 'rule', at, 'alerts', place, 'rule');
        if (!known.silent.includes(rule)) continue;
        const problem = 'only counts for a correlation rule, and rings nobody';
        const key = keyOf(['steps', at, 'alerts', place, 'rule']);
        throw new ConfigError(key, problem, 'Name the correlation rule, or write events');
      }
      rules.push(...[rule?.title ?? ANY_RULE, rule?.id ?? []].flat());
    }
    for (const [place, expected] of expect.entries()) {
      for (const fate of fates) {
        for (const channel of expected[fate] ?? []) {
          check(channel, known.channels, 'channel', at, 'expect', place, fate);
        }
      }
      const { rule } = expected;
      if (rule !== undefined) check(rule, rules, 'rule', at, 'expect', place, 'rule');
    }
  }
}

/** The title of a rule of which nothing is said. */
export const ANY_RULE = 'any rule';
