import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type * as detect from '../functions/detect.ts';

// Calls a bundle's handler once, as the trigger would, and prints what it answered and how much memory
// was resident: before the bundle was loaded, after its initializer, and at most.
//
// The bundle talks to nobody but Log Service and the vendors, over HTTPS. Here their names lead to
// stand-ins in the process that asked.

const [, , bundle = '', event = '', logService = '', webhooks = ''] = process.argv;
const baseMb = residentMb();

const { request } = https;
Object.assign(https, {
  request(
    to: URL | https.RequestOptions,
    more: https.RequestOptions = {},
    answered?: (answer: IncomingMessage) => void,
  ) {
    const asked =
      to instanceof URL ? { ...more, host: to.hostname, path: `${to.pathname}${to.search}` } : to;
    const servername = asked.host ?? '';
    const standIn = servername.endsWith('.log.aliyuncs.com') ? logService : webhooks;
    const [host, port] = standIn.split(':');
    const headers = { ...asked.headers, host: standIn };
    return request({ ...asked, host, port, servername, headers }, answered);
  },
});

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

function residentMb(): number {
  return process.memoryUsage.rss() / 1024 / 1024;
}
