import { project } from '#project';
import { createApp } from '../src/app.ts';

const app = createApp({ project, env: process.env });

/** Function Compute's initializer: what can be opened before the first batch is. */
export async function initialize(): Promise<void> {
  app.initialize();
}

/** Called by the Log Service trigger with a range of cursors; answers with the batch's summary. */
export async function handler(event: Uint8Array, context: unknown): Promise<string> {
  return app.detect(event, context);
}

/** Function Compute's hook before it stops an instance: what the ledger was not told yet, and its connection. */
export async function preStop(): Promise<void> {
  await app.stop();
}
