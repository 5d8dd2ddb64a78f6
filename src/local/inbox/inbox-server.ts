import { listen } from '../listen.ts';
import { forEachApp, type InboxChannel } from './apps.ts';
import { createInbox, type Inbox, type InboxOptions } from './inbox.ts';

export interface RunningInbox extends Omit<Inbox, 'app' | 'webhooks'> {
  /** The page. */
  readonly url: string;
  /** URLs to put into a configuration. */
  readonly webhooks: Readonly<Record<InboxChannel, string>>;
  close(): Promise<void>;
}

/** An inbox on this machine. Throws where every port is taken. */
export async function startInbox(
  options: InboxOptions & { readonly ports?: readonly number[] } = {},
): Promise<RunningInbox> {
  const { app, ...inbox } = createInbox(options);
  const listener = await listen(app.fetch, options.ports ?? [0]);
  const { host } = listener;
  return {
    ...inbox,
    url: `http://${host}/`,
    webhooks: forEachApp((channel) => `http://${host}${inbox.webhooks[channel]}`),
    close: () => listener.close(),
  };
}
