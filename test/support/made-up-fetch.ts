import type { Fetch } from '../../src/channels/channel.ts';

export interface MadeUpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A `fetch` that never leaves this process. */
export function madeUpFetch(answer: (url: URL, body: string) => MadeUpAnswer): Fetch {
  return async (url, request) => {
    const { status, body, headers = {} } = answer(url, request.body);
    return { status, headers: new Headers(headers), body: bytesOf(body) };
  };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** What either vendor says to a message that it takes. */
export function accepted({ host }: URL): MadeUpAnswer {
  return { status: 200, body: host.startsWith('oapi.') ? '{"errcode":0}' : 'ok' };
}
