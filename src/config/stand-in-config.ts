import { channelTypes } from '../channels/index.ts';
import { type Fields, isFields } from '../model/fields.ts';
import { type Env, requiredVariables } from './resolve-env.ts';

export interface StandIn {
  /** The value of trailbell.yml, but for what leads to anybody. */
  readonly config: unknown;
  /** With the name of each variable that is missing in its own place. */
  readonly env: Env;
}

/**
 * A configuration as it decides, with made-up settings for what it talks to: it can be opened without
 * the function's environment, and has neither a secret in it nor a way to tell anybody.
 */
export function standInConfig(config: unknown, env: Env): StandIn {
  if (!isFields(config)) return { config, env };
  const { dead_letters: _letters, history: _history, ...rest } = config;
  const missing = (value: unknown) => requiredVariables(value).filter((name) => !env[name]);
  // The name of a variable would be no language and no time zone.
  const known = Object.entries(rest).filter(
    ([, value]) => typeof value !== 'string' || missing(value).length === 0,
  );
  const { channels } = config;
  const decided: Fields = {
    ...Object.fromEntries(known),
    source,
    ledger: isFields(config['ledger']) ? { ...config['ledger'], redis: '' } : null,
    ...(isFields(channels) && {
      channels: Object.fromEntries(
        Object.entries(channels).map(([name, channel]) => [name, sampleOf(channel) ?? channel]),
      ),
    }),
  };
  return {
    config: decided,
    env: { ...env, ...Object.fromEntries(missing(decided).map((name) => [name, name])) },
  };
}

const source = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: 'example',
  logstore: 'actiontrail_example',
};

/** Undefined where there is no such type. */
function sampleOf(channel: unknown): Fields | undefined {
  const type = isFields(channel) ? channel['type'] : undefined;
  return channelTypes.find((each) => each.type === type)?.sample;
}
