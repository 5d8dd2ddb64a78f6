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

// More alerts than the vendors let through in this time: some are told in a digest, or left, and
// the journal says what came of it.
let summary: unknown;
const { log } = console;
console.log = (line: string) => {
  const entry: { kind?: string } = JSON.parse(line);
  if (entry.kind === 'batch') summary = entry;
};
await handler(Buffer.from(event), {
  credentials: {
    accessKeyId: 'bench-key',
    accessKeySecret: 'bench-secret',
    securityToken: 'bench-token',
  },
  function: { timeout: 20 },
}).catch((error: unknown) => {
  if (!(error instanceof Error && error.name === 'BatchIncompleteError')) throw error;
});
const peakMb = process.resourceUsage().maxRSS / 1024;
log(JSON.stringify({ baseMb, loadedMb, peakMb, answer: summary }));

function residentMb(): number {
  return process.memoryUsage.rss() / 1024 / 1024;
}
