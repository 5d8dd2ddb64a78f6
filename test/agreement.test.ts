import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { rawView } from '../src/actiontrail/rule-view.ts';
import { sampleRecords } from '../src/local/sample-records.ts';
import { asFields, type Fields, isFields, parseJson } from '../src/model/fields.ts';
import type { BatchSummary } from '../src/model/journal.ts';
import { ruleId } from '../src/rule-faults.ts';
import { type Collection, readCollection } from '../src/sigma/collection/read-collection.ts';
import { callNames, ringsAlone } from '../src/sigma/correlate/references.ts';
import { planRules } from '../src/sigma/match/plan-rules.ts';
import type { Rule } from '../src/sigma/rule.ts';
import {
  readRecordTests,
  readTimelineTests,
} from '../src/workbench/rule-tests/rule-test-format.ts';
import { type RuleTestResult, runTestsOf } from '../src/workbench/rule-tests/rule-tests.ts';
import { testRules } from '../src/workbench/rule-tests/test-rules.ts';
import { timelineEvents } from '../src/workbench/rule-tests/timeline-events.ts';
import { openScan } from '../src/workbench/scan/scan.ts';
import { shippedRules } from './support/shipped.ts';
import { startWorld } from './support/world.ts';

// What `trailbell scan`, `trailbell rules test` and the function make of the same records.

const rule = (name: string, detection: string) => `title: ${name}
name: ${name}
logsource: {product: alicloud, service: actiontrail}
detection: {sel: ${detection}, condition: sel}
`;

const correlation = (name: string, more: string) => `title: ${name}
name: ${name}
correlation: {timespan: 5m, group-by: [userIdentity.userName], generate: true, ${more}}
`;

/** Rules of which some literal has to stand in a record, so that records are skipped. */
const literals = [
  rule('deletes', '{eventName|startswith: Delete}'),
  rule('literal', '{requestParameters.ServiceId|contains: epsrv-bp1}'),
  rule('desktop', "{eventName|endswith: Desktops, requestParameters.DesktopId.1: '*'}"),
  rule('nested', '{requestParameters.more.note: needle-in-a-haystack}'),
  rule('service', '{serviceName: PrivateLink, eventName|contains: vpcendpoint}'),
  correlation('several', 'type: event_count, rules: [deletes], condition: {gte: 3}'),
  correlation('both', 'type: temporal, rules: [deletes, literal]'),
];

/** Rules that any record may match, so that none is skipped. */
const anything = [
  rule('keyword', '[epsrv-bp1sample0payments0, haystack]'),
  rule('number', '{requestParameters.count: 5}'),
  rule('absent', '{errorCode|exists: false, eventName|re: ^Delete}'),
  rule('denied', "{errorCode|contains: 'Forbidden', userIdentity.type: ram-user}"),
];

const shipped = shippedRules();

function readTexts(texts: readonly string[]): Collection {
  const read = readCollection(
    texts.map((text, at) => ({ text, file: `${at}.yml` })),
    new Map(),
  );
  expect(read.problems).toEqual([]);
  return read;
}

interface RecordTest {
  readonly rule: Rule;
  readonly name: string;
  readonly match: boolean;
  readonly event: Fields;
}

/** All that stand in the files of the rules that are shipped. */
const recordTests = shipped.rules.flatMap((each) =>
  readRecordTests(each.tests).flatMap((written): readonly RecordTest[] =>
    'event' in written ? [{ rule: each, ...written }] : [],
  ),
);

const timelineTests = shipped.correlations.flatMap((each) =>
  readTimelineTests(each.tests).flatMap((written) =>
    'timeline' in written ? [{ rule: each, test: written }] : [],
  ),
);

const FIXTURES = 'test/fixtures/actiontrail';

const others: readonly Fields[] = [
  ...sampleRecords(new Date('2026-11-21T07:10:00Z')).map((record) => ({ ...record })),
  ...readdirSync(FIXTURES).map((file) => {
    const record: unknown = JSON.parse(readFileSync(`${FIXTURES}/${file}`, 'utf8'));
    if (!isFields(record)) throw new Error(`${file} holds no record`);
    return record;
  }),
];

