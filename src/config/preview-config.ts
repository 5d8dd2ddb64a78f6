import { channelTypes } from '../channels/index.ts';
import { type Fields, isFields } from '../model/fields.ts';
import type { Locale } from '../model/locale.ts';
import { type Env, requiredVariables } from './resolve-env.ts';

/** A configuration to show messages with, and the one channel that they are shown for. */
export interface PreviewConfig {
  /** The value of trailbell.yml as `resolveConfig` takes it, without any secret. */
  readonly config: unknown;
  /** The channel's name. */
  readonly channel: string;
  readonly type: string;
  /** Whether trailbell.yml has no such channel, so that made-up settings stand in for it. */
  readonly isMadeUp: boolean;
  /** Variables that are not set, and what needs them was left out. */
  readonly unset: readonly string[];
}

export interface PreviewWish {
  /** A type of channel, or the name of one in trailbell.yml. */
  readonly channel: string;
  /** In place of the configured one. */
  readonly locale: Locale | undefined;
}

/** Stands in for what is not looked at. */
const source = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: 'preview',
  logstore: 'preview',
};

/** What leads to people, or proves who we are: a sample's stand in its place. */
const secretKeys = ['webhook', 'secret', 'routing_key'];

/** What a message does not depend on. */
const unusedKeys = ['source', 'ledger', 'dead_letters', 'history', 'delivery'];

/**
 * The value of trailbell.yml for showing messages that are never sent: samples stand in for secrets, and
 * what needs a variable that is not set is left out. Undefined where there is no such channel.
 */
export function previewConfig(
  value: unknown,
  env: Env,
  { channel: wanted, locale }: PreviewWish,
): PreviewConfig | undefined {
  const config = without(isFields(value) ? value : {}, unusedKeys);
  const named = isFields(config['channels']) ? config['channels'] : {};
  const harmless = Object.fromEntries(
    Object.entries(named).map(([name, channel]) => [
      name,
      isFields(channel) ? without(channel, secretKeys) : channel,
    ]),
  );
  const chosen = chooseChannel(harmless, wanted);
  if (chosen === undefined) return undefined;
  const { channel: name, type } = chosen;
  const own = isFields(harmless[name]) ? harmless[name] : {};
  const shown = { ...own, type, ...(locale && { locale }) };
  const kept = withoutUnset({ ...config, channels: { ...harmless, [name]: shown } }, env);
  const channels = isFields(kept['channels']) ? kept['channels'] : {};
  const needed = requiredVariables({ ...config, channels: shown });
  return {
    ...chosen,
    config: {
      ...kept,
      source,
      channels: Object.fromEntries(
        Object.entries(channels).map(([each, channel]) => [
          each,
          isFields(channel) ? { ...channel, ...sampleOf(channel) } : channel,
        ]),
      ),
    },
    unset: [...new Set(needed)].filter((variable) => !env[variable]),
  };
}

/** The types of channels that there are. */
export const channelTypeNames: readonly string[] = channelTypes.map(({ type }) => type);

/** The first channel of a type, but rather one that is also named so; else one made up, or one of that name. */
function chooseChannel(
  channels: Fields,
  wanted: string,
): Pick<PreviewConfig, 'channel' | 'type' | 'isMadeUp'> | undefined {
  const entries = Object.entries(channels).map(([name, channel]) => ({
    channel: name,
    type: typeOf(channel),
    isMadeUp: false,
  }));
  if (!channelTypeNames.includes(wanted)) return entries.find(({ channel }) => channel === wanted);
  const ofType = entries.filter(({ type }) => type === wanted);
  const found = ofType.find(({ channel }) => channel === wanted) ?? ofType[0];
  return found ?? { channel: `${wanted}-sample`, type: wanted, isMadeUp: true };
}

function sampleOf(channel: Fields): Fields {
  return channelTypes.find(({ type }) => type === typeOf(channel))?.sample ?? {};
}

function typeOf(channel: unknown): string {
  return isFields(channel) ? String(channel['type']) : '';
}

function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}

/**
 * What refers to a variable that is not set is left out: a key of a map, and of a list the whole entry,
 * since a route without its `match` would take everything.
 */
function withoutUnset(fields: Fields, env: Env): Fields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => typeof value !== 'string' || isSet(value, env))
      .map(([key, value]) => [key, pruned(value, env)]),
  );
}

function pruned(value: unknown, env: Env): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((each) => isSet(isFields(each) ? without(each, ['routes']) : each, env))
      .map((each) => pruned(each, env));
  }
  return isFields(value) ? withoutUnset(value, env) : value;
}

function isSet(value: unknown, env: Env): boolean {
  return requiredVariables(value).every((name) => Boolean(env[name]));
}
