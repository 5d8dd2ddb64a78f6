import * as z from 'zod';
import { tellingIssue, valueAt } from '../../config/read-issue.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';
import type { Path } from '../../sigma/parse/open-places.ts';
import type { Heading } from '../../sigma/rule.ts';
import {
  type Mistake,
  readRecordTests,
  readTimelineTests,
} from '../rule-tests/rule-test-format.ts';
import { type Finding, finding } from './finding.ts';
import { type Linted, namedHeadings } from './linted.ts';

const text = z.string().regex(/\S/);

/** The key `runbook`, as the message shows it. */
const runbook = z.union([text, z.array(text).min(1)]);

/** The key `zh`. */
const zh = z.strictObject({ title: text.optional(), runbook: runbook.optional() });

/** Keys of ours that hold something that nobody could use. */
export function* lintShapes(linted: Linted): Iterable<Finding> {
  const correlations = new Set<Heading>(linted.correlations);
  for (const rule of namedHeadings(linted)) {
    const places = linted.placesOf(rule);
    const isCorrelation = correlations.has(rule);
    for (const { path, message } of [
      ...troublesOfTexts(rule),
      ...troublesOfTests(rule, isCorrelation),
    ]) {
      yield finding('wrong-shape', message, places.value(path));
    }
  }
}

interface Trouble {
  readonly path: Path;
  readonly message: string;
}

function* troublesOfTexts({ custom }: Heading): Iterable<Trouble> {
  for (const [key, schema] of Object.entries({ runbook, zh })) {
    if (!Object.hasOwn(custom, key)) continue;
    const parsed = schema.safeParse(custom[key]);
    if (parsed.success) continue;
    const issue = tellingIssue(parsed.error);
    const within = issue?.path.map((part) => (typeof part === 'symbol' ? '' : part)) ?? [];
    if (issue?.code === 'unrecognized_keys') {
      const [stranger = ''] = issue.keys;
      const hint = didYouMean(stranger, Object.keys(zh.shape)) || ': it has title and runbook';
      yield { path: [key, stranger], message: `no key '${stranger}' in zh${hint}` };
      continue;
    }
    yield { path: [key, ...within], message: expected(key, within, valueAt(custom[key], within)) };
  }
}

function expected(key: string, within: Path, found: unknown): string {
  const name = [key, ...within].filter((part) => typeof part === 'string').join('.');
  if (name.endsWith('runbook')) {
    return within.some((part) => typeof part === 'number')
      ? `a step of ${name} is a text${hintOf(found)}`
      : `${name} is a text or a list of steps`;
  }
  if (name === 'zh') return 'zh is a map of title and runbook';
  return `${name} is a text`;
}

/** A step such as `- Note: ask` is a map to YAML, which is easily not noticed. */
function hintOf(found: unknown): string {
  return typeof found === 'object' && found !== null
    ? ": quote it, since ': ' makes a map of it"
    : '';
}

function troublesOfTests(rule: Heading, isCorrelation: boolean): readonly Trouble[] {
  const read = isCorrelation ? readTimelineTests(rule.tests) : readRecordTests(rule.tests);
  return read.flatMap((each) =>
    'mistake' in each ? [{ path: each.path, message: messageOf(each) }] : [],
  );
}

function messageOf({ name, mistake }: Mistake): string {
  return name === undefined ? mistake : `the test '${name}': ${mistake}`;
}
