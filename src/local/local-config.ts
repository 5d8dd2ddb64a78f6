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
}

/**
 * The value of trailbell.yml for a run on this machine: it reads the local Log Service, and channels
 * lead to the local inbox, but for those whose variables are set. With DINGTALK_WEBHOOK set,
 * DingTalk rings.
 */
export function localConfig(
  config: unknown,
  env: Env,
  { source, inbox, locale, deadLetters }: LocalPlaces,
): unknown {
  if (!isFields(config)) return config;
  const channels = isFields(config['channels']) ? config['channels'] : {};
  return {
    ...config,
    source,
    dead_letters: { file: deadLetters },
    // The local Log Service has no logstore but the trail's.
    history: { logstore: '' },
    ...(locale && { locale }),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, channel]) => [
        name,
        isFields(channel) && !isSetUp(channel, env)
          ? { ...channel, ...inbox[String(channel['type'])] }
          : channel,
      ]),
    ),
  };
}

/** A webhook that stands in trailbell.yml itself is not rung with samples: only a variable asks for it. */
function isSetUp(channel: Fields, env: Env): boolean {
  const needed = requiredVariables(channel);
  return needed.length > 0 && needed.every((name) => env[name]);
}
