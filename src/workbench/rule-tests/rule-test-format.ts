import * as z from 'zod';
import { duration } from '../../config/duration.ts';
import { tellingIssue, valueAt } from '../../config/read-issue.ts';
import { isFields } from '../../model/fields.ts';
import { MOST_EVENTS_PER_GROUP } from '../../sigma/correlation-rule.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';
import type { Path } from '../../sigma/parse/open-places.ts';

const MOST_EVENTS = MOST_EVENTS_PER_GROUP;

/** Ten times as long as the longest timespan. */
const LONGEST_MS = 3_660 * 24 * 60 * 60 * 1000;

const record = z.record(z.string(), z.unknown());

const heading = { name: z.string().min(1), match: z.boolean() };

const recordTest = z.strictObject({ ...heading, event: record });

const step = z
  .strictObject({
    at: duration,
    event: record.default({}),
    times: z.number().min(1).max(MOST_EVENTS).multipleOf(1).optional(),
    every: duration.optional(),
  })
  .refine(({ times, every }) => every === undefined || times !== undefined, {
    path: ['every'],
    error: "needs times: say how many of the step's events there are",
  });

const base = record
  .refine((shared) => !('eventId' in shared), {
    path: ['eventId'],
    error: 'is filled in, since every event has an id of its own: leave it out',
  })
  .refine((shared) => !('eventTime' in shared) || isMoment(shared['eventTime']), {
    path: ['eventTime'],
    error: 'is not a time, such as 2026-11-21T03:00:00Z',
  });

const timelineTest = z.strictObject({
  ...heading,
  base: base.default({}),
  timeline: z
    .array(step)
    .min(1)
    .refine((steps) => steps.reduce((sum, { times = 1 }) => sum + times, 0) <= MOST_EVENTS, {
      error: `has more than ${MOST_EVENTS} events`,
    })
    .refine((steps) => steps.every((each) => lastMs(each) <= LONGEST_MS), {
      error: 'is longer than ten years',
    }),
});

/** What the key `tests` of a rule file may hold, for editors. */
export const anyRuleTest = z.union([recordTest, timelineTest]);

/** Of a detection rule: a record that it must match, or must not. */
export type RecordTest = z.output<typeof recordTest>;

/** Of a correlation rule: what happens one after the other, whereupon it must ring, or must not. */
export type TimelineTest = z.output<typeof timelineTest>;

/** A test, or what is wrong with it. */
export type Written<Test> = Test | Mistake;

export interface Mistake {
  /** The name of the test; undefined where it has none, or all of them are wrong. */
  readonly name: string | undefined;
  /** Where in the rule's file: `['tests', 2, 'timeline', 0, 'at']`. */
  readonly path: Path;
  /** `timeline, step 1: 'at' is missing`; where the test has no name, `test 3: ` stands before it. */
  readonly mistake: string;
}

/** The key `tests` of a detection rule. */
export function readRecordTests(tests: unknown): readonly Written<RecordTest>[] {
  return readEach(tests, recordTest, {
    keys: Object.keys(recordTest.shape),
    shape: '[{name, match: true or false, event: {…}}]',
  });
}

/** The key `tests` of a correlation rule. */
export function readTimelineTests(tests: unknown): readonly Written<TimelineTest>[] {
  return readEach(tests, timelineTest, {
    keys: Object.keys(timelineTest.shape),
    shape: '[{name, match: true or false, timeline: [{at, event}]}]',
  });
}

/** When the last event of a step happens, in milliseconds after the beginning. */
function lastMs({ at, times = 1, every = 0 }: z.output<typeof step>): number {
  return at + (times - 1) * every;
}

function isMoment(value: unknown): boolean {
  return z.iso.datetime({ offset: true }).safeParse(value).success;
}

/** How tests are written. */
interface Form {
  readonly keys: readonly string[];
  readonly shape: string;
}

function readEach<Test>(
  tests: unknown,
  schema: z.ZodType<Test>,
  form: Form,
): readonly Written<Test>[] {
  if (tests === undefined) return [];
  if (!Array.isArray(tests)) {
    const mistake = `'tests' is not a list: write ${form.shape}`;
    return [{ name: undefined, path: ['tests'], mistake }];
  }
  return tests.map((written: unknown, at) => {
    const parsed = schema.safeParse(written);
    if (parsed.success) return parsed.data;
    const called = valueAt(written, ['name']);
    const name = typeof called === 'string' && called !== '' ? called : undefined;
    const { path, mistake } = mistakeOf(tellingIssue(parsed.error), written, form);
    return {
      name,
      path: ['tests', at, ...path],
      mistake: name === undefined ? `test ${at + 1}: ${mistake}` : mistake,
    };
  });
}

type Found = Omit<Mistake, 'name'>;

/** `path` is within the test. */
function mistakeAt(path: Path, what: string): Found {
  return { path, mistake: [placeText(path), what].filter(Boolean).join(' ') };
}

/** `'match'`, `timeline, step 2: 'at'`: people count from one. */
function placeText(path: Path): string {
  const keys = path.map((part) => (typeof part === 'number' ? `step ${part + 1}` : part));
  const [step, ...within] = keys.slice(1);
  if (typeof path[1] !== 'number') return keys.length === 0 ? '' : `'${keys.join('.')}'`;
  return `${keys[0]}, ${step}:${within.length === 0 ? '' : ` '${within.join('.')}'`}`;
}

function mistakeOf(
  issue: z.core.$ZodIssue | undefined,
  written: unknown,
  { keys, shape }: Form,
): Found {
  const path = issue?.path.map((part) => (typeof part === 'symbol' ? String(part) : part)) ?? [];
  if (issue === undefined || !isFields(written)) {
    return { path, mistake: `this is no test: write ${shape}` };
  }
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const isOfStep = path.length > 0;
    const stranger = isOfStep ? undefined : strangers.get(key);
    const hint = stranger ?? didYouMean(key, isOfStep ? Object.keys(step.shape) : keys);
    return mistakeAt([...path, key], `is not a known key${hint}`);
  }
  const found = valueAt(written, path);
  if (found === undefined && issue.code === 'invalid_type') return mistakeAt(path, 'is missing');
  // What a test says of itself is no type of a programming language.
  const own = path.findLast((part) => typeof part === 'string') ?? '';
  if (issue.code === 'invalid_type' || issue.code.startsWith('too_')) {
    return mistakeAt(path, `is not ${kinds[own] ?? 'what it should be'}`);
  }
  return mistakeAt(path, issue.message);
}

/** Keys that a test of the other kind of rule has. */
const strangers = new Map([
  ['event', ': the tests of a correlation rule have a timeline'],
  ['timeline', ': only the tests of correlation rules have one; write event'],
  ['base', ': only the tests of correlation rules have one; write event'],
]);

const kinds: Readonly<Record<string, string>> = {
  name: 'a text that says what the test is about',
  match: 'true or false',
  event: "a record, as a map of ActionTrail's fields",
  base: "a map of ActionTrail's fields",
  timeline: 'a list of steps, such as - at: 0s',
  at: 'a time after the beginning, such as 30s, 10m, 4h or 7d',
  every: 'a duration, such as 30s, 10m, 4h or 7d',
  times: `a number from 1 to ${MOST_EVENTS}`,
};
