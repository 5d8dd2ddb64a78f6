import { ConfigError } from '../model/config-error.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** `${NAME}`, or `${NAME:-what stands in where it is not set}`. */
const reference = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/**
 * The value with every reference in its texts replaced. A variable that is missing or empty is a
 * ConfigError that names the key and the variable, never a value.
 */
export function resolveEnv(value: unknown, env: Env, path: readonly string[] = []): unknown {
  if (typeof value === 'string') {
    return value.replace(reference, (_, name: string, standIn?: string) => {
      const found = (Object.hasOwn(env, name) && env[name]) || standIn;
      if (found === undefined) {
        throw new ConfigError(
          path.join('.'),
          `the environment variable ${name} is not set`,
          `Set ${name}, for the function under environmentVariables in s.yaml` +
            (path[0] === 'channels' ? `, or remove channels.${path[1]}` : ''),
        );
      }
      return found;
    });
  }
  if (Array.isArray(value)) {
    return value.map((each, at) => resolveEnv(each, env, [...path, String(at)]));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, resolveEnv(each, env, [...path, key])]),
    );
  }
  return value;
}

/** The variables that the texts of a value cannot do without. */
export function requiredVariables(value: unknown): readonly string[] {
  return variablesOf(value, (standIn) => standIn === undefined);
}

/** Those that have something to stand in for them. */
export function optionalVariables(value: unknown): readonly string[] {
  return variablesOf(value, (standIn) => standIn !== undefined);
}

function variablesOf(
  value: unknown,
  fits: (standIn: string | undefined) => boolean,
): readonly string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(reference)]
      .filter(([, , standIn]) => fits(standIn))
      .map(([, name = '']) => name);
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((each) => variablesOf(each, fits))
    : [];
}
