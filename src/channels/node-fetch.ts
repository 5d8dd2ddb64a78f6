import http from 'node:http';
import https from 'node:https';
import type { Fetch } from './channel.ts';

/**
 * `fetch`, as far as channels use it, by Node.js's older client. The global one reads answers with a
 * parser in WebAssembly: loading it takes 15 MB, compiling it 30 MB more, and each call leaves more
 * behind than a message is long.
 */
export const nodeFetch: Fetch = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const asked = request(url, { method, headers, signal }, (answer) => {
      const { statusCode = 0, headers: answered } = answer;
      resolve({
        status: statusCode,
        headers: { get: (name) => [answered[name] ?? []].flat()[0] ?? null },
        body: answer,
      });
    });
    // An answer that is none, such as 101, closes the socket and says nothing else.
    asked.on('close', () => reject(new Error('closed without an answer')));
    asked.on('error', reject).end(body);
  });
