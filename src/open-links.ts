import { randomBytes } from 'node:crypto';
import type { Config } from './config/settings.ts';
import { createLinks, type Links } from './links/links.ts';
import { ConfigError } from './model/config-error.ts';

export interface LinksIo {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether what people answer is known to all instances. */
  readonly isShared: boolean;
}

/**
 * Throws a ConfigError where a channel has buttons that nobody would hear of. Of the secrets that Slack
 * signs with it has to be said where they come from; the function web alone is given them.
 */
export function checkInteractive(
  { channels, web }: Pick<Config, 'channels' | 'web'>,
  areSecretsNamed: boolean,
): void {
  const missing = web.url === '' ? 'web.url' : 'web.slack_signing_secrets';
  if (web.url !== '' && areSecretsNamed) return;
  for (const [name, channel] of Object.entries(channels)) {
    if (channel.type !== 'slack' || channel.interactive !== true) continue;
    const key = `channels.${name}.interactive`;
    const mend = `Set ${missing}, or remove interactive, so that it has links`;
    throw new ConfigError(key, `needs ${missing}: its buttons call the function web`, mend);
  }
}

/**
 * What signs the links of messages, and reads them; undefined where `web.url` is not set. Throws a
 * ConfigError where they could not be answered.
 */
export function openLinks(
  { url, keys }: Config['web'],
  { now, isShared }: LinksIo,
): Links | undefined {
  if (url === '') return undefined;
  if (!isShared) {
    const problem = 'needs a ledger that all functions share: they have to know what was answered';
    throw new ConfigError('web', problem, 'Set ledger.redis, or remove web');
  }
  if (keys.length === 0) {
    const mend = 'Set the variable of web.keys to what this prints: openssl rand -base64 32';
    throw new ConfigError('web.keys', 'is empty', mend);
  }
  return createLinks({ url, keys, now, randomBytes });
}
