import { type Env, requiredVariables } from '../config/resolve-env.ts';
import type { LogSource } from '../logs/log-source.ts';
import { type Fields, isFields } from '../model/fields.ts';
import type { Locale } from '../model/locale.ts';

export interface LocalPlaces {
  readonly source: LogSource;
  /** The settings that lead a channel of each type to the inbox. */
  readonly inbox: Readonly<Record<string, Fields>>;
  readonly locale: Locale | undefined;
  /** Where dead letters go. */
  readonly deadLetters: string;
  /** The settings of `web`; undefined where nobody can answer. */
  readonly web: Fields | undefined;
}

/**
 * The value of trailbell.yml for a run on this machine: it reads the local Log Service, and channels
 * lead to the local inbox, but for those whose variables are set. With DINGTALK_WEBHOOK set,
 * DingTalk rings. What is deployed stays untouched: no Redis is written to, no heartbeat is sent.
 */
export function localConfig(
  config: unknown,
  env: Env,
  { source, inbox, locale, deadLetters, web }: LocalPlaces,
): unknown {
  if (!isFields(config)) return config;
  const { web: _deployedWeb, watch, compute: _compute, ...settings } = config;
  return {
    ...settings,
    source,
    dead_letters: { file: deadLetters },
    // The local Log Service has no logstore but the trail's.
    history: { logstore: '' },
    ledger: without('redis', config['ledger']),
    // Both need a ledger that outlives a call. Nothing comes in here but what somebody feeds.
    ...(web && { web, watch: { ...quietWatch(watch), no_records_for: '0s' } }),
    ...(locale && { locale }),
    channels: Object.fromEntries(
      channelsOf(config).map(([name, channel]) => {
        // Slack's buttons reach what is deployed; on this machine, only those of the inbox do.
        const quiet = without('interactive', channel);
        if (isReal(channel, env) || !isFields(quiet)) return [name, quiet];
        return [name, { ...quiet, ...inbox[String(quiet['type'])] }];
      }),
    ),
  };
}

/** The names of the channels that ring outside of this machine. */
export function realChannels(config: unknown, env: Env): readonly string[] {
  return channelsOf(config)
    .filter(([, channel]) => isReal(channel, env))
    .map(([name]) => name);
}

function channelsOf(config: unknown): readonly (readonly [string, unknown])[] {
  const channels = isFields(config) ? config['channels'] : undefined;
  return isFields(channels) ? Object.entries(channels) : [];
}

/** A webhook that stands in trailbell.yml itself is not rung with samples: only a variable asks for it. */
function isReal(channel: unknown, env: Env): boolean {
  const needed = requiredVariables(channel);
  return needed.length > 0 && needed.every((name) => env[name]);
}

function quietWatch(watch: unknown): Fields {
  const quiet = without('heartbeat', watch);
  return isFields(quiet) ? quiet : {};
}

/** What is no object is the configuration's to complain about. */
function without(key: string, settings: unknown): unknown {
  if (!isFields(settings)) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));
}
