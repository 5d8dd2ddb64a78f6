import { type Fields, isFields } from '../src/model/fields.ts';
import { compileRules } from '../src/sigma/match/compile-rules.ts';
import type { Rule, RuleHead } from '../src/sigma/rule.ts';
import type { Finding } from './finding.ts';
import { measureInTurn, median, medianRatio } from './measure.ts';
import { parseAll } from './parse-all.ts';
import type { Progress } from './progress.ts';
import { letters, type Random, seeded, whole } from './random.ts';
import { recordText } from './records.ts';

const FEW = 100;
const MANY = 10_000;
const ROUNDS = 7;

/** Every event is named by exactly one rule, of few or of many: only the number of rules differs. */
export async function eventNames(progress: Progress): Promise<Finding> {
  progress('making rules and events');
  const random = seeded(3);
  const names = Array.from({ length: MANY }, (_, at) => `Modify${letters(random, 10)}${at}`);
  const rules = parseAll(
    names.map((name) => ruleText(`eventName: ${name}`, 'serviceName: ecd', 'eventRW: Write')),
  );
  const eventsOf = (count: number) =>
    Array.from({ length: MANY }, (_, at) =>
      eventOf(random, names[at % count] ?? '', 'nothing to run'),
    );
  return compareSizes(progress, {
    target: '3a',
    what: '100 → 10,000 rules over distinct event names: time per event',
    limit: 1.5,
    rules,
    few: eventsOf(FEW),
    many: eventsOf(MANY),
    matches: MANY,
  });
}

/** One event in ten holds a literal, one that both sets of rules look for. */
export async function literals(progress: Progress): Promise<Finding> {
  progress('making rules and events');
  const random = seeded(4);
  const texts = Array.from({ length: MANY }, (_, at) => `${letters(random, 6 + (at % 8))}-${at}.`);
  const rules = parseAll(
    texts.map((text) => ruleText(`requestParameters.CommandContent|contains: ${text}`)),
  );
  const events = Array.from({ length: 1000 }, (_, at) => {
    const literal = at % 10 === 0 ? texts[whole(random, FEW)] : letters(random, 12);
    return eventOf(random, 'RunCommand', commandWith(random, literal ?? ''));
  });
  return compareSizes(progress, {
    target: '3b',
    what: '100 → 10,000 contains rules over distinct literals: time per event',
    limit: 10,
    rules,
    few: events,
    many: events,
    matches: events.length / 10,
  });
}

interface Sizes {
  readonly target: string;
  readonly what: string;
  readonly limit: number;
  readonly rules: readonly Rule[];
  readonly few: readonly Fields[];
  readonly many: readonly Fields[];
  /** How many both have to find: who does not look is fast. */
  readonly matches: number;
}

async function compareSizes(progress: Progress, sizes: Sizes): Promise<Finding> {
  const { target, what, limit, rules } = sizes;
  const passOf = (count: number, events: readonly Fields[]) => {
    const set = compileRules(rules.slice(0, count));
    return () => {
      let found = 0;
      for (const event of events) found += set.match(event, rethrow).length;
      if (found !== sizes.matches) throw new Error(`${found} matches, not ${sizes.matches}`);
    };
  };
  const [few, many, fewNames] = await measureInTurn(
    [passOf(FEW, sizes.few), passOf(MANY, sizes.many), passOf(MANY, sizes.few)],
    ROUNDS,
    progress,
  );
  const micros = (times: readonly number[] | undefined, events: readonly Fields[]) =>
    ((median(times) / events.length) * 1000).toFixed(2);
  return {
    target,
    what,
    measured: medianRatio(many, few),
    unit: '×',
    bound: 'at most',
    limit,
    details: [
      `${micros(few, sizes.few)} µs per event with ${FEW} rules, ${micros(many, sizes.many)} µs with ${MANY}`,
      ...(sizes.many === sizes.few
        ? []
        : [
            `${micros(fewNames, sizes.few)} µs with ${MANY} where the events keep to ${FEW} of the names`,
          ]),
    ],
  };
}

function ruleText(...items: readonly string[]): string {
  return `title: One of many
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
${items.map((item) => `        ${item}`).join('\n')}
    condition: selection
`;
}

function eventOf(random: Random, name: string, command: string): Fields {
  const event: unknown = JSON.parse(recordText(random, { service: 'ecd', name }));
  if (!isFields(event) || !isFields(event['requestParameters'])) throw new Error('not a record');
  const requestParameters = { ...event['requestParameters'], CommandContent: command };
  return { ...event, requestParameters };
}

/** About 100 characters, in which the literal stands somewhere. */
function commandWith(random: Random, literal: string): string {
  const words = Array.from({ length: 12 }, () => letters(random, 3 + whole(random, 8)));
  words.splice(whole(random, words.length), 0, literal);
  return words.join(' ');
}

function rethrow(_rule: RuleHead, error: unknown): never {
  throw error;
}
