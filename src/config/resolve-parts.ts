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
  const others = Object.entries(isFields(value) ? value : {}).filter(
    ([key]) => !names.includes(key),
  );
  const standIns = requiredVariables(Object.fromEntries(others)).map(
    (name) => [name, 'not-needed-here'] as const,
  );
  return resolveConfig(value, { ...Object.fromEntries(standIns), ...env });
}
