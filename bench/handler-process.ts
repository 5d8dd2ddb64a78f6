import type * as detect from '../functions/detect.ts';
import { leadHttps } from '../test/support/lead-https.ts';

// Calls a bundle's handler once, as the trigger would, and prints what it answered and how much memory
// was resident: before the bundle was loaded, after its initializer, and at most.

const [, , bundle = '', event = '', context = '', addresses = ''] = process.argv;
const baseMb = residentMb();
leadHttps(JSON.parse(addresses));

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
await handler(Buffer.from(event), JSON.parse(context)).catch((error: unknown) => {
  if (!(error instanceof Error && error.name === 'BatchIncompleteError')) throw error;
});
const peakMb = process.resourceUsage().maxRSS / 1024;
log(JSON.stringify({ baseMb, loadedMb, peakMb, answer: summary }));

function residentMb(): number {
  return process.memoryUsage.rss() / 1024 / 1024;
}
