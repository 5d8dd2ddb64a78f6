import { foldCondition } from '../../sigma/fold-condition.ts';
import type { Detection, Rule } from '../../sigma/rule.ts';
import { eventPath } from './event-path.ts';
import { type Finding, finding } from './finding.ts';
import type { Linted } from './linted.ts';
import { listOf } from './list-of.ts';

/** Rules that say what another one says: whoever reads the alerts reads them twice. */
export function* lintPairs(linted: Linted): Iterable<Finding> {
  const twins = new Map<Rule, Rule>();
  const byDetection = new Map<string, Rule>();
  for (const rule of linted.rules) {
    const key = keyOf(rule.detection);
    const other = byDetection.get(key);
    if (other === undefined) byDetection.set(key, rule);
    else twins.set(rule, other);
  }
  for (const [rule, other] of twins) {
    if (!linted.isNamed(rule)) continue;
    const message = `asks for the same as '${other.title}' (${other.file}:${other.line})`;
    yield finding('same-detection', message, linted.placesOf(rule).key(['detection']));
  }
  yield* overlaps(linted, twins);
}

/** A detection as text, in which it does not matter how selections are called, or a list of them written. */
function keyOf(detection: Detection): string {
  return JSON.stringify(
    foldCondition<unknown>(detection, {
      selection: (selection) => selection,
      not: (not) => ({ not }),
      all: (all) => ({ all }),
      any: (any) => ({ any }),
    }),
  );
}

function* overlaps(linted: Linted, twins: ReadonlyMap<Rule, Rule>): Iterable<Finding> {
  const shared = new Map<Rule, Map<Rule, string[]>>();
  for (const { name, rules } of linted.plainCalls()) {
    const [first, ...others] = rules;
    if (first === undefined) continue;
    for (const rule of others.filter((each) => twins.get(each) !== first)) {
      const names = shared.get(rule) ?? new Map<Rule, string[]>();
      shared.set(rule, names.set(first, [...(names.get(first) ?? []), name]));
    }
  }
  for (const [rule, others] of shared) {
    if (!linted.isNamed(rule)) continue;
    const places = linted.placesOf(rule);
    for (const [other, names] of others) {
      const [event = ''] = names;
      const said = `a plain call of ${listOf(names)} rings twice`;
      const message = `${said}: '${other.title}' (${other.file}:${other.line}) matches it too`;
      yield finding('overlapping', message, places.value(eventPath(rule, event, places)));
    }
  }
}
