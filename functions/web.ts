import { project } from '#project';
import { createWeb } from '../src/web/create-web.ts';

const web = createWeb({ project, env: process.env });

/** Function Compute's initializer: reads the configuration before the first request. */
export async function initialize(): Promise<void> {
  web.initialize();
}

/** Called by the HTTP trigger: the pages that links in messages lead to, and Slack's buttons. */
export async function handler(event: unknown, context: unknown): Promise<unknown> {
  return web.handler(event, context);
}
