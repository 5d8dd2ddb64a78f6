import { project } from '#project';
import { createApp } from '../src/app.ts';

const app = createApp({ project, env: process.env });

/** Called by a timer every minute: tells the digests that are held in the ledger. */
export async function handler(_event: Uint8Array, context: unknown): Promise<string> {
  return app.sweep(context);
}