const known: readonly Fields[] = [...others, ...recordTests.map(({ event }) => event)];

type Change = (record: Fields) => Fields;

const put =
  (key: string) =>
  (value: unknown): Change =>
  (record) => ({ ...record, [key]: value });

const asJson =
  (key: string): Change =>
  (record) => ({ ...record, [key]: JSON.stringify(record[key] ?? {}) });

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc
    .constantFrom('Ecd', 'ECD', 'ecd', 'PrivateLink', 'Privatelink', 'Vpc', '', 5, null, undefined)
    .map(put('serviceName')),
  fc
    .constantFrom('DeleteDesktops', ' DeleteDesktops\t', 'deletedesktops', 'DescribeDesktops')
    .map(put('eventName')),
  fc
    .constantFrom('DeleteVpcEndpointService', 'DescribeImages', 'NeverHeardOf', '', 5, undefined)
    .map(put('eventName')),
  fc.constantFrom('userIdentity', 'requestParameters', 'additionalEventData').map(asJson),
  fc.constantFrom<Change>(
    ({ requestParameters, ...record }) => ({
      ...record,
      requestParameterJson: JSON.stringify(requestParameters ?? {}),
    }),
    ({ requestParameters, ...record }) => ({
      ...record,
      requestParameters: '',
      requestParameterJson: requestParameters,
    }),
  ),
  fc
    .constantFrom<unknown>(
      { ServiceId: 'EPSRV-BP1x', RegionId: 'cn-hangzhou' },
      { ServiceId: 'epsrv-\u212Aelvin', DryRun: true },
      { 'DesktopId.1': 'ecd-1', more: { note: 'Needle-in-a-Haystack' } },
      { count: 5, more: [{ note: 'hay' }, { note: 'NEEDLE-IN-A-HAYSTACK' }] },
      { count: '5.0' },
      [],
      'not JSON',
    )
    .map(put('requestParameters')),
  fc.constantFrom('Forbidden.RAM', '', undefined).map(put('errorCode')),
  fc.constant<Change>((record) => ({ nested: { eventName: 'DeleteDesktops' }, ...record })),
  fc.constant<Change>((record) => ({ ...record, nested: [{ eventName: 'DescribeDesktops' }] })),
);

type Spelling = (text: string) => string;

const same: Spelling = (text) => text;

const escaped: Spelling = (text) =>
  text.replace(/"[A-Z][a-z]/g, (letters) =>
    letters.replace(/[A-Z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  );

/** How a record may be written, and what is malformed. */
const anySpelling: fc.Arbitrary<Spelling> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Spelling>(same) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Spelling>(
      (text) => `\uFEFF${text}`,
      (text) => JSON.stringify(text),
      (text) => JSON.stringify(JSON.stringify(text)),
      escaped,
      (text) => text.replace(/("eventName"):("[^"]*")/, ' $1 :\t$2 '),
      (text) => text.replace('{', '{"eventName":"DescribeDesktops",'),
      (text) => text.replace(/\}$/, ',"eventName":"DescribeDesktops"}'),
      (text) => text.replace(/\}$/, ',"eventName":"DeleteDesktops","serviceName":"ecd"}'),
      (text) => text.replace('"eventName"', String.raw`"event\u004eame"`),
      (text) => text.slice(0, text.length / 2),
      (text) => `[${text}]`,
      () => 'null',
    ),
  },
);

interface Sketch {
  readonly base: Fields;
  readonly changes: readonly Change[];
  readonly spelling: Spelling;
  readonly second: number;
}

const anySketch: fc.Arbitrary<Sketch> = fc.record({
  base: fc.constantFrom(...known),
  changes: fc.array(anyChange, { maxLength: 4 }),
  spelling: anySpelling,
  second: fc.nat(900),
});

/** What happens so far apart does not count together. Hours and days of the week are the same. */
const APART_MS = 4 * 7 * 24 * 60 * 60 * 1000;

