import type * as z from 'zod';
import { ConfigError } from '../model/config-error.ts';
import { channelTypeNames } from './channel-type-names.ts';
import { choiceOf, didYouMean } from './did-you-mean.ts';
import { type Place, placeAt } from './place-at.ts';
import { valueAt } from './read-issue.ts';

/**
 * What is wrong with a value of trailbell.yml, and how to mend it. It repeats no value: it may be a
 * secret.
 */
export function configMistake(issue: z.core.$ZodIssue, value: unknown): ConfigError {
  const { path } = issue;
  const key = dotted(path);
  const found = valueAt(value, path);
  const place = placeAt(path, value);
  const isMissing = found === undefined && path.length > 0;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [unknown = ''] = issue.keys;
      if (!looksLikeKey(unknown)) {
        const mend = 'Put a space after the colon, or remove it';
        return new ConfigError(key, 'has a key that is none', mend);
      }
      const whole = dotted([...path, unknown]);
      return new ConfigError(whole, 'is not a known key', mendKey(unknown, place));
    }
    case 'invalid_type': {
      const problem = isMissing ? 'is missing' : `is ${kindOf(found)}`;
      return new ConfigError(key, problem, mendType(issue.expected, found, path, place));
    }
    case 'invalid_value':
      return new ConfigError(
        key,
        isMissing ? 'is missing' : 'is not one of the choices',
        mendChoice(issue.values.map(String), found),
      );
    case 'invalid_union':
      return new ConfigError(
        key,
        isMissing ? 'is missing' : 'is not a known type of channel',
        mendChoice(channelTypeNames, found),
      );
    case 'invalid_key':
      // The key is left out: somebody may have put a webhook in its place.
      return new ConfigError(
        dotted(path.slice(0, -1)),
        `has a key that ${issue.issues[0]?.message ?? 'is not valid'}`,
        'Rename it',
      );
    case 'too_small':
      return new ConfigError(key, 'is empty', `Write a value${saying(place)}`);
    default: {
      const mend: unknown = issue.code === 'custom' ? issue.params?.['mend'] : undefined;
      const correct = `Correct it${saying(place)}`;
      return new ConfigError(key, issue.message, typeof mend === 'string' ? mend : correct);
    }
  }
}

/** A path as it is written. What is no key may be a value, and so a secret, whose colon lacks its space. */
function dotted(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (looksLikeKey(part) ? String(part) : '…'));
  return parts.join('.') || 'trailbell.yml';
}

function looksLikeKey(part: PropertyKey): boolean {
  return /^[\w-]{1,64}$/.test(String(part));
}

/** What other tools, Alertmanager before all, call what has another name here. */
const otherWords: Readonly<Record<string, string>> = {
  receiver: 'channels',
  receivers: 'channels',
  matchers: 'match',
  match_re: 'match',
  severity: 'level',
  mute_times: 'mute_time_intervals',
  active_times: 'active_time_intervals',
};

function mendKey(unknown: string, { keys, homesOf }: Place): string {
  const other = Object.hasOwn(otherWords, unknown) ? otherWords[unknown] : undefined;
  const meant = other ?? unknown;
  if (keys.includes(meant)) return `Did you mean ${meant}?`;
  const { below, entriesOf } = homesOf(meant);
  const as = other === undefined ? 'Put it' : `Write it as ${other}`;
  if (below.length > 0) return `${as} under ${choiceOf(below)}`;
  if (entriesOf.length > 0) return `${as} in an entry of ${choiceOf(entriesOf)}`;
  return didYouMean(unknown, keys, `Known are ${keys.join(', ')}`);
}

function mendType(
  expected: string,
  found: unknown,
  path: readonly PropertyKey[],
  place: Place,
): string {
  switch (expected) {
    case 'string':
      if (typeof found === 'number' && place.examples.length > 0) {
        return `Write it with a unit: ${choiceOf(place.examples)}`;
      }
      if (typeof found === 'number' || typeof found === 'boolean') return 'Put quotes round it';
      return `Write a text${saying(place)}`;
    case 'number':
      return `Write a number${saying(place)}`;
    case 'boolean':
      return `Write true or false${saying(place)}`;
    default: {
      const key = String(path.findLast((part) => typeof part === 'string'));
      const examples = expected === 'array' ? lists : maps;
      const example = Object.hasOwn(examples, key) ? examples[key] : undefined;
      if (example !== undefined) {
        return `Write ${typeof path.at(-1) === 'number' ? '-' : `${key}:`} ${example}`;
      }
      if (expected === 'array') return `Write a list, such as [a, b]${saying(place)}`;
      return place.keys.length > 0
        ? `Write its keys below it: ${place.keys.join(', ')}`
        : `Write lines below it, each with a name and a value${saying(place)}`;
    }
  }
}

const SILENCE = "{ match: { actor: ci-* }, ends_at: 2026-12-01T09:00:00+08:00, comment: 'a move' }";

// How what has more than one value is written, by its key; of lists, maps holds how an entry is.

const lists: Readonly<Record<string, string>> = {
  channels: '[oncall]',
  group_by: '[actor, region]',
  mute_time_intervals: '[nights]',
  active_time_intervals: '[office-hours]',
  routes: '[{ match: { level: critical }, channels: [oncall] }]',
  silences: `[${SILENCE}]`,
  record_only: '[experimental]',
};

const maps: Readonly<Record<string, string>> = {
  accounts: '{ 1234567890123456: production }',
  channels: '{ oncall: { type: slack, webhook: … } }',
  match: '{ level: critical }',
  route: '{ channels: [oncall] }',
  routes: '{ match: { level: critical }, channels: [oncall] }',
  silences: SILENCE,
  time_intervals: '{ weekends: { weekdays: saturday:sunday } }',
  times: "{ start_time: '22:00', end_time: '07:00' }",
};

/** The choices, and which of them was probably meant. */
function mendChoice(choices: readonly string[], found: unknown): string {
  const all = `Write ${choiceOf(choices)}`;
  const near = typeof found === 'string' ? didYouMean(found, choices, '') : '';
  return near === '' ? all : `${all}. ${near}`;
}

/** What the schema says of a place, as the end of a sentence. */
function saying({ description }: Place): string {
  if (description === '') return '';
  const [first = ''] = description;
  const isName = /^[A-Z]{2}/.test(description);
  const text = isName ? description : first.toLowerCase() + description.slice(1);
  return `: ${text.replace(/\.$/, '')}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
