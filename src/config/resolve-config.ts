import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { ConfigError } from '../model/config-error.ts';
import { configSchema } from './json-schema.ts';
import { type Env, resolveEnv } from './resolve-env.ts';
import { type Config, settings } from './settings.ts';

/**
 * The configuration, from the value of trailbell.yml and the environment. Throws a ConfigError for a
 * missing variable, an unknown key or a wrong type. No error repeats a value: it may be a secret.
 */
export function resolveConfig(value: unknown, env: Env): Config {
  const resolved = resolveEnv(value, env);
  const parsed = settings.safeParse(resolved);
  if (parsed.success) return parsed.data;
  // A misspelt key is also a missing one: the first says more.
  const issues = parsed.error.issues.map(innermost);
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw issue
    ? configError(issue, at(resolved, issue.path))
    : new ConfigError('trailbell.yml', 'is not valid', 'Correct it');
}

/** Of a value that may be one or a list, what is wrong with what was meant: it lies deepest. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const [deepest] = issue.errors
    .flatMap(([first]) => (first === undefined ? [] : [innermost(first)]))
    .toSorted((a, b) => b.path.length - a.path.length);
  return deepest === undefined ? issue : { ...deepest, path: [...issue.path, ...deepest.path] };
}

function configError(issue: z.core.$ZodIssue, found: unknown): ConfigError {
  const key = issue.path.join('.') || 'trailbell.yml';
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [unknown = ''] = issue.keys;
      return new ConfigError(
        [...issue.path, unknown].join('.'),
        'is not a known key',
        near(unknown),
      );
    }
    case 'invalid_type':
      return new ConfigError(
        key,
        found === undefined ? 'is missing' : 'is of another type',
        `Write ${article(issue.expected)}${described(issue.path)}`,
      );
    case 'invalid_value':
      return new ConfigError(
        key,
        'is not one of the choices',
        `Write ${issue.values.join(' or ')}`,
      );
    case 'invalid_union':
      return new ConfigError(
        key,
        'is not a known type of channel',
        'Write one of the types that docs/trailbell.schema.json lists',
      );
    case 'invalid_key':
      // The key is left out: somebody may have put a webhook in its place.
      return new ConfigError(
        issue.path.slice(0, -1).join('.'),
        `has a key that ${issue.issues[0]?.message ?? 'is not valid'}`,
        'Rename it',
      );
    case 'too_small':
      return new ConfigError(key, 'is empty', `Write a value${described(issue.path)}`);
    default:
      return new ConfigError(key, issue.message, `Correct it${described(issue.path)}`);
  }
}

function near(unknown: string): string {
  const known = closest(unknown, knownKeys());
  const far = distance(unknown, known);
  // The same word is a key of something else.
  return far > 0 && far <= 3 ? `Did you mean ${known}?` : 'Remove it';
}

/** "an object", "a string" */
function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun === 'record' ? 'map' : noun}`;
}

/** What the schema says of the key at a path. */
function described(path: readonly PropertyKey[]): string {
  const schema = path.reduce<unknown>((from, key) => {
    const own = at(from, ['properties', key]);
    const any = at(from, ['additionalProperties']);
    const choices = at(from, ['oneOf']) ?? at(from, ['anyOf']);
    if (own !== undefined) return own;
    if (Array.isArray(choices)) {
      return choices.map((choice) => at(choice, ['properties', key])).find(Boolean);
    }
    return any;
  }, configSchema());
  const text = at(schema, ['description']);
  return typeof text === 'string' ? `: ${text.replace(/\.$/, '')}` : '';
}

/** What stands at a path of a value, or undefined. */
function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (from, key) =>
      typeof from === 'object' && from !== null
        ? new Map<PropertyKey, unknown>(Object.entries(from)).get(String(key))
        : undefined,
    value,
  );
}

/** Every key that may stand somewhere in trailbell.yml. */
function knownKeys(): readonly string[] {
  const keys = new Set<string>();
  z.toJSONSchema(settings, {
    io: 'input',
    override({ jsonSchema }) {
      for (const key of Object.keys(jsonSchema.properties ?? {})) keys.add(key);
    },
  });
  return [...keys];
}
