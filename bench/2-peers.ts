import { asFields, type Fields } from '../src/model/fields.ts';
import { compileRules } from '../src/sigma/match/compile-rules.ts';
import { reads, writes } from './calls.ts';
import type { Finding } from './finding.ts';
import { measureInTurn, median, medianRatio } from './measure.ts';
import { parseAll } from './parse-all.ts';
import { celJs } from './peers/cel-js.ts';
import { jsonLogicEngine } from './peers/json-logic-engine.ts';
import { jsonRulesEngine } from './peers/json-rules-engine.ts';
import { mingo } from './peers/mingo.ts';
import type { Evaluate, ShapedRule } from './peers/shaped-rule.ts';
import type { Progress } from './progress.ts';
import { pickSkewed, pickSome, type Random, seeded } from './random.ts';
import { addresses, recordText, userNames } from './records.ts';

const RULES = 100;
const EVENTS = 850;
const ROUNDS = 7;

const peers = [jsonLogicEngine, celJs, mingo, jsonRulesEngine];

/** What is called, the most frequent first: reads and writes by turns. */
const calls = writes.flatMap((write, at) => [write, reads[at] ?? write]);

/** What rules are about: an event that is named at all is named by several of them. */
const watched = writes.slice(0, 120).map(({ name }) => name);

export async function againstPeers(progress: Progress): Promise<Finding> {
  progress('making rules and events');
  const random = seeded(2);
  const rules = Array.from({ length: RULES }, () => shapedRule(random));
  const events = Array.from({ length: EVENTS }, () => eventOf(random));

  const set = compileRules(parseAll(rules.map(ruleText)));
  const match = (event: Fields) => set.match(event, rethrow);
  const expected = events.map((event) => match(event).map((rule) => set.rules.indexOf(rule)));
  const others = peers.map(({ name, open }) => ({ name, evaluate: open(rules) }));
  for (const { name, evaluate } of others) await holdTo(name, evaluate, events, expected);

  const [own, ...theirs] = await measureInTurn(
    [passOver(events, match), ...others.map(({ evaluate }) => passOver(events, evaluate))],
    ROUNDS,
    progress,
  );
  const [best] = theirs.toSorted((a, b) => median(a) - median(b));
  const micros = (times: readonly number[] | undefined) =>
    ((median(times) / EVENTS) * 1000).toFixed(2);
  const named = expected.filter(({ length }) => length > 0).length;
  const matches = expected.flat().length;
  return {
    target: '2',
    what: '100 rules over parsed events: time against the best peer',
    measured: medianRatio(own, best),
    unit: '×',
    bound: 'at most',
    limit: 0.25,
    details: [
      `µs per event: trailbell ${micros(own)}, ${others.map(({ name }, at) => `${name} ${micros(theirs[at])}`).join(', ')}`,
      `${EVENTS} events, of which ${named} match, ${(matches / named).toFixed(1)} rules each; all give the same matches`,
    ],
  };
}

function rethrow(_rule: unknown, error: unknown): never {
  throw error;
}

/** One event after the other; waits only for an engine that makes promises. */
function passOver(events: readonly Fields[], evaluate: (event: Fields) => unknown): () => unknown {
  return () => {
    for (const [at, event] of events.entries()) {
      const matched = evaluate(event);
      if (matched instanceof Promise) return finish(matched, events.slice(at + 1), evaluate);
    }
    return undefined;
  };
}

async function finish(
  first: Promise<unknown>,
  events: readonly Fields[],
  evaluate: (event: Fields) => unknown,
): Promise<void> {
  await first;
  for (const event of events) await evaluate(event);
}

async function holdTo(
  name: string,
  evaluate: Evaluate,
  events: readonly Fields[],
  expected: readonly (readonly number[])[],
): Promise<void> {
  for (const [at, event] of events.entries()) {
    const matched = await evaluate(event);
    if (String(matched) !== String(expected[at])) {
      const of = JSON.stringify(event);
      throw new Error(`${name} matches ${String(matched)}, we ${String(expected[at])}: ${of}`);
    }
  }
}

function shapedRule(random: Random): ShapedRule {
  const networks = addresses.filter((address) => /^[\d.]+$/.test(address));
  return {
    names: pickSome(random, watched, 8),
    users: pickSome(random, userNames, 3),
    networks: pickSome(random, networks, 3).map((address, at) => {
      const [a, b, c] = address.split('.');
      return at === 0 ? `${a}.${b}.${c}.0/24` : `${a}.${b}.0.0/16`;
    }),
  };
}

function ruleText({ names, users, networks }: ShapedRule): string {
  return `title: Shaped as in peers.md
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        eventName: ${JSON.stringify(names)}
    filter_users:
        userIdentity.userName: ${JSON.stringify(users)}
    filter_networks:
        sourceIpAddress|cidr: ${JSON.stringify(networks)}
    condition: selection and not filter_users and not filter_networks
`;
}

function eventOf(random: Random): Fields {
  const event = asFields(recordText(random, pickSkewed(random, calls)));
  if (!event) throw new Error('not a record');
  return event;
}
