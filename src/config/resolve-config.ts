import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { ConfigError } from '../model/config-error.ts';
import { type Env, resolveEnv } from './resolve-env.ts';
import { type Config, settings } from './settings.ts';

/**
 * The configuration, from the value of trailbell.yml and the environment. Throws a ConfigError for a
 * missing variable, an unknown key or a wrong type. No error repeats a value: it may be a secret.
 */
export function resolveConfig(value: unknown, env: Env): Config {
  const parsed = settings.safeParse(resolveEnv(value, env));
  if (parsed.success) return parsed.data;
  // A misspelt key is also a missing one: the first says more.
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw issue ? configError(issue) : new ConfigError('trailbell.yml', 'is not valid', 'Correct it');
}

function configError(issue: z.core.$ZodIssue): ConfigError {
  const key = issue.path.join('.') || 'trailbell.yml';
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [unknown = ''] = issue.keys;
      const near = closest(unknown, knownKeys());
      const mend = distance(unknown, near) <= 3 ? `Did you mean ${near}?` : 'Remove it';
      return new ConfigError([...issue.path, unknown].join('.'), 'is not a known key', mend);
    }
    case 'invalid_type':
      return new ConfigError(
        key,
        issue.message.includes('undefined') ? 'is missing' : 'is of another type',
        `Write ${article(issue.expected)}${describe(issue.path)}`,
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
      return new ConfigError(key, issue.issues[0]?.message ?? 'is not valid', 'Rename it');
    case 'too_small':
      return new ConfigError(key, 'is empty', 'Write a value');
    default:
      return new ConfigError(key, issue.message, 'Correct it');
  }
}

/** "an object", "a string" */
function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun === 'record' ? 'map' : noun}`;
}

function describe(path: readonly PropertyKey[]): string {
  let at: unknown = z.toJSONSchema(settings, { io: 'input' });
  for (const key of path) at = property(property(at, 'properties'), String(key));
  const text = property(at, 'description');
  return typeof text === 'string' ? `: ${text.replace(/\.$/, '')}` : '';
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map(Object.entries(value)).get(key)
    : undefined;
}

/** Every key that may stand somewhere in trailbell.yml. */
function knownKeys(): readonly string[] {
  const keys = new Set<string>();
  z.toJSONSchema(settings, {
    override({ jsonSchema }) {
      for (const key of Object.keys(jsonSchema.properties ?? {})) keys.add(key);
    },
  });
  return [...keys];
}
