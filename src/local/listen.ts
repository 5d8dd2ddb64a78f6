import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export interface Listener {
  /** `127.0.0.1:PORT`: nothing here is ever reachable from another machine. */
  readonly host: string;
  /** Also ends the requests that still wait for an answer. Closing twice is harmless. */
  close(): Promise<void>;
}

type FetchHandler = Parameters<typeof getRequestListener>[0];

/** Serves a fetch handler on this machine, on the first of the ports that is not taken; 0 is a free one. */
export async function listen(fetch: FetchHandler, ports: readonly number[]): Promise<Listener> {
  const respond = getRequestListener(fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => {
    // A page elsewhere can make a browser ask this machine under a name of its own (DNS rebinding).
    if (/^([\w-]+\.)?(127\.0\.0\.1|localhost)(:\d+)?$/.test(incoming.headers.host ?? '')) {
      void respond(incoming, outgoing);
    } else {
      outgoing.writeHead(403).end();
    }
  });
  const port = await bind(server, ports);
  return {
    host: `127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        // Its one error says that the server is closed already, which is what was asked for.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bind(server: Server, [port = 0, ...others]: readonly number[]): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    if (others.length > 0) return bind(server, others);
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
