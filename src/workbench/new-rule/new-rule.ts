import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  canonicalService,
  describeEvent,
  describeService,
  knownEventsOf,
  knownServices,
} from '../../actiontrail/catalogue.ts';
import { ConfigError } from '../../model/config-error.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';
import { eventWords, nearestKin } from './event-words.ts';
import { type RuleDraft, ruleFromEvent } from './rule-from-event.ts';

/** Made by `trailbell rules schema`. */
const RULE_SCHEMA = 'docs/rule.schema.json';

/** An event as the catalogue spells it, or as it was named. */
export interface ChosenEvent {
  readonly service: string;
  readonly event: string;
}

/** Finds the event that was named; answers with what is wrong, as a sentence, where that is no one event. */
export function chooseEvent(event: string, service: string | undefined): ChosenEvent | string {
  if (!isName(event)) return `'${event}' is no name of an event`;
  if (service !== undefined && !isName(service)) return `'${service}' is no name of a service`;
  if (service !== undefined) {
    const known = canonicalService(service) ?? service;
    return { service: known, event: spelled(event, known) ?? event };
  }
  const found = knownServices().flatMap((known) => {
    const name = spelled(event, known);
    return name === undefined ? [] : [{ service: known, event: name }];
  });
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  if (only !== undefined) {
    return `several services have ${only.event}: say --service ${found.map((each) => each.service).join(' or ')}`;
  }
  const hint = didYouMean(event, knownServices().flatMap(knownEventsOf));
  const mend = hint === '' ? ': say --service, for one that it does not have' : hint;
  return `the catalogue has no event '${event}'${mend}`;
}

/** Whether a service or an operation could be called so: what is none would be YAML of its own. */
function isName(text: string): boolean {
  return /^[A-Za-z](?:[\w.:-]*\w)?$/.test(text);
}

function spelled(event: string, service: string): string | undefined {
  const events = knownEventsOf(service);
  return events.includes(event)
    ? event
    : events.find((name) => name.toLowerCase() === event.toLowerCase());
}

/** What may be wrong with an event that the catalogue does not have; undefined where it has it. */
export function doubtOf({ service, event }: ChosenEvent): string | undefined {
  if (describeEvent(service, event) !== undefined) return undefined;
  const hint = didYouMean(event, knownEventsOf(service));
  if (canonicalService(service) === undefined) {
    return `the catalogue does not know the service '${service}'${didYouMean(service, knownServices())}`;
  }
  return `the catalogue has no event '${event}' of ${service}${hint}`;
}

/** A rule for an event, as the text of its file. `directory` is the project's. */
export function newRule(
  { service, event }: ChosenEvent,
  { directory, id, now }: { readonly directory: string; readonly id: string; readonly now: Date },
): string {
  const described = describeEvent(service, event);
  const kin = nearestKin(event, knownEventsOf(service));
  const draft: RuleDraft = {
    id,
    date: now.toISOString().slice(0, 10),
    service,
    event,
    level: described?.risk ?? 'medium',
    isRated: described !== undefined,
    summary: described,
    kin: kin ?? likelyKin(event),
    parameters: likelyParameters(service, event),
    hasDeniedCodes: hasList(directory, 'denied_codes'),
  };
  return ruleFromEvent(draft);
}

/**
 * Writes a new rule file, with the line that turns completion on in an editor. Throws a ConfigError rather
 * than write over one that is there.
 */
export function writeNewRule(directory: string, file: string, text: string): void {
  const path = resolve(directory, file);
  if (existsSync(path)) {
    throw new ConfigError(file, 'is there already', 'Name another with --out');
  }
  mkdirSync(dirname(path), { recursive: true });
  const schema = relative(dirname(path), resolve(directory, RULE_SCHEMA)).split(sep).join('/');
  writeFileSync(path, `# yaml-language-server: $schema=${schema}\n${text}`, { flag: 'wx' });
}

/** How services call what only looks, or what changes. */
function likelyKin(event: string): string {
  const [verb = ''] = eventWords(event);
  const rest = event.slice(verb.length) || 'Resources';
  return /^(describe|get|list|query)$/.test(verb) ? `Modify${rest}` : `Describe${rest}`;
}

/**
 * The parameters of the service whose noun the event's name has: DesktopId of DeleteDesktops, but not of
 * DeleteDesktopGroup. Where it has none, the one that tells most of the service's calls.
 */
function likelyParameters(service: string, event: string): readonly string[] {
  const all = Object.keys(describeService(service)?.resourceParameters ?? {});
  const byNoun = new Map(all.toReversed().map((name) => [nounOf(name), name]));
  const nouns = [...byNoun.keys()].filter((noun) => noun !== '' && event.includes(noun));
  const chosen = new Set(
    nouns.filter((noun) => standsAlone(noun, event, nouns)).map((noun) => byNoun.get(noun)),
  );
  const named = all.filter((name) => chosen.has(name));
  return named.length > 0 ? named.slice(0, MOST_FIELDS) : all.slice(0, 1);
}

/** As names of events write it: `Desktop` of DesktopId and DesktopIds, `Bucket` of bucketName. */
function nounOf(parameter: string): string {
  const noun = parameter.replace(/(Ids?|Name)$/, '');
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}

/** Whether a noun is more than the beginning of another one, as Desktop is of DesktopGroup. */
function standsAlone(noun: string, event: string, nouns: readonly string[]): boolean {
  return event
    .split(noun)
    .slice(1)
    .some((behind) => {
      const longer = nouns.filter((other) => other.length > noun.length);
      return !(
        nouns.some((other) => behind.startsWith(other)) ||
        longer.some((other) => `${noun}${behind}`.startsWith(other))
      );
    });
}

const MOST_FIELDS = 3;

/** Whether the project's lists for `expand` have one of a name. */
function hasList(directory: string, name: string): boolean {
  const folder = join(directory, 'rules', 'lists');
  if (!existsSync(folder)) return false;
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .some((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .some((line) => line.startsWith(`${name}:`)),
    );
}
