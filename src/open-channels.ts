import type { Channel, ChannelIo, ChannelType } from './channels/channel.ts';
import { channelTypes } from './channels/index.ts';
import type { Config } from './config/settings.ts';

/** The configured channels. Throws a ConfigError where a setting is wrong. */
export function openChannels(settings: Config['channels'], io: ChannelIo): readonly Channel[] {
  const types: readonly ChannelType[] = channelTypes;
  return Object.entries(settings).flatMap(([name, setting]) =>
    types.filter(({ type }) => type === setting.type).map((type) => type.open(name, setting, io)),
  );
}
