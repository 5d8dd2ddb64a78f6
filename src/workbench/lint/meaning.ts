import { knownEventsOf, knownServices } from '../../actiontrail/catalogue.ts';
import { foldCondition } from '../../sigma/fold-condition.ts';
import { anyRun, type Pattern } from '../../sigma/items/pattern.ts';
import { readItem } from '../../sigma/items/read-item.ts';
import { compileRegex } from '../../sigma/items/regex.ts';
import type { ValueTest } from '../../sigma/items/value-test.ts';
import { compileRules } from '../../sigma/match/compile-rules.ts';
import { type Judge, openJudge } from '../../sigma/match/judge.ts';
import type { Detection, Item, Rule, RuleHead } from '../../sigma/rule.ts';
import { callFields, NOBODY, plainCall } from '../named-calls.ts';
import { type Finding, finding } from './finding.ts';
import type { Linted, RulePlaces } from './linted.ts';
import { isOwnSelection, type RuleItem, ruleItems, valuePath } from './rule-items.ts';
import { truthOf } from './truth-of.ts';

/** A call that succeeded and of which no rule has heard. */
const unnamedCall = plainCall({ service: NOBODY, name: NOBODY });

/** Rules that ring never, or always, and parts of them that say nothing. */
export function* lintMeaning({ rules, isNamed, ringsAlone, placesOf }: Linted): Iterable<Finding> {
  const judge = openJudge();
  const unbound = new Set<RuleHead>(
    compileRules(rules.filter(ringsAlone)).match(unnamedCall, () => {}),
  );
  for (const rule of rules.filter(isNamed)) {
    const places = placesOf(rule);
    yield* unusedSelections(rule, places);
    const items = ruleItems(rule);
    const truth = truthOf(rule.detection);
    const condition = () => places.value(['detection', 'condition']);
    if (truth === 'never' || !canMatch(rule, items, judge)) {
      yield finding('unreachable', NEVER, condition());
    } else if (ringsAlone(rule) && (truth === 'always' || matchesAnything(rule, judge))) {
      yield finding('matches-everything', ALWAYS, condition());
    } else {
      if (unbound.has(rule)) yield finding('only-excludes', UNBOUND, condition());
      yield* anyValues(items, places);
    }
  }
}

const NEVER = 'no event can match this rule: what it asks for excludes itself';

const ALWAYS =
  'this matches every event that the rule does not name: ask for a serviceName and an eventName';

const UNBOUND =
  'this only says what does not match: any other call of any service does. Ask for something, too';

/** Whatever else the record says, an event is matched that the rule does not know of. */
function matchesAnything({ detection }: Rule, judge: Judge): boolean {
  const event = { serviceName: NOBODY, eventName: NOBODY };
  return judge(detection, event, callFields) === 'always';
}

/** Whether there may be a service and an event of which a rule can be true. */
function canMatch({ detection }: Rule, items: readonly RuleItem[], judge: Judge): boolean {
  const [services, events] = callFields.map((field) =>
    items.filter(({ item }) => isAbout(item, field)),
  );
  const named = [services, events].map((list = []) => list.flatMap(({ item }) => examples(item)));
  const isOpen = named.flat().includes(undefined);
  const [serviceNames = [], eventNames = []] = named.map((list) => [
    ...new Set([...list.filter((name) => name !== undefined), NOBODY]),
  ]);
  const may = (serviceName: string, eventName: string) =>
    judge(detection, { serviceName, eventName }, callFields) !== 'never';
  const all = [...new Set([...serviceNames, ...knownServices()])];
  if (serviceNames.some((service) => eventNames.some((event) => may(service, event)))) return true;
  // What an expression or a comparison is true of is not known, but for the names in the catalogue.
  return (
    isOpen ||
    all.some((service) =>
      [...eventNames, ...knownEventsOf(service)].some((event) => may(service, event)),
    )
  );
}

function isAbout(item: Item, field: string): boolean {
  return item.kind === 'field' && item.field === field;
}

/** For each value of an item a text that fits it, undefined where that is not plain to see. */
function examples(item: Item): readonly (string | undefined)[] {
  const read = readItem(item);
  if (read.kind === 'presence') return [];
  return read.values
    .flat()
    .map((test) => (test.kind === 'text' ? exampleOf(test.pattern) : undefined));
}

function exampleOf(pattern: Pattern): string {
  return pattern.map((part) => (typeof part === 'string' ? part : 'X')).join('');
}

function* unusedSelections({ detection }: Rule, places: RulePlaces): Iterable<Finding> {
  const used = new Set(namesIn(detection));
  for (const name of Object.keys(detection.selections)) {
    if (used.has(name) || !isOwnSelection(name, detection)) continue;
    const message = `no part of the condition speaks of '${name}', so it says nothing`;
    yield finding('unused-selection', message, places.key(['detection', name]));
  }
}

function namesIn(detection: Detection): readonly string[] {
  return foldCondition<readonly string[]>(detection, {
    selection: (_, name) => [name],
    not: (names) => names,
    all: (names) => names.flat(),
    any: (names) => names.flat(),
  });
}

/** Values that any text fits. */
function* anyValues(items: readonly RuleItem[], places: RulePlaces): Iterable<Finding> {
  for (const each of items) {
    const read = readItem(each.item);
    if (read.kind === 'presence') continue;
    for (const [at, tests] of read.values.entries()) {
      if (!tests.some(fitsAnything)) continue;
      const path = valuePath(each, at, places);
      yield finding('any-value', messageOf(each.item), places.value(path));
    }
  }
}

function messageOf(item: Item): string {
  if (item.kind === 'keywords') return 'every event has a value that this fits';
  if (callFields.includes(item.field)) return 'this fits every event: leave it out';
  return `this fits any text: to ask whether the field is there, write '${item.field}|exists: true'`;
}

/** Texts that have little in common. */
const texts = ['', 'a', 'Z9', ' ', '\n', '日'];

function fitsAnything(test: ValueTest): boolean {
  if (test.kind === 'text') {
    return test.pattern.length > 0 && test.pattern.every((part) => part === anyRun);
  }
  return test.kind === 'regex' && texts.every(compileRegex(test.source, test.flags));
}
