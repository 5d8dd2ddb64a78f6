import { randomBytes as nodeRandomBytes } from 'node:crypto';
import type { Fetch } from '../channels/channel.ts';
import { nodeFetch } from '../channels/node-fetch.ts';
import type { Env } from '../config/resolve-env.ts';
import type { SharedStore } from '../ledger/shared-ledger.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Journal } from '../model/journal.ts';
import type { Project } from '../project.ts';
import { isFc2Response, readFc2Request, writeFc2Answer } from './fc2-http.ts';
import { type Fc3Answer, readFc3Event, writeFc3Answer } from './fc3-http.ts';
import { securityHeaders } from './security-headers.ts';
import { type Opened, serve } from './serve.ts';
import { openSite, type Site } from './site.ts';

/** The world as the pages see it; what is left out is the real one. */
export interface WebOptions {
  readonly project: Pick<Project, 'config'>;
  readonly env: Env;
  readonly journal?: Journal;
  readonly fetch?: Fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly randomBytes?: (count: number) => Buffer;
  /** Also reply to a Slack on this machine over plain HTTP: the local stand-in. */
  readonly allowLoopback?: boolean;
  /** What all functions share, in place of a Redis: that of a run on this machine. */
  readonly store?: SharedStore;
}

export interface Web {
  /** Function Compute's initializer. What is wrong with the configuration is said in the log. */
  initialize(): void;
  /**
   * Function Compute's handler for an HTTP trigger: of 3.0 with an event and the context, of 2.0 with a
   * request, a response and the context. Only the former is answered by what it returns.
   */
  handler(event: unknown, context: unknown): Promise<Fc3Answer | undefined>;
  /** The same for a request, and the address that it came from. */
  fetch(request: Request, from: { readonly address: string | undefined }): Promise<Response>;
}

/** The pages that links in messages lead to, and what Slack's buttons call. Nothing is opened before it is needed. */
export function createWeb({
  project,
  env,
  journal = printLine,
  fetch = nodeFetch,
  now = Date.now,
  randomBytes = nodeRandomBytes,
  allowLoopback = false,
  store,
}: WebOptions): Web {
  let site: Site | undefined;
  let said = '';
  let running = 0;

  // A configuration that is wrong is not remembered: it is said until it is mended.
  function open(): Opened {
    try {
      site ??= openSite(project.config, env, {
        fetch,
        now,
        allowLoopback,
        journal,
        randomBytes,
        store,
      });
      return { kind: 'open', site };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (error.message !== said) journal({ kind: 'web-not-configured', reason: error.message });
      said = error.message;
      return { kind: 'wrong' };
    }
  }

  const app = serve({ open, journal, randomBytes });

  /** Nothing is left open between requests, because the instance is frozen. */
  async function take(request: Request, address: string | undefined): Promise<Response> {
    running += 1;
    if (running === 1) site?.ledger.wake();
    try {
      return await app.fetch(request, { address });
    } finally {
      running -= 1;
      if (running === 0) await site?.ledger.rest();
    }
  }

  return {
    initialize() {
      open();
    },
    fetch: (request, { address }) => take(request, address),
    async handler(event, context) {
      const answer = isFc2Response(context) ? context : undefined;
      const called = answer ? await readFc2Request(event) : readFc3Event(event);
      const response = called
        ? await take(called.request, called.address)
        : new Response('not an HTTP request', {
            status: 400,
            headers: securityHeaders(randomBytes(16).toString('base64')),
          });
      if (answer === undefined) return writeFc3Answer(response);
      await writeFc2Answer(response, answer);
      return undefined;
    },
  };
}

function printLine(entry: object): void {
  console.log(JSON.stringify(entry));
}
