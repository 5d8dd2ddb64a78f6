import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/** One request as a stand-in vendor saw it. */
export interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

export interface Vendor {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly seen: readonly Seen[];
}

/** A server on this machine that gives `replies` in turn, the last one again and again. */
export async function startVendor(...replies: readonly Reply[]): Promise<Vendor> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      const one = { url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      replies[Math.min(seen.length, replies.length) - 1]?.(response, one);
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: await listen(server), seen };
}

/** An origin on this machine where nothing listens any more. */
export async function deadOrigin(): Promise<string> {
  const server = createServer();
  const origin = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

export function reply(status: number, body = '', headers: Record<string, string> = {}): Reply {
  return (response) => response.writeHead(status, headers).end(body);
}
