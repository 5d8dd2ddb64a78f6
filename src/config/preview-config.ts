import { type Fields, isFields } from '../model/fields.ts';
import type { Locale } from '../model/locale.ts';
import { channelTypeNames } from './channel-type-names.ts';
import type { Env } from './resolve-env.ts';
import { type StandIn, standInConfig } from './stand-in-config.ts';

/** A configuration to show messages with, and the one channel that they are shown for. */
export interface PreviewConfig extends StandIn {
  /** The channel's name. */
  readonly channel: string;
  readonly type: string;
  /** Whether trailbell.yml has no such channel, so that made-up settings stand in for it. */
  readonly isMadeUp: boolean;
}

export interface PreviewWish {
  /** A type of channel, or the name of one in trailbell.yml. */
  readonly channel: string;
  /** In place of the configured one. */
  readonly locale: Locale | undefined;
}

/**
 * The value of trailbell.yml for showing messages that are never sent. Undefined where there is no such
 * channel.
 */
export function previewConfig(
  value: unknown,
  env: Env,
  { channel: wanted, locale }: PreviewWish,
): PreviewConfig | undefined {
  const config = isFields(value) ? value : {};
  const channels = isFields(config['channels']) ? config['channels'] : {};
  const chosen = chooseChannel(channels, wanted);
  if (chosen === undefined) return undefined;
  const { channel: name, type } = chosen;
  const own = isFields(channels[name]) ? channels[name] : {};
  const shown = { ...own, type, ...(locale && { locale }) };
  return {
    ...chosen,
    ...standInConfig({ ...config, channels: { ...channels, [name]: shown } }, env),
  };
}

/** The first channel of a type, but rather one that is also named so; else one made up, or one of that name. */
function chooseChannel(
  channels: Fields,
  wanted: string,
): Pick<PreviewConfig, 'channel' | 'type' | 'isMadeUp'> | undefined {
  const entries = Object.entries(channels).map(([name, channel]) => ({
    channel: name,
    type: isFields(channel) ? String(channel['type']) : '',
    isMadeUp: false,
  }));
  if (!channelTypeNames.includes(wanted)) return entries.find(({ channel }) => channel === wanted);
  const ofType = entries.filter(({ type }) => type === wanted);
  const found = ofType.find(({ channel }) => channel === wanted) ?? ofType[0];
  return found ?? { channel: `${wanted}-sample`, type: wanted, isMadeUp: true };
}
