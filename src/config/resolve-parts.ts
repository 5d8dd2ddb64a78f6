import { isFields } from '../model/fields.ts';
import { resolveConfig } from './resolve-config.ts';
import { type Env, requiredVariables } from './resolve-env.ts';
import type { Config } from './settings.ts';

/**
 * Some parts of the configuration, for those who have no use for the others: what these take from the
 * environment need not be set. Throws as `resolveConfig` does.
 */
export function resolveParts<Part extends keyof Config>(
  value: unknown,
  env: Env,
  parts: readonly Part[],
): Pick<Config, Part> {
  const names: readonly string[] = parts;
  const entries = Object.entries(isFields(value) ? value : {});
  const others = entries.filter(([key]) => !names.includes(key));
  const standIns = requiredVariables(Object.fromEntries(others)).map(
    (name) => [name, 'not-needed-here'] as const,
  );
  const kept = entries.filter(([key]) => names.includes(key) || !choosy.includes(key));
  return resolveConfig(isFields(value) ? Object.fromEntries(kept) : value, {
    ...Object.fromEntries(standIns),
    ...env,
  });
}

/** Parts that can do without, and take no stand-in for a variable: it is neither a URL nor a long key. */
const choosy = ['web', 'watch'];
