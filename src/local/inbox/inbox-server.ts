import { listen } from '../listen.ts';
import { createInbox, type Inbox, type InboxOptions } from './inbox.ts';

export interface RunningInbox extends Omit<Inbox, 'app'> {
  /** The page. */
  readonly url: string;
  readonly dingtalkWebhook: string;
  readonly slackWebhook: string;
  close(): Promise<void>;
}

/** An inbox on this machine, with webhooks to put into a configuration. Throws where every port is taken. */
export async function startInbox(
  options: InboxOptions & { readonly ports?: readonly number[] } = {},
): Promise<RunningInbox> {
  const { app, ...inbox } = createInbox(options);
  const listener = await listen(app.fetch, options.ports ?? [0]);
  const { host } = listener;
  return {
    ...inbox,
    url: `http://${host}/`,
    dingtalkWebhook: `http://${host}/robot/send?access_token=local`,
    slackWebhook: `http://${host}/services/T0LOCAL/B0LOCAL/local`,
    close: () => listener.close(),
  };
}
