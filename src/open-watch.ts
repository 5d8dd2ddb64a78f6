import { addressIn, isPublic } from './channels/private-addresses.ts';
import type { Config } from './config/settings.ts';
import { ConfigError } from './model/config-error.ts';
import type { Watch } from './sweep/watch.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Half an hour is longer than any outage that ends by itself takes, as a rule. */
const SOON_MS = HOUR_MS / 2;

/**
 * The configured watch; undefined where nothing that detect leaves behind would be seen. Throws a
 * ConfigError where it was asked for all the same.
 */
export function openWatch(
  settings: Config['watch'],
  { isShared }: { readonly isShared: boolean },
): Watch | undefined {
  const { no_records_for, shard_fails_for, channel_fails_for, heartbeat } = settings;
  if (!isShared) {
    const isSet = [no_records_for, shard_fails_for, channel_fails_for].some(
      (each) => each !== undefined,
    );
    if (!isSet && heartbeat === '') return undefined;
    const problem =
      'needs a ledger that all functions share: sweep watches what detect leaves there';
    throw new ConfigError('watch', problem, 'Set ledger.redis, or remove watch');
  }
  return {
    limits: {
      noRecordsMs: no_records_for ?? 6 * HOUR_MS,
      shardFailsMs: shard_fails_for ?? SOON_MS,
      channelFailsMs: channel_fails_for ?? SOON_MS,
    },
    heartbeat: heartbeat === '' ? undefined : checkHeartbeat(new URL(heartbeat)),
  };
}

/** The URL is a secret, so the error does not repeat it. */
function checkHeartbeat(url: URL): URL {
  const address = addressIn(url);
  if (address === undefined || isPublic(address)) return url;
  const mend = 'Name a public host, such as the URL of a check of healthchecks.io';
  throw new ConfigError('watch.heartbeat', 'names a private address', mend);
}