/** Each record has an id of its own, those of one batch have their own time, and all are one caller's. */
function write({ base, changes, spelling, second }: Sketch, id: string, batch: number): string {
  const time = Date.UTC(2026, 10, 21, 7, 0, second) + batch * APART_MS;
  const record = {
    ...base,
    eventId: id,
    eventTime: new Date(time).toISOString(),
    userIdentity: { ...asFields(base['userIdentity']), userName: 'caller' },
  };
  const changed = changes.reduce<Fields>((before, change) => change(before), record);
  return spelling(JSON.stringify(changed));
}

interface Outcome {
  /** Of each rule that rang, the ids of the events. */
  readonly rang: Readonly<Record<string, readonly string[]>>;
  /** Of each correlation that rang, how many events there were, each time. */
  readonly correlated: Readonly<Record<string, readonly number[]>>;
  /** In their order. */
  readonly malformed: readonly string[];
}

function inOrder(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

function outcomeOf(
  rang: readonly (readonly [rule: string, event: string])[],
  correlated: readonly (readonly [rule: string, count: number])[],
  malformed: readonly string[],
): Outcome {
  const gather = <Value extends string | number>(pairs: readonly (readonly [string, Value])[]) =>
    Object.fromEntries(
      [...new Set(pairs.map(([name]) => name))]
        .toSorted()
        .map((name) => [
          name,
          pairs.flatMap(([other, value]) => (other === name ? [value] : [])).toSorted(inOrder),
        ]),
    );
  return { rang: gather(rang), correlated: gather(correlated), malformed };
}

/** Some rules count what others found, which is no number of records: they rang once. */
function counter({ correlations }: Collection): (rule: string, records: number) => number {
  const names = new Set(correlations.flatMap(callNames));
  const chained = new Set(
    correlations
      .filter((each) => each.correlation.rules.some((name) => names.has(name)))
      .map(ruleId),
  );
  return (name, records) => (chained.has(name) ? 1 : records);
}

async function scanned(rules: Collection, texts: readonly string[]): Promise<Outcome> {
  const rang: [string, string][] = [];
  const correlated: [string, number][] = [];
  const malformed: string[] = [];
  const count = counter(rules);
  const fail = (): never => {
    throw new Error('no rule fails, and no bound bites');
  };
  const scan = openScan({
    ...rules,
    view: 'actiontrail',
    onMatch({ rule: found, id, correlated: several }) {
      if (several === undefined) rang.push([ruleId(found), id]);
      else correlated.push([ruleId(found), count(ruleId(found), several.lines.length)]);
    },
    onMalformed: (_, why) => malformed.push(why),
    onFault: fail,
    onBound: fail,
  });
  for (const [line, text] of texts.entries()) {
    const bytes = Buffer.from(`before${text}after`);
    scan.take(bytes, 'before'.length, bytes.length - 'after'.length, line);
  }
  await scan.correlate(true);
  return outcomeOf(rang, correlated, malformed);
}

type World = Awaited<ReturnType<typeof startWorld>>;

/** When logs are written, in seconds since 1970: after all that happens. */
const LOGGED = 4_000_000_000;

/** Each portion of the texts is a batch. */
async function delivered(
  world: World,
  rules: Collection,
  portions: readonly (readonly string[])[],
  instance: World['app'] = world.app,
) {
  const before = world.journal.length;
  let skipped = 0;
  for (const texts of portions) {
    const logs = texts.map((event) => ({ time: LOGGED, contents: { event } }));
    const range = world.logService.putGroups(0, [{ topic: 'actiontrail_event', logs }]);
    const summary: BatchSummary = JSON.parse(await world.trigger(range, 0, instance));
    skipped += summary.skipped;
  }
  const names = new Set(rules.correlations.map(ruleId));
  const countOf = counter(rules);
  const entries = world.journal.slice(before);
  const alerts = entries.flatMap((entry) => (entry.kind === 'alert' ? [entry] : []));
  expect(entries.filter(({ kind }) => kind === 'rule-failed')).toEqual([]);
  const outcome = outcomeOf(
    alerts.flatMap(({ rule: name, events }) =>
      names.has(name) ? [] : events.map((event) => [name, event] as const),
    ),
    alerts.flatMap(({ rule: name, count }) =>
      names.has(name) ? [[name, countOf(name, count)] as const] : [],
    ),
    entries.flatMap((entry) => (entry.kind === 'malformed' ? [entry.why] : [])),
  );
  return { outcome, skipped };
}

/**
 * Rule tests take records as objects. Tries those that can be one on some rules, which have to match what
 * they rang for and nothing else, and answers how many of the records cannot be read.
 */
function tested(
  some: readonly Rule[],
  { rang }: Outcome,
  texts: readonly string[],
  ids: readonly string[],
): number {
  const tests = texts.map(unwrapped).flatMap((event, at) => {
    const name = ids[at] ?? '';
    return isFields(event) ? [{ name, event }] : [];
  });
  const results = runTestsOf(
    some.map((each) => {
      const matched = new Set(rang[ruleId(each)]);
      const own = tests.map((one) => ({ ...one, match: matched.has(one.name) }));
      return { ...each, tests: own };
    }),
  );
  const failing = results.filter(({ failure }) => failure !== undefined);
  const isUnread = ({ failure }: RuleTestResult) => failure?.includes('cannot be read');
  expect(failing.filter((each) => !isUnread(each))).toEqual([]);
  const unread = new Set(failing.filter(isUnread).map(({ name }) => name));
  return texts.length - tests.length + unread.size;
}

/** Those that do not only count for correlation rules. */
function loudRules({ rules, correlations }: Collection): readonly Rule[] {
  return rules.filter((each) => ringsAlone(each, correlations));
}

function unwrapped(text: string): unknown {
  let value: unknown = parseJson(text.replace(/^\uFEFF/, ''));
  while (typeof value === 'string' && isFields(parseJson(value.replace(/^"|"$/g, '')) ?? {})) {
    value = parseJson(value);
  }
  return value;
}

const worlds: World[] = [];
afterAll(async () => {
  for (const world of worlds) await world.close();
});

async function worldOf({ rules, correlations }: Collection): Promise<World> {
  const world = await startWorld({
    rules: planRules(rules, rawView),
    correlations,
    config: {
      source: { endpoint: '${LOG_ENDPOINT}', project: 'example', logstore: 'actiontrail_example' },
      channels: { slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' } },
    },
  });
  worlds.push(world);
  return world;
}

test('each rule rings for its tests or not: in rules test, in a scan and in the function', async () => {
  expect(shipped.problems).toEqual([]);
  const results = await testRules(shipped, { isNamed: () => true, requireBoth: false });
  const failing = results.flatMap((each) => each.results.filter(({ failure }) => failure));
  expect(failing).toEqual([]);

  const inTime = recordTests.toSorted((a, b) => inOrder(timeOf(a.event), timeOf(b.event)));
  const ids = inTime.map((_, at) => `test-${at}`);
  const texts = inTime.map(({ event }, at) => JSON.stringify({ ...event, eventId: ids[at] }));
  const byScan = await scanned(shipped, texts);
  const { outcome } = await delivered(await worldOf(shipped), shipped, [texts]);
  expect(outcome).toEqual(byScan);
  expect(outcome.malformed).toEqual([]);
  const loud = new Set(loudRules(shipped));
  const wrong = inTime.filter(({ rule: each, match }, at) => {
    const rings = (outcome.rang[ruleId(each)] ?? []).includes(ids[at] ?? '');
    return loud.has(each) && rings !== match;
  });
  expect(wrong.map(({ rule: each, name }) => `${each.file}: ${name}`)).toEqual([]);
});

test('each timeline rings its rule or not: in rules test, in a scan and in the function', async () => {
  for (const { correlation: each } of shipped.correlations) {
    expect(each.timespan * 1000).toBeLessThan(APART_MS / 2);
  }
  const timelines = timelineTests.map(({ rule: each, test: written }, nth) => {
    const events = timelineEvents(written).map(({ event }) => ({
      ...event,
      eventId: `timeline-${nth}-${String(event['eventId'])}`,
      eventTime: new Date(Date.parse(timeOf(event)) + nth * APART_MS).toISOString(),
    }));
    const texts = events.map((event) => JSON.stringify(event));
    return { ...written, rule: each, texts };
  });
  const world = await worldOf(shipped);
  const another = world.openApp();
  const outcomes: Outcome[] = [];
  const wrong: string[] = [];
  for (const { rule: each, name, match, texts } of timelines) {
    const { outcome } = await delivered(world, shipped, [texts]);
    const half = Math.ceil(texts.length / 2);
    const halves = [texts.slice(0, half), texts.slice(half)].filter(({ length }) => length > 0);
    const inTwo = await delivered(world, shipped, halves, another);
    expect(inTwo.outcome).toEqual(outcome);
    const rings = (outcome.correlated[ruleId(each)] ?? []).length > 0;
    const isLoud = ringsAlone(each, shipped.correlations);
    if (isLoud && rings !== match) wrong.push(`${each.file}: ${name}`);
    outcomes.push(outcome);
  }
  expect(wrong).toEqual([]);
  const all = timelines.flatMap(({ texts }) => texts);
  expect(merged(outcomes)).toEqual(await scanned(shipped, all));
});

function timeOf({ eventTime }: Fields): string {
  return typeof eventTime === 'string' ? eventTime : '';
}

function merged(outcomes: readonly Outcome[]): Outcome {
  const pairs = <Value>(of: (outcome: Outcome) => Readonly<Record<string, readonly Value[]>>) =>
    outcomes.flatMap((outcome) =>
      Object.entries(of(outcome)).flatMap(([name, values]) =>
        values.map((value) => [name, value] as const),
      ),
    );
  return outcomeOf(
    pairs(({ rang }) => rang),
    pairs(({ correlated }) => correlated),
    outcomes.flatMap(({ malformed }) => malformed),
  );
}

const collections = [
  ['the rules that are shipped', shipped, true],
  ['rules of which a literal has to stand in a record', readTexts(literals), true],
  ['rules that any record may match', readTexts([...literals, ...anything]), false],
] as const;

/** Of many rules, so many parts are tried by turns. */
const PARTS = 8;

test.each(collections)(
  'scan, rules test and the function find the same for %s',
  async (_, rules, skips) => {
    const world = await worldOf(rules);
    const loud = loudRules(rules);
    let batch = 0;
    let rang = 0;
    let correlated = 0;
    let malformed = 0;
    let skipped = 0;

    async function check(sketches: readonly Sketch[]): Promise<void> {
      batch += 1;
      const ids = sketches.map((_each, at) => `event-${batch}-${at}`);
      const records = sketches.map((each, at) => write(each, ids[at] ?? '', batch));
      const byScan = await scanned(rules, records);
      const byFunction = await delivered(world, rules, [records]);
      expect(byFunction.outcome).toEqual(byScan);
      const tried = loud.filter((_each, at) => loud.length < 20 || (at + batch) % PARTS === 0);
      expect(tested(tried, byScan, records, ids)).toBe(byScan.malformed.length);
      rang += Object.values(byScan.rang).flat().length;
      correlated += Object.values(byScan.correlated).flat().length;
      malformed += byScan.malformed.length;
      skipped += byFunction.skipped;
    }

    const asTheyAre = others.map((base) => ({ base, changes: [], spelling: same, second: 0 }));
    await check(asTheyAre);
    expect(malformed).toBe(0);
    await fc.assert(
      fc.asyncProperty(fc.array(anySketch, { minLength: 10, maxLength: 50 }), check),
      { numRuns: 25 },
    );
    expect(rang).toBeGreaterThan(100);
    expect(malformed).toBeGreaterThan(20);
    expect(skipped > 0).toBe(skips);
    // What is made up has seldom to do with each other where rules are for something.
    expect(correlated).toBeGreaterThanOrEqual(rules === shipped ? 0 : 20);
  },
);
