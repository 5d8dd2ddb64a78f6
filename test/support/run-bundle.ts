import type * as detect from '../../functions/detect.ts';
import { leadHttps } from './lead-https.ts';

// Loads the bundle named on the command line and calls it as the runtime would, once: a bare Node.js can
// run this, bundled. The words after it are the trigger's event, the context, and where HTTPS leads.

const [, , bundle = '', event = '', context = '', addresses = ''] = process.argv;
leadHttps(JSON.parse(addresses));
const { initialize, handler, preStop }: typeof detect = await import(bundle);
await initialize();
const answer = await handler(Buffer.from(event), JSON.parse(context));
await preStop();
console.log(answer);
