import { didYouMean } from '../../sigma/did-you-mean.ts';
import type { Heading } from '../../sigma/rule.ts';
import { type Finding, finding } from './finding.ts';
import { type Linted, namedHeadings } from './linted.ts';
import { isSlip } from './near.ts';

/** Keys that are read by somebody: Sigma's (specification 2.1.0), and ours. */
const known = [
  'title',
  'id',
  'name',
  'related',
  'taxonomy',
  'status',
  'description',
  'license',
  'author',
  'references',
  'date',
  'modified',
  'logsource',
  'detection',
  'correlation',
  'generate',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
  'runbook',
  'zh',
  'tests',
  'action',
];

const inCorrelation = "it belongs under 'correlation'";

const inDetection = "it belongs under 'detection'";

/** What people write, in other tools and by habit, and what it is called here. */
const mends: ReadonlyMap<string, string> = new Map([
  ['timeframe', "a correlation rule's 'timespan' says how long"],
  ['timespan', inCorrelation],
  ['group-by', inCorrelation],
  ['groupby', "'group-by' under 'correlation'"],
  ['rules', inCorrelation],
  ['aliases', inCorrelation],
  ['type', inCorrelation],
  ['condition', inDetection],
  ['selection', inDetection],
  ['filter_main', inDetection],
  ['not', "say 'not' in the condition, or the modifier 'neq'"],
  ['regex', "it is the modifier 're': field|re"],
  ['product', "it belongs under 'logsource'"],
  ['service', "it belongs under 'logsource'"],
  ['category', "it belongs under 'logsource'"],
  ['severity', "it is called 'level'"],
  ['priority', "it is called 'level'"],
  ['risk', "it is called 'level'"],
  ['uuid', "it is called 'id'"],
  ['response', "it is called 'runbook'"],
  ['playbook', "it is called 'runbook'"],
  ['mitigation', "it is called 'runbook'"],
  ['remediation', "it is called 'runbook'"],
  ['steps', "it is called 'runbook'"],
  ['attack', "it is called 'tags': attack.t1537"],
  ['mitre', "it is called 'tags': attack.t1537"],
  ['technique', "it is called 'tags': attack.t1537"],
  ['techniques', "it is called 'tags': attack.t1537"],
  ['tactic', "it is called 'tags': attack.impact"],
  ['cn', "it is called 'zh'"],
  ['chinese', "it is called 'zh'"],
]);

/**
 * Top-level keys that nobody reads, but that look like one that is read. Sigma lets a rule have keys of
 * its own, so any other is fine.
 */
export function* lintKeys(linted: Linted): Iterable<Finding> {
  for (const rule of namedHeadings(linted)) {
    for (const [key, value] of Object.entries(rule.custom)) {
      const mend = known.includes(key) ? troubleWithValue(key, value) : mendOf(rule, key);
      if (mend === undefined) continue;
      const message = `nobody reads '${key}' here: ${mend}`;
      yield finding('misspelt-key', message, linted.placesOf(rule).key([key]));
    }
  }
}

function mendOf({ custom }: Heading, key: string): string | undefined {
  const mend = mends.get(wordOf(key));
  if (mend !== undefined) return mend;
  const near = known.find((each) => !Object.hasOwn(custom, each) && isNear(key, each));
  return near && `did you mean '${near}'?`;
}

/** Keys of their own that people give a rule, and that are a letter away from one of Sigma's. */
const strangers: ReadonlySet<string> = new Set(['score']);

/** Shorter words are near to many others. */
const SHORTEST_TELLING_KEY = 5;

function isNear(key: string, other: string): boolean {
  const word = wordOf(key).replace(/[^a-z]/g, '');
  if (word === other || `${word}s` === other || word === `${other}s`) return true;
  return other.length >= SHORTEST_TELLING_KEY && !strangers.has(word) && isSlip(word, other);
}

function wordOf(key: string): string {
  return key.trim().toLowerCase();
}

/** With another word, `action` is a key like any other. */
function troubleWithValue(key: string, value: unknown): string | undefined {
  if (key !== 'action') return undefined;
  const words = ['global', 'reset', 'repeat'];
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const meant = words.includes(word) ? word : /'(.*)'/.exec(didYouMean(word, words))?.[1];
  return meant === undefined ? undefined : `to build on other documents, write 'action: ${meant}'`;
}

/** Whether a key that is missing is there, misspelt: that is said of already. */
export function isMisspelt({ custom }: Heading, missing: string): boolean {
  return Object.keys(custom).some((key) => {
    const isMeant = mends.get(wordOf(key))?.includes(`'${missing}'`) === true;
    return !known.includes(key) && (isMeant || isNear(key, missing));
  });
}
