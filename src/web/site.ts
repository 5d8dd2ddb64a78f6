import type { Voice } from '../alerts/say-alert.ts';
import type { ChannelIo } from '../channels/channel.ts';
import type { Env } from '../config/resolve-env.ts';
import { resolveParts } from '../config/resolve-parts.ts';
import { webParts } from '../config/web-parts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SharedStore } from '../ledger/shared-ledger.ts';
import type { Links } from '../links/links.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Journal } from '../model/journal.ts';
import { openLedger } from '../open-ledger.ts';
import { openLinks } from '../open-links.ts';

/** The world as the pages see it. */
export interface SiteIo extends ChannelIo {
  readonly journal: Journal;
  readonly randomBytes: (count: number) => Buffer;
  /** What all functions share, in place of a Redis. */
  readonly store: SharedStore | undefined;
}

/** What the pages are made of, once they are configured. */
export interface Site extends SiteIo {
  readonly ledger: Ledger;
  readonly links: Links;
  readonly voice: Voice;
  /** Slack signs with one of them; empty where Slack has no buttons. */
  readonly slackSecrets: readonly string[];
}

/**
 * Opens what answers need, and nothing else: this function knows no webhook and no Log Service. Throws a
 * ConfigError where people could not answer.
 */
export function openSite(config: unknown, env: Env, io: SiteIo): Site {
  const { web, ledger: settings, ...voice } = resolveParts(config, env, webParts);
  const ledger = openLedger(settings, io);
  const links = openLinks(web, { now: io.now, isShared: ledger.shared });
  if (links === undefined) {
    const mend = 'Set it to the domain of the function web, like https://alerts.example.com';
    throw new ConfigError('web.url', 'is not set', mend);
  }
  return { ...io, ledger, links, voice, slackSecrets: web.slack_signing_secrets };
}
