import { project } from '#project';
import { createApp } from '../src/app.ts';

const app = createApp({ project, env: process.env });

/** Function Compute's initializer: what can be opened before the first call is. */
export async function initialize(): Promise<void> {
  app.initialize();
}

/** Called by a timer every minute: tells what is held, tries again what is dead, and watches over detect. */
export async function handler(_event: Uint8Array, context: unknown): Promise<string> {
  return app.sweep(context);
}

/** Function Compute's hook before it stops an instance: what the ledger was not told yet, and its connection. */
export async function preStop(): Promise<void> {
  await app.stop();
}
