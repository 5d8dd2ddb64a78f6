import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { rawView } from '../src/actiontrail/rule-view.ts';
import { sampleRecords } from '../src/local/sample-records.ts';
import { type Fields, isFields, parseJson } from '../src/model/fields.ts';
import type { BatchSummary } from '../src/model/journal.ts';
import { readRules } from '../src/project.ts';
import { ruleId } from '../src/rule-faults.ts';
import { type Collection, readCollection } from '../src/sigma/collection/read-collection.ts';
import { planRules } from '../src/sigma/match/plan-rules.ts';
import { runRuleTests } from '../src/workbench/rule-tests.ts';
import { openScan } from '../src/workbench/scan.ts';
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

const shipped = readRules('.', ['rules']);

function withMore(texts: readonly string[]): Collection {
  const more = readCollection(
    texts.map((text, at) => ({ text, file: `${at}.yml` })),
    new Map(),
  );
  expect([...shipped.problems, ...more.problems]).toEqual([]);
  return {
    rules: [...shipped.rules, ...more.rules],
    correlations: [...shipped.correlations, ...more.correlations],
  };
}

const FIXTURES = 'test/fixtures/actiontrail';

const known: readonly Fields[] = [
  ...sampleRecords(new Date('2026-11-21T07:10:00Z')).map((record) => ({ ...record })),
  ...shipped.rules.flatMap(({ tests }) =>
    (Array.isArray(tests) ? tests : []).flatMap(({ event }) => (isFields(event) ? [event] : [])),
  ),
  ...readdirSync(FIXTURES).map((file) => {
    const record: unknown = JSON.parse(readFileSync(`${FIXTURES}/${file}`, 'utf8'));
    if (!isFields(record)) throw new Error(`${file} holds no record`);
    return record;
  }),
];

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

const escaped: Spelling = (text) =>
  text.replace(/"[A-Z][a-z]/g, (letters) =>
    letters.replace(/[A-Z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  );

/** How a record may be written, and what is malformed. */
const anySpelling: fc.Arbitrary<Spelling> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Spelling>((text) => text) },
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

/** Each record has an id of its own, and those of one batch have their own caller. */
function write({ base, changes, spelling, second }: Sketch, id: string, caller: string): string {
  const record = {
    ...base,
    eventId: id,
    eventTime: new Date(Date.UTC(2026, 10, 21, 7, 0, second)).toISOString(),
    userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName: caller },
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

async function scanned(rules: Collection, texts: readonly string[], ids: readonly string[]) {
  const rang: [string, string][] = [];
  const correlated: [string, number][] = [];
  const malformed: string[] = [];
  const fail = (): never => {
    throw new Error('no rule fails, and no bound bites');
  };
  const scan = openScan({
    ...rules,
    view: 'actiontrail',
    onMatch({ rule: found, line, lines }) {
      if (lines === undefined) rang.push([ruleId(found), ids[line] ?? '']);
      else correlated.push([ruleId(found), lines.length]);
    },
    onMalformed: (_, why) => malformed.push(why),
    onFault: fail,
    onBound: fail,
  });
  for (const text of texts) {
    const bytes = Buffer.from(`before${text}after`);
    scan.take(bytes, 'before'.length, bytes.length - 'after'.length);
  }
  await scan.correlate(true);
  return outcomeOf(rang, correlated, malformed);
}

type World = Awaited<ReturnType<typeof startWorld>>;

async function delivered(world: World, { correlations }: Collection, texts: readonly string[]) {
  const before = world.journal.length;
  const logs = texts.map((event) => ({ time: 2_000_000_000, contents: { event } }));
  const range = world.logService.putGroups(0, [{ topic: 'actiontrail_event', logs }]);
  const { skipped }: BatchSummary = JSON.parse(await world.trigger(range));
  const names = new Set(correlations.map(ruleId));
  const entries = world.journal.slice(before);
  const alerts = entries.flatMap((entry) => (entry.kind === 'alert' ? [entry] : []));
  expect(entries.filter(({ kind }) => kind === 'rule-failed')).toEqual([]);
  const outcome = outcomeOf(
    alerts.flatMap(({ rule: name, events }) =>
      names.has(name) ? [] : events.map((event) => [name, event] as const),
    ),
    alerts.flatMap(({ rule: name, count }) => (names.has(name) ? [[name, count] as const] : [])),
    entries.flatMap((entry) => (entry.kind === 'malformed' ? [entry.why] : [])),
  );
  return { outcome, skipped };
}

/** Rule tests take records as objects: of each that can be one, the rules that match it. */
function tested({ rules }: Collection, texts: readonly string[], ids: readonly string[]) {
  const events = texts.map(unwrapped);
  const objects = ids.flatMap((id, at) => {
    const event = events[at];
    return isFields(event) ? [{ name: id, match: true, event }] : [];
  });
  const malformed = new Set<string>();
  const rang = rules.flatMap((each) =>
    runRuleTests({ ...each, tests: objects }).flatMap(({ name = '', failure }) => {
      if (failure?.includes('cannot be read')) malformed.add(name);
      return failure === undefined ? [[ruleId(each), name] as const] : [];
    }),
  );
  const unreadable = texts.length - objects.length + malformed.size;
  return { rang: outcomeOf(rang, [], []).rang, unreadable };
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

const collections = [
  ['the rules that are shipped', [], true],
  ['rules of which a literal has to stand in a record', literals, true],
  ['rules that any record may match', [...literals, ...anything], false],
] as const;

test.each(collections)(
  'scan, rules test and the function find the same for %s',
  async (_, texts, skips) => {
    const rules = withMore(texts);
    const world = await worldOf(rules);
    let batch = 0;
    let rang = 0;
    let correlated = 0;
    let malformed = 0;
    let skipped = 0;

    async function check(sketches: readonly Sketch[]): Promise<void> {
      batch += 1;
      const ids = sketches.map((_each, at) => `event-${batch}-${at}`);
      const records = sketches.map((each, at) => write(each, ids[at] ?? '', `caller-${batch}`));
      const byScan = await scanned(rules, records, ids);
      const byFunction = await delivered(world, rules, records);
      expect(byFunction.outcome).toEqual(byScan);
      const byTests = tested(rules, records, ids);
      expect(byTests.rang).toEqual(byScan.rang);
      expect(byTests.unreadable).toBe(byScan.malformed.length);
      rang += Object.values(byScan.rang).flat().length;
      correlated += Object.values(byScan.correlated).flat().length;
      malformed += byScan.malformed.length;
      skipped += byFunction.skipped;
    }

    await check(known.map((base) => ({ base, changes: [], spelling: (text) => text, second: 0 })));
    expect(rang).toBeGreaterThan(20);
    expect(malformed).toBe(0);
    await fc.assert(
      fc.asyncProperty(fc.array(anySketch, { minLength: 10, maxLength: 50 }), check),
      { numRuns: 25 },
    );
    expect(malformed).toBeGreaterThan(20);
    expect(skipped > 0).toBe(skips);
    expect(correlated > 20).toBe(rules.correlations.length > 0);
  },
);
