import http from 'node:http';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import type * as detect from '../functions/detect.ts';

// Calls a bundle's handler once, as the trigger would, and prints what it answered and how much memory
// was resident: before the bundle was loaded, after its initializer, and at most.
//
// The bundle talks to nobody but Log Service and the vendors, over HTTPS. Here their hosts lead to
// stand-ins in the process that asked, over plain HTTP.

const [, , bundle = '', event = '', logService = '', webhooks = ''] = process.argv;
const baseMb = residentMb();

Object.assign(https, {
  request(options: https.RequestOptions) {
    const [host, port] = logService.split(':');
    const headers = { ...options.headers, host: logService };
    return http.request({ ...options, agent: http.globalAgent, host, port, headers });
  },
});

const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input);
  return realFetch(`http://${webhooks}${pathname}${search}`, init);
};

// What HTTPS would hold in memory all the same: the certificates that servers are checked against.
const certificates = createSecureContext();

const { initialize, handler }: typeof detect = await import(bundle);
await initialize();
const loadedMb = residentMb();
const answer = await handler(Buffer.from(event), {
  credentials: {
    accessKeyId: 'bench-key',
    accessKeySecret: 'bench-secret',
    securityToken: 'bench-token',
  },
  function: { timeout: 120 },
});
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ baseMb, loadedMb, peakMb, answer: JSON.parse(answer) }));
if (!certificates.context) throw new Error('the certificates are gone');

function residentMb(): number {
  return process.memoryUsage.rss() / 1024 / 1024;
}
