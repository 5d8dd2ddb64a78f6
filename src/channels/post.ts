import type { Answer } from './answer.ts';
import type { ChannelIo, Fetch } from './channel.ts';
import { AddressRefusedError } from './guard-lookup.ts';

/** What became of one request. `reason` is our own words: an error's text can hold the URL. */
export type Posted =
  | ({ readonly kind: 'answer' } & Answer)
  /** It surely did not leave: sending it again cannot repeat it. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** It surely did not leave, and will not until somebody allows the address. */
  | { readonly kind: 'not-allowed'; readonly reason: string }
  /** It may have arrived, but nothing came back. */
  | { readonly kind: 'no-answer'; readonly reason: string };

export interface PostRequest {
  readonly url: URL;
  /** JSON. */
  readonly body: string;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The addresses that it may be sent to; any where it is left out. */
  readonly allows?: ((address: string) => boolean) | undefined;
}

/** No vendor takes longer; a slow one must not eat the time of the other channels. */
const LONGEST_MS = 10_000;

/** Answers are a few dozen bytes. Whatever is longer comes from someone else. */
const LONGEST_ANSWER_BYTES = 65_536;

/** The steps before the first byte of a request: an error in one of them means that nothing was sent. */
const beforeSending = new Set(['getaddrinfo', 'connect']);
const notConnectedCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+|ERR_TLS_CERT_ALTNAME_INVALID)$/u;

/**
 * Posts JSON once and answers before `deadline` (milliseconds since 1970), whatever the other side
 * does: it may hang, drip, redirect or never stop. It does not throw.
 */
export async function post(request: PostRequest, deadline: number, io: ChannelIo): Promise<Posted> {
  const left = Math.min(deadline - io.now(), LONGEST_MS);
  if (!(left > 0)) return { kind: 'not-sent', reason: 'no time was left to send it' };

  const signal = AbortSignal.timeout(Math.ceil(left));
  try {
    const response = await io.fetch(request.url, {
      method: 'POST',
      body: request.body,
      redirect: 'manual',
      signal,
      allows: request.allows,
      // An instance is frozen between invocations, and a connection that was kept alive dies
      // meanwhile: the next message would be lost on it, or worse, nobody could tell.
      headers: {
        ...request.headers,
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'trailbell',
        connection: 'close',
      },
    });
    const { status, headers } = response;
    return { kind: 'answer', status, headers, body: await readBody(response, signal) };
  } catch (error) {
    if (error instanceof AddressRefusedError) {
      return { kind: 'not-allowed', reason: 'the address is private: see allow_addresses' };
    }
    if (signal.aborted) return { kind: 'no-answer', reason: 'no answer came in time' };
    const code = notConnected(error);
    if (code !== undefined) return { kind: 'not-sent', reason: `could not connect (${code})` };
    return { kind: 'no-answer', reason: 'the connection broke before an answer came' };
  }
}

/** The code of an error that came before anything was sent. The global fetch wraps it as the `cause`. */
function notConnected(error: unknown): string | undefined {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') {
    return undefined;
  }
  const early = 'syscall' in cause && beforeSending.has(String(cause.syscall));
  return early || notConnectedCodes.test(cause.code) ? cause.code : undefined;
}

/** The whole body, or nothing of it: half an answer must not be taken for one. */
async function readBody(
  response: Awaited<ReturnType<Fetch>>,
  signal: AbortSignal,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > LONGEST_ANSWER_BYTES) return '';
      chunks.push(chunk);
    }
    // A body without a length ends wherever its connection does, also where we cut it.
    return signal.aborted ? '' : new TextDecoder().decode(Buffer.concat(chunks));
  } catch {
    // The status came whole and still counts: a 429 is a 429 even if its body breaks off.
    return '';
  }
}
