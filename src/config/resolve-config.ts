import { ConfigError } from '../model/config-error.ts';
import { configMistake } from './config-mistake.ts';
import { tellingIssue } from './read-issue.ts';
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
  const issue = tellingIssue(parsed.error);
  throw issue
    ? configMistake(issue, resolved)
    : new ConfigError('trailbell.yml', 'is not valid', 'Correct it');
}
