import { sayNotice } from './alerts/say-notice.ts';
import type { Channel, ChannelIo } from './channels/channel.ts';
import type { Env } from './config/resolve-env.ts';
import { salvageConfig } from './config/salvage-config.ts';
import type { Config } from './config/settings.ts';
import { tellNotice } from './delivery/tell-notice.ts';
import type { Patience } from './delivery/tell-patiently.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createMemoryLedger } from './ledger/memory-ledger.ts';
import { ConfigError } from './model/config-error.ts';
import type { Journal } from './model/journal.ts';
import { openChannels } from './open-channels.ts';
import { openLedger } from './open-ledger.ts';

export interface ConfigErrorTeller {
  /** Once in a few hours, however many calls fail: for all instances where the ledger is right. */
  tell(error: ConfigError, patience: Patience & { readonly owner: string }): Promise<void>;
}

/**
 * Tells people that the configuration is wrong, through the first of its channels that is right and takes
 * it. Where there is none, the call that fails is all there is.
 */
export function openConfigErrorTeller(
  value: unknown,
  env: Env,
  io: ChannelIo & { readonly journal: Journal },
): ConfigErrorTeller {
  const { journal } = io;
  let opened: { readonly channels: readonly Channel[]; readonly ledger: Ledger } | undefined;
  const { locale, ...salvaged } = salvageConfig(value, env);

  return {
    async tell(error, patience) {
      opened ??= {
        channels: Object.entries(salvaged.channels).flatMap((entry) =>
          channelIfRight(Object.fromEntries([entry]), io),
        ),
        ledger: ledgerIfRight(salvaged.ledger, io),
      };
      const { ledger } = opened;
      const notice = { kind: 'config-error', message: error.message } as const;
      ledger.wake();
      try {
        const told = await tellNotice(notice, {
          ...opened,
          ...patience,
          sayNotice(said, occasion, channel, mayRepeat) {
            const voice = { locale: salvaged.channels[channel]?.locale ?? locale, timezone: 'UTC' };
            return sayNotice(said, occasion, { ...voice, accounts: {} }, mayRepeat);
          },
        });
        if (told.kind === 'told-before') return;
        const channel = told.kind === 'told' ? told.channel : undefined;
        journal({ kind: 'notice', notice, channel });
      } finally {
        await ledger.rest();
      }
    },
  };
}

function channelIfRight(settings: Config['channels'], io: ChannelIo): readonly Channel[] {
  return unlessWrong(() => openChannels(settings, io)) ?? [];
}

function ledgerIfRight(
  settings: Config['ledger'],
  io: ChannelIo & { readonly journal: Journal },
): Ledger {
  const { remember: rememberMs } = settings;
  return unlessWrong(() => openLedger(settings, io)) ?? createMemoryLedger({ ...io, rememberMs });
}

function unlessWrong<Opened>(open: () => Opened): Opened | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
