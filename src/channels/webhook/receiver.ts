import { ConfigError } from '../../model/config-error.ts';
import type { ChannelIo } from '../channel.ts';
import { isLocal } from '../check-webhook.ts';
import { addressIn, isPublic, isRange, isWithin, readRanges } from '../private-addresses.ts';
import type { WebhookSettings } from './settings.ts';

/** Where messages go, and the addresses that its host may have. */
export interface Receiver {
  readonly url: URL;
  /** Undefined for a stand-in on this machine. */
  readonly allows: ((address: string) => boolean) | undefined;
}

/**
 * The receiver that channel `name` is set to, or a ConfigError that never repeats its URL. Any host will
 * do, but private addresses only where they are allowed: behind them stand services that trust whoever
 * reaches them, the cloud's metadata above all.
 */
export function checkReceiver(
  name: string,
  settings: Pick<WebhookSettings, 'webhook' | 'allow_addresses'>,
  io: Pick<ChannelIo, 'allowLoopback'>,
): Receiver {
  const { webhook } = settings;
  const ranges = readRanges(checkRanges(name, settings.allow_addresses ?? []));
  const allows = (address: string) => isPublic(address) || isWithin(ranges, address);
  const wrong = (problem: string, mend = 'Set it to the https URL that takes the messages') =>
    new ConfigError(`channels.${name}.webhook`, problem, mend);

  if (webhook.trim() === '') throw wrong('is empty');
  if (!URL.canParse(webhook)) throw wrong('is not a URL');
  const url = new URL(webhook);
  if (url.username !== '' || url.password !== '') throw wrong('holds a user name or a password');
  if (url.hash !== '') throw wrong('has a fragment, which is never sent');
  if (url.protocol === 'http:' && isLocal(url)) {
    if (io.allowLoopback) return { url, allows: undefined };
    throw wrong('points at this machine, which is only for trying things out');
  }
  if (url.protocol !== 'https:') throw wrong('is not an https URL');
  const address = addressIn(url);
  if (address !== undefined && !allows(address)) {
    throw wrong(
      'names a private address',
      `Name a public host, or allow the address in channels.${name}.allow_addresses`,
    );
  }
  return { url, allows };
}

/** An entry that is empty counts as not set. */
function checkRanges(name: string, ranges: readonly string[]): readonly string[] {
  const wrong = ranges.findIndex((range) => range !== '' && !isRange(range));
  if (wrong < 0) return ranges.filter(Boolean);
  throw new ConfigError(
    `channels.${name}.allow_addresses.${wrong}`,
    'is not a range of addresses',
    'Set it to a range such as 10.1.2.0/24, or 10.1.2.3/32 for one address',
  );
}
