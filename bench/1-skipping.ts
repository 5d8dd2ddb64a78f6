import { rawView } from '../src/actiontrail/rule-view.ts';
import { readRules } from '../src/project.ts';
import { planRules } from '../src/sigma/match/plan-rules.ts';
import type { Rule } from '../src/sigma/rule.ts';
import { type Call, reads, writes } from './calls.ts';
import type { Finding } from './finding.ts';
import { measureInTurn, median, medianRatio } from './measure.ts';
import { encodePages, recordBytes } from './pages.ts';
import { parseAll } from './parse-all.ts';
import { openPath } from './path.ts';
import type { Progress } from './progress.ts';
import { pick, pickSkewed, type Random, seeded } from './random.ts';
import { recordText } from './records.ts';
import { ruleTexts } from './rule-texts.ts';

const RECORDS = 200_000;
const ROUNDS = 5;

/** The share of records that are calls some rule names. */
const OF_INTEREST = 0.05;

export const eventKeyed = (progress: Progress): Promise<Finding> =>
  skipping(progress, {
    target: '1a',
    what: '95 % reads, rules keyed by event name',
    limit: 2.5,
    share: OF_INTEREST,
    others: [],
  });

export const otherLiterals = (progress: Progress): Promise<Finding> =>
  skipping(progress, {
    target: '1b',
    what: '95 % reads, some rules look for other literals',
    limit: 1.5,
    share: OF_INTEREST,
    others: parseAll(rulesWithoutName),
  });

export const allOfInterest = (progress: Progress): Promise<Finding> =>
  skipping(progress, {
    target: '1c',
    what: 'every record is of interest',
    limit: 0.7,
    share: 1,
    others: [],
  });

export const shippedPacks = (progress: Progress): Promise<Finding> =>
  skipping(progress, {
    target: '1d',
    what: '95 % reads, the packs that are shipped',
    limit: 1.5,
    share: OF_INTEREST,
    only: readRules('.', ['rules']).rules,
    others: [],
  });

interface Variant {
  readonly target: string;
  readonly what: string;
  readonly limit: number;
  readonly share: number;
  /** In place of rules keyed by event name. */
  readonly only?: readonly Rule[];
  readonly others: readonly Rule[];
}

async function skipping(progress: Progress, variant: Variant): Promise<Finding> {
  const { target, what, limit, share, only, others } = variant;
  progress('making records');
  const random = seeded(1);
  const keyed = parseAll(ruleTexts(random, 50, writes));
  const rules = planRules([...(only ?? keyed), ...others], rawView);
  const texts = makeRecords(random, namedBy(keyed), share);
  const distinct = new Set(texts).size;
  const pages = encodePages(texts);
  const records = recordBytes(pages);
  const recordSize = records.reduce((sum, { length }) => sum + length, 0) / records.length;

  const countMatches = openPath(rules);
  const matches = sum(pages.map(countMatches));
  const expected = sum(pages.map(openPath(rules, false)));
  if (matches !== expected) {
    throw new Error(`${matches} matches, where opening every record gives ${expected}`);
  }

  const [ours, parsing] = await measureInTurn(
    [
      () => pages.forEach((page) => countMatches(page)),
      () => records.forEach((bytes) => JSON.parse(bytes.toString())),
    ],
    ROUNDS,
    progress,
  );
  return {
    target,
    what: `${what}: records/s against JSON.parse alone`,
    measured: medianRatio(parsing, ours),
    unit: '×',
    bound: 'at least',
    limit,
    details: [
      `${perSecond(ours)} records/s from page to matches, ${perSecond(parsing)} by JSON.parse alone`,
      `${RECORDS} records (${distinct} distinct) of ${Math.round(recordSize)} bytes on average, ${pages.length} pages, ${rules.length} rules, ${matches} matches`,
    ],
  };
}

function makeRecords(random: Random, named: readonly Call[], share: number): string[] {
  return Array.from({ length: RECORDS }, () =>
    recordText(random, random() < share ? pick(random, named) : pickSkewed(random, reads)),
  );
}

/** The writes that rules name. Throws where a rule names a read, which are here to be skipped. */
function namedBy(rules: readonly Rule[]): readonly Call[] {
  const detections = JSON.stringify(rules.map(({ detection }) => detection));
  const isNamed = ({ name }: Call) => detections.includes(`"${name}"`);
  const read = reads.find(isNamed);
  if (read) throw new Error(`a rule names ${read.name}`);
  return writes.filter(isNamed);
}

function perSecond(times: readonly number[] = []): string {
  return Math.round((RECORDS / median(times)) * 1000).toLocaleString('en');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What a team adds that cares who called, from where and what came of it, whatever the call was. */
const rulesWithoutName = [
  'userIdentity.type: root-account',
  'errorCode|contains: Forbidden.SubAccount',
  'userAgent|contains: [sqlmap, python-requests]',
  'sourceIpAddress: 203.0.113.7',
  "requestParameters.CommandContent|startswith: 'curl http'",
].map(
  (item, at) => `title: Looks for another literal ${at}
id: 00000000-0000-4000-8000-00000000000${at}
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        ${item}
    condition: selection
`,
);
