import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { Fetch } from './channel.ts';
import { AddressRefusedError, guardLookup, type Resolve } from './guard-lookup.ts';
import { addressIn } from './private-addresses.ts';

/**
 * `fetch`, as far as channels use it, by Node.js's older client. The global one reads answers with a
 * parser in WebAssembly: loading it takes 15 MB, compiling it 30 MB more, and each call leaves more
 * behind than a message is long.
 */
export const nodeFetch: Fetch = openFetch((hostname, answer) =>
  lookup(hostname, { all: true }, answer),
);

/** The same, with another way to the addresses of a host that is guarded. */
export function openFetch(resolve: Resolve): Fetch {
  return (url, { method, headers, body, signal, allows }) =>
    new Promise((answer, reject) => {
      const guarded = allows === undefined ? {} : guard(url, allows, resolve);
      const { request } = url.protocol === 'https:' ? https : http;
      const asked = request(url, { method, headers, signal, ...guarded }, (response) => {
        const { statusCode = 0, headers: answered } = response;
        answer({
          status: statusCode,
          headers: { get: (name) => [answered[name] ?? []].flat()[0] ?? null },
          body: response,
        });
      });
      // An answer that is none, such as 101, closes the socket and says nothing else.
      asked.on('close', () => reject(new Error('closed without an answer')));
      asked.on('error', reject).end(body);
    });
}

/** What makes a request connect to nothing but what `allows` lets through. */
function guard(url: URL, allows: (address: string) => boolean, resolve: Resolve) {
  // An address is never looked up, so it is checked here.
  const address = addressIn(url);
  if (address !== undefined && !allows(address)) throw new AddressRefusedError();
  // An agent of its own: a connection that somebody else keeps open was not checked.
  return { agent: false, lookup: guardLookup(resolve, allows) } as const;
}
