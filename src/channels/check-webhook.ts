import { ConfigError } from '../model/config-error.ts';
import type { ChannelIo } from './channel.ts';

/** What a channel's webhook must look like. */
export interface WebhookShape {
  /** The only hosts that event data may go to; `*.x.example` stands for all below x.example. */
  readonly hosts: readonly string[];
  /** Whether the path and the query are those of the vendor's webhooks. */
  readonly fits: (url: URL) => boolean;
  /** A made-up webhook, to show what is meant. */
  readonly example: string;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether a webhook leads to a stand-in on this machine, which has no vendor's limits. */
export function isLocal(webhook: URL): boolean {
  return LOOPBACK.includes(webhook.hostname);
}

/**
 * The webhook of channel `name` as a URL, or a ConfigError. The URL is itself a secret, so the error
 * says which part is wrong and never repeats it.
 */
export function checkWebhook(
  name: string,
  webhook: string,
  shape: WebhookShape,
  io: Pick<ChannelIo, 'allowLoopback'>,
): URL {
  const wrong = (problem: string) =>
    new ConfigError(
      `channels.${name}.webhook`,
      problem,
      `Set it to the URL that was shown when the webhook was made, like ${shape.example}`,
    );

  if (webhook.trim() === '') throw wrong('is empty');
  if (!URL.canParse(webhook)) throw wrong('is not a URL');
  const url = new URL(webhook);
  if (url.username !== '' || url.password !== '') throw wrong('holds a user name or a password');
  if (url.protocol === 'http:' && isLocal(url)) {
    if (io.allowLoopback) return url;
    throw wrong('points at this machine, which is only for trying things out');
  }
  if (url.protocol !== 'https:') throw wrong('is not an https URL');
  // `host` and not `hostname`: another port is another server.
  if (!shape.hosts.some((pattern) => isHost(url.host, pattern))) {
    throw wrong(`is not on ${shape.hosts.join(' or ')}`);
  }
  if (!shape.fits(url)) throw wrong('has another path or lacks its token');
  return url;
}

const labels = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u;

/** A pattern stands for one label or more, and whole ones: evil-x.example is not below x.example. */
function isHost(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern;
  const parent = pattern.slice(1);
  return host.endsWith(parent) && labels.test(host.slice(0, -parent.length));
}
