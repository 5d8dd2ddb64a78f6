import type { Web, WebOptions } from '../web/create-web.ts';
import { listen } from './listen.ts';

export interface Pages {
  /** Such as `http://127.0.0.1:8788`. */
  readonly origin: string;
  /** Puts the pages there. Until then all that is asked for is answered with 503. */
  open(options: WebOptions): Promise<void>;
  close(): Promise<void>;
}

/**
 * A place for the pages on which alerts are answered. It is there before they are, because their
 * configuration has to name it, and so has the inbox's Slack.
 */
export async function startPages(ports: readonly number[]): Promise<Pages> {
  let web: Web | undefined;
  const { host, close } = await listen((request, { incoming }) => {
    const address = incoming.socket.remoteAddress;
    return web?.fetch(request, { address }) ?? new Response('not there yet', { status: 503 });
  }, ports);
  return {
    origin: `http://${host}`,
    async open(options) {
      // Who is not there to answer need not wait for it.
      const { createWeb } = await import('../web/create-web.ts');
      web = createWeb(options);
    },
    close,
  };
}
