import { drillAlert, sayDrill } from '../alerts/say-drill.ts';
import type { Fetch } from '../channels/channel.ts';
import type { Config } from '../config/settings.ts';
import { ConfigError } from '../model/config-error.ts';
import { openChannels } from '../open-channels.ts';
import { certificateFinding } from './certificate-finding.ts';
import { type Finding, sayingsOf } from './finding.ts';
import { isOfCertificate, reach, troubleText } from './reach.ts';

export interface ChannelsLook {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timeoutMs: number;
  /** Those that take nothing, as detect has found, and why. */
  readonly failing: ReadonlyMap<string, string>;
  /** PEM certificates to trust in place of the usual ones. */
  readonly ca?: string | undefined;
}

/** Whether a channel is set up right, and its host can be reached. Nobody is told anything. */
export async function examineChannel(
  name: string,
  settings: Config['channels'],
  { now, timeoutMs, failing, ca }: ChannelsLook,
): Promise<readonly Finding[]> {
  const sayings = sayingsOf('channel', name);
  const { fine, fault } = sayings;
  const key = `channels.${name}`;
  try {
    const target = await targetOf(settings, now);
    if (target === undefined) {
      return [fault('config-wrong', 'no message could be laid out for it', `Check ${key}`)];
    }
    const { url, allows } = target;
    const reached = await reach(url, { timeoutMs, allows, ca });
    if (reached.kind === 'not-allowed') {
      const mend = `Name a public host, or allow the address in ${key}.allow_addresses`;
      return [fault('address-private', `${url.host} has a private address`, mend)];
    }
    if (reached.kind === 'failed') {
      const { code } = reached;
      const said = `${url.host}: ${troubleText(code)}`;
      const mend = `Check ${key}.webhook, and the way from here to ${url.host}`;
      return [fault(isOfCertificate(code) ? 'certificate-refused' : 'not-answering', said, mend)];
    }
    const why = failing.get(name);
    if (why !== undefined) {
      const mend = `Mend ${key}, or its robot or app, and try it: npx trailbell channels test ${name}`;
      return [fault('channel-failing', `it takes nothing from detect: ${why}`, mend)];
    }
    const ends = certificateFinding(sayings, reached.certificateEnds, now());
    // The vendor's own: nothing that anybody here could mend.
    if (ends && settings[name]?.type === 'webhook') return [ends];
    return [fine(`${url.host} is reached; npx trailbell channels test ${name} rings it`)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fault('config-wrong', `${error.key} ${error.problem}`, error.mend)];
  }
}

interface Target {
  readonly url: URL;
  readonly allows: ((address: string) => boolean) | undefined;
}

/**
 * Where the channel's messages go, which only the channel knows: it is handed one, and a fetch that sends
 * nothing. Throws a ConfigError where its settings are wrong.
 */
async function targetOf(
  settings: Config['channels'],
  now: () => number,
): Promise<Target | undefined> {
  let target: Target | undefined;
  const fetch: Fetch = async (url, { allows }) => {
    target = { url, allows };
    throw new Error('nothing is sent');
  };
  const [channel] = openChannels(settings, { fetch, now, allowLoopback: false });
  const voice = { locale: 'en', timezone: 'UTC', accounts: {} } as const;
  const message = sayDrill(drillAlert('look', now()), voice, {
    mayRepeat: false,
    keptBack: undefined,
  });
  await channel?.send(message, now() + 1_000);
  return target;
}
