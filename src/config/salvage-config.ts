import { ConfigError } from '../model/config-error.ts';
import { isFields } from '../model/fields.ts';
import { madeUpSource as source } from './made-up-source.ts';
import { resolveConfig } from './resolve-config.ts';
import type { Env } from './resolve-env.ts';
import type { Config } from './settings.ts';

export type Salvaged = Pick<Config, 'channels' | 'ledger' | 'locale'>;

const channels = {
  salvaged: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/salvaged' },
};

/**
 * What is right of a configuration that is wrong somewhere: its channels, each by itself, its ledger and
 * its locale. It is what people can be told with that something is wrong.
 */
export function salvageConfig(value: unknown, env: Env): Salvaged {
  const config = isFields(value) ? value : {};
  const read = (part: Readonly<Record<string, unknown>>): Config | undefined => {
    try {
      return resolveConfig({ source, channels, ...part }, env);
    } catch (error) {
      if (error instanceof ConfigError) return undefined;
      throw error;
    }
  };
  const named = isFields(config['channels']) ? Object.entries(config['channels']) : [];
  const found = named.map(([name, channel]) => read({ channels: { [name]: channel } })?.channels);
  const plain = resolveConfig({ source, channels }, env);
  return {
    channels: Object.fromEntries(found.flatMap((each) => Object.entries(each ?? {}))),
    ledger: read({ ledger: config['ledger'] })?.ledger ?? plain.ledger,
    locale: read({ locale: config['locale'] })?.locale ?? plain.locale,
  };
}
