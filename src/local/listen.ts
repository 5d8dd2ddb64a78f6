import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export interface Listener {
  /** `127.0.0.1:PORT`: nothing here is ever reachable from another machine. */
  readonly host: string;
  /** Also ends the requests that still wait for an answer. Closing twice is harmless. */
  close(): Promise<void>;
}

/** Serves a fetch handler on this machine; port 0 takes a free one. */
export async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  port: number,
): Promise<Listener> {
  const respond = getRequestListener(fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    host: `127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        // Its one error says that the server is closed already, which is what was asked for.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
