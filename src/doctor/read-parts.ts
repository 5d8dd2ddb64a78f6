import { madeUpSource } from '../config/made-up-source.ts';
import { resolveConfig } from '../config/resolve-config.ts';
import { type Env, requiredVariables } from '../config/resolve-env.ts';
import { resolveRouting } from '../config/resolve-routing.ts';
import type { Config } from '../config/settings.ts';
import { standInConfig } from '../config/stand-in-config.ts';
import { ConfigError } from '../model/config-error.ts';
import { type Fields, isFields } from '../model/fields.ts';

/** The parts that something is looked up by; undefined is what is wrong, or lacks a variable. */
export type Parts = {
  readonly [Key in (typeof keys)[number]]: Config[Key] | undefined;
};

export interface ReadParts {
  readonly parts: Parts;
  /** By their names, those that are right. */
  readonly channels: Config['channels'];
  /** Variables that trailbell.yml cannot do without, and that are not set. */
  readonly unset: readonly string[];
  readonly mistakes: readonly ConfigError[];
}

const keys = [
  'source',
  'ledger',
  'web',
  'watch',
  'compute',
  'dead_letters',
  'history',
  'locale',
  'timezone',
] as const;

/** Stands in for channels that are not looked at. */
const madeUpChannels = {
  example: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/example' },
};

/**
 * Reads trailbell.yml part by part, so that what is wrong in one keeps nobody from looking at the others.
 * Of the channels only those that are wanted are read: a machine that has no webhooks may look after the
 * rest.
 */
export function readParts(
  value: unknown,
  env: Env,
  wantsChannel: (name: string) => boolean,
): ReadParts {
  const config = isFields(value) ? value : {};
  const mistakes: ConfigError[] = [];
  const unset = new Set<string>();

  function readWith(part: Fields): Config | undefined {
    const missing = requiredVariables(part).filter((name) => !env[name]);
    for (const name of missing) unset.add(name);
    if (missing.length > 0) return undefined;
    return attempt(() =>
      resolveConfig({ source: madeUpSource, channels: madeUpChannels, ...part }, env),
    );
  }

  /** What is wrong in one place may be met twice, on different ways. */
  function attempt<Read>(read: () => Read): Read | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (mistakes.every(({ message }) => message !== error.message)) mistakes.push(error);
      return undefined;
    }
  }

  const part = <Key extends keyof Config>(key: Key): Config[Key] | undefined =>
    readWith({ [key]: config[key] })?.[key];
  const parts: Parts = {
    source: part('source'),
    ledger: part('ledger'),
    web: part('web'),
    watch: part('watch'),
    compute: part('compute'),
    dead_letters: part('dead_letters'),
    history: part('history'),
    locale: part('locale'),
    timezone: part('timezone'),
  };
  const looked: readonly string[] = [...keys, 'channels'];
  for (const key of Object.keys(config)) {
    if (!looked.includes(key)) readWith({ [key]: config[key] });
  }
  if (!isFields(config['channels'])) readWith({ channels: config['channels'] });
  const named = Object.entries(isFields(config['channels']) ? config['channels'] : {});
  const channels = named
    .filter(([name]) => wantsChannel(name))
    .map(([name, settings]) => readWith({ channels: { [name]: settings } })?.channels);
  // Routes name channels and times, so only the whole says whether they are right.
  if (mistakes.length === 0) {
    attempt(() => resolveRouting(resolveConfig(standInConfig(value, env).config, env)));
  }
  return {
    parts,
    channels: Object.fromEntries(channels.flatMap((each) => Object.entries(each ?? {}))),
    unset: [...unset],
    mistakes,
  };
}
