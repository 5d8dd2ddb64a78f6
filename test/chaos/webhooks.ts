import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { parseJson } from '../../src/model/fields.ts';
import type { Arrival } from './evidence.ts';
import { answers, type ChannelName, type Fault, faults, type Strike } from './faults.ts';
import type { FaultOf } from './plan-faults.ts';
import { eventIdsIn } from './plan-shards.ts';

export interface WebhooksOptions {
  readonly faultOf: FaultOf;
  /** How long an answer that comes late takes, in milliseconds. */
  readonly lateness: (event: string) => number;
  /** Called when a fault strikes more than the message: at the moment the plan names. */
  readonly strike: (what: Strike, worker: number, channel: ChannelName) => void;
}

export interface Webhooks {
  /** The webhooks that a worker is given: they tell who sends. */
  of(worker: number): { readonly dingtalk: string; readonly slack: string };
  readonly arrivals: readonly Readonly<Arrival>[];
  /** Messages that name no event, such as notices about trailbell itself. */
  readonly nameless: readonly string[];
  close(): Promise<void>;
}

/** In a title, in any of the channels' layouts. */
const MARK = 'may be a repeat';

const robotMessage = z.object({ msgUuid: z.string() });

/** A DingTalk and a Slack that misbehave as planned, and remember what people got to see. */
export async function startWebhooks(options: WebhooksOptions): Promise<Webhooks> {
  const arrivals: Arrival[] = [];
  const nameless: string[] = [];
  const tries = new Map<string, number>();
  const shown = new Set<string>();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const channel = url.pathname === '/robot/send' ? 'dingtalk' : 'slack';
    const worker = Number(url.searchParams.get('access_token') ?? url.pathname.split('/').at(-1));
    // A sender that is killed while it writes has sent nothing.
    readText(request).then(
      (text) => receive(channel, worker, text, response),
      () => response.destroy(),
    );
  });

  function receive(channel: ChannelName, worker: number, text: string, response: ServerResponse) {
    const events = eventIdsIn(text);
    const [event] = events;
    if (event === undefined) {
      nameless.push(text);
      reply(response, channel, 'accepts', 0);
      return;
    }
    const key = `${channel} ${event}`;
    const before = tries.get(key) ?? 0;
    tries.set(key, before + 1);
    const name = options.faultOf(channel, event, before);
    const fault: Fault = faults[name];
    const { data: robot } = robotMessage.safeParse(parseJson(text));
    const folded = fault.taken && robot !== undefined && shown.has(robot.msgUuid);
    if (fault.taken && robot !== undefined) shown.add(robot.msgUuid);
    const marked = text.includes(MARK);
    const at = Date.now();
    const { taken, ambiguous } = fault;
    const place = arrivals.length;
    arrivals.push({
      at,
      channel,
      events,
      worker,
      marked,
      taken,
      ambiguous,
      folded,
      fault: name,
      reply: fault.reply,
    });

    // Whoever did not wait for the whole answer knows as little as if there had been none.
    response.on('close', () => {
      const arrival = arrivals[place];
      if (arrival && !response.writableFinished) arrivals[place] = { ...arrival, ambiguous: true };
    });
    const after = name.endsWith('after answering') || name.endsWith('after the answer');
    const strike = () => {
      if (fault.strikes !== undefined) options.strike(fault.strikes, worker, channel);
    };
    if (after) response.on('finish', strike);
    else strike();
    reply(response, channel, fault.reply, options.lateness(event));
  }

  const host = await new Promise<string>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('not on a port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });

  return {
    of: (worker) => ({
      dingtalk: `${host}/robot/send?access_token=${worker}`,
      slack: `${host}/services/T0/B0/${worker}`,
    }),
    arrivals,
    nameless,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Rejects where the sender goes away before the end. */
async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function reply(
  response: ServerResponse,
  channel: ChannelName,
  kind: Fault['reply'],
  lateness: number,
): void {
  switch (kind) {
    case 'hangs':
      return;
    case 'resets':
      response.socket?.resetAndDestroy();
      return;
    case 'breaks-off': {
      const { status, body } = answers[channel].accepts;
      response.writeHead(status, { 'content-length': body.length + 20 });
      response.write(body.slice(0, 1), () => response.destroy());
      return;
    }
    default: {
      const { status, headers, body } = answers[channel][kind];
      const answer = () => response.writeHead(status, headers).end(body);
      if (kind === 'accepts-late') setTimeout(answer, lateness);
      else answer();
    }
  }
}
