import { channelTypes } from '../channels/index.ts';
import { type Fields, isFields } from '../model/fields.ts';
import { madeUpSource } from './made-up-source.ts';
import { type Env, requiredVariables } from './resolve-env.ts';

export interface StandIn {
  /** The value of trailbell.yml as `resolveConfig` takes it, without what leads to anybody. */
  readonly config: unknown;
  /** Variables that are not set: what needs them was left out. */
  readonly unset: readonly string[];
}

/** What leads to people, or proves who we are. */
const secretKeys = ['webhook', 'secret', 'routing_key'];

/**
 * A configuration as it decides and speaks, with made-up settings for what it talks to: it can be opened
 * without the function's environment, and has neither a secret in it nor a way to tell anybody.
 */
export function standInConfig(value: unknown, env: Env): StandIn {
  if (!isFields(value)) return { config: value, unset: [] };
  const { channels, ledger } = value;
  const decided: Fields = {
    ...without(value, ['source', 'dead_letters', 'history', 'web', 'watch', 'compute']),
    ...(isFields(ledger) && { ledger: without(ledger, ['redis']) }),
    ...(isFields(channels) && { channels: eachOf(channels, (each) => without(each, secretKeys)) }),
  };
  const needed = new Set(requiredVariables(decided));
  const kept = withoutUnset(decided, env);
  return {
    config: {
      ...kept,
      source: madeUpSource,
      ...(isFields(kept['channels']) && {
        channels: eachOf(kept['channels'], (each) => ({ ...each, ...sampleOf(each) })),
      }),
    },
    unset: [...needed].filter((name) => !env[name]),
  };
}

function eachOf(channels: Fields, change: (channel: Fields) => Fields): Fields {
  return Object.fromEntries(
    Object.entries(channels).map(([name, each]) => [name, isFields(each) ? change(each) : each]),
  );
}

/** Undefined where there is no such type. */
function sampleOf(channel: Fields): Fields | undefined {
  return channelTypes.find(({ type }) => type === channel['type'])?.sample;
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
