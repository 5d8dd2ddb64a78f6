import {
  canonicalService,
  describeEvent,
  describeService,
  knownEventsOf,
  knownServices,
} from '../../actiontrail/catalogue.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';
import { detectionOf } from '../../sigma/fold-condition.ts';
import { readItem } from '../../sigma/items/read-item.ts';
import { wholeText } from '../../sigma/match/compile-test.ts';
import { type Judge, openJudge } from '../../sigma/match/judge.ts';
import type { Detection, Item, Selection } from '../../sigma/rule.ts';
import { NOBODY } from '../named-calls.ts';
import { type Finding, finding } from './finding.ts';
import type { Linted, RulePlaces } from './linted.ts';
import { isSlip } from './near.ts';
import { type RuleItem, ruleItems, valuePath } from './rule-items.ts';

/** Shorter names, such as those of many services, are all near to each other. */
const SHORTEST_TELLING_NAME = 6;

/** Services and events that rules name, and that the catalogue does not know, or knows by another name. */
export function* lintNames({ rules, isNamed, placesOf }: Linted): Iterable<Finding> {
  const judge = openJudge();
  const servicesOf = openServices(judge);
  for (const rule of rules.filter(isNamed)) {
    const places = placesOf(rule);
    const items = ruleItems(rule);
    for (const each of items) {
      if (saysTexts(each.item, 'serviceName')) yield* checkServices(each, items, places);
      if (saysTexts(each.item, 'eventName')) {
        const services = servicesOf(each.beside) ?? servicesOf(rule.detection);
        yield* checkEvents(each, services, judge, places);
      }
    }
  }
}

/** Whether an item says what a field is, as texts. */
function saysTexts(item: Item, field: string): boolean {
  if (item.kind !== 'field' || item.field !== field) return false;
  const read = readItem(item);
  return (
    read.kind === 'values' &&
    read.values.flat().every(({ kind }) => kind === 'text' || kind === 'regex')
  );
}

/** The values of an item that are no patterns, and where they stand. */
function* names(each: RuleItem, places: RulePlaces) {
  const read = readItem(each.item);
  if (read.kind !== 'values') return;
  for (const [at, tests] of read.values.entries()) {
    const [test, ...others] = tests;
    const name = test?.kind === 'text' && others.length === 0 ? wholeText(test.pattern) : undefined;
    if (name === undefined || name === '') continue;
    yield { name, place: () => places.value(valuePath(each, at, places)) };
  }
}

function* checkServices(
  each: RuleItem,
  items: readonly RuleItem[],
  places: RulePlaces,
): Iterable<Finding> {
  for (const { name, place } of names(each, places)) {
    const canonical = canonicalService(name);
    if (canonical === undefined) {
      const meant = serviceMeant(name, items, places);
      if (meant === undefined) continue;
      const message = `the catalogue has no service '${name}': did you mean '${meant}'?`;
      yield finding('unknown-service', message, place());
    } else if (canonical.toLowerCase() !== name.toLowerCase()) {
      const message = `records may say '${name}', but rules see '${canonical}': write that`;
      yield finding('service-alias', message, place());
    }
  }
}

/** The catalogue lacks most services, so that one has to be near, and a short one proved by its events. */
function serviceMeant(
  name: string,
  items: readonly RuleItem[],
  places: RulePlaces,
): string | undefined {
  const near = knownServices().filter((known) => isSlip(name, known));
  if (name.length >= SHORTEST_TELLING_NAME) return near[0];
  const events = items
    .filter(({ item }) => saysTexts(item, 'eventName'))
    .flatMap((each) => [...names(each, places)]);
  return near.find((known) => events.length > 0 && events.every((event) => has(known, event.name)));
}

function has(service: string, event: string): boolean {
  return (
    describeEvent(service, event) !== undefined ||
    knownEventsOf(service).some((known) => known.toLowerCase() === event.toLowerCase())
  );
}

function* checkEvents(
  each: RuleItem,
  services: readonly string[] | undefined,
  judge: Judge,
  places: RulePlaces,
): Iterable<Finding> {
  for (const { name, place } of names(each, places)) {
    const trouble = troubleWithEvent(name, services);
    if (trouble) yield finding(trouble.code, trouble.message, place());
  }
  if (services === undefined || services.length === 0 || !services.every(isWhole)) return;
  if (each.item.values.length === 0 || [...names(each, places)].length > 0) return;
  const item: Item = { ...each.item, modifiers: each.item.modifiers.filter(isNoQuantity) };
  const detection = detectionOf(item);
  const fits = services
    .flatMap(knownEventsOf)
    .some((eventName) => judge(detection, { eventName }, ['eventName']) === 'always');
  if (fits) return;
  const message = `this fits no event of ${services.join(' or ')} that the catalogue knows`;
  yield finding('unknown-event', message, places.value(each.path));
}

/** What turns an item round, or asks for all of its values. */
function isNoQuantity(modifier: string): boolean {
  return modifier !== 'neq' && modifier !== 'all';
}

/** Finds the known services that a part of a rule may match; undefined where it may match any. */
function openServices(
  judge: Judge,
): (part: Detection | Selection) => readonly string[] | undefined {
  const found = new Map<Detection | Selection, readonly string[] | undefined>();
  return (part) => {
    if (!found.has(part)) found.set(part, find('condition' in part ? part : detectionOf(part)));
    return found.get(part);
  };

  function find(detection: Detection): readonly string[] | undefined {
    const may = (serviceName: string) =>
      judge(detection, { serviceName }, ['serviceName']) !== 'never';
    return may(NOBODY) ? undefined : knownServices().filter(may);
  }
}

interface Trouble {
  readonly code: 'unknown-event' | 'event-of-another-service';
  readonly message: string;
}

/** Services of which the catalogue lacks events may well have one that it does not know. */
function troubleWithEvent(
  name: string,
  services: readonly string[] = knownServices(),
): Trouble | undefined {
  if (services.length === 0 || services.some((service) => has(service, name))) return undefined;
  const known = services.flatMap(knownEventsOf);
  const said = services.join(' or ');
  if (!services.every(isWhole)) {
    const slip = known.find((event) => isSlip(name, event));
    if (slip === undefined || name.length < SHORTEST_TELLING_NAME) return undefined;
    const message = `the catalogue has no event '${name}': did you mean '${slip}'?`;
    return { code: 'unknown-event', message };
  }
  const other = knownServices().find((service) => has(service, name));
  if (other !== undefined) {
    const hint = didYouMean(name, known);
    const message = `'${name}' is an event of ${other}, not of ${said}${hint}`;
    return { code: 'event-of-another-service', message };
  }
  const message = `the catalogue has no event '${name}' of ${said}${didYouMean(name, known)}`;
  return { code: 'unknown-event', message };
}

/** Whether the catalogue has all events that a service documents. */
function isWhole(service: string): boolean {
  return describeService(service)?.whole === true;
}
