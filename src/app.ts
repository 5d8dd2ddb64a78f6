import type { Fetch } from './channels/channel.ts';
import { nodeFetch } from './channels/node-fetch.ts';
import type { Env } from './config/resolve-env.ts';
import { drill, type Drilled } from './drill.ts';
import { errorReason } from './error-reason.ts';
import type { SharedStore } from './ledger/shared-ledger.ts';
import { openLogClient } from './logs/log-client.ts';
import { parseTriggerEvent } from './logs/trigger-event.ts';
import { ConfigError } from './model/config-error.ts';
import type { DeadLetter } from './model/dead-letter.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { Notification } from './model/notification.ts';
import { type Instance, openInstance } from './open-instance.ts';
import { type Pipeline, runPipeline, type Turn } from './pipeline.ts';
import type { Project } from './project.ts';
import { redrive, type Redriven } from './redrive.ts';
import { sendHeartbeat } from './sweep/heartbeat.ts';
import { sweepDigests } from './sweep/sweep-digests.ts';
import { sweep } from './sweep/sweep.ts';
import { takeTurn } from './take-turn.ts';
import { type ConfigErrorTeller, openConfigErrorTeller } from './tell-config-error.ts';

export type { Drilled } from './drill.ts';
export type { Redriven } from './redrive.ts';

/** The world as the app sees it; what is left out is the real one. */
export interface AppOptions {
  readonly project: Project;
  readonly env: Env;
  readonly journal?: Journal;
  /** Hears of every message as it is worded, before a channel lays it out. */
  readonly onSay?: (notification: Notification) => void;
  readonly fetch?: Fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
  /** Talk plain HTTP to a Log Service and webhooks on this machine: the local stand-ins. */
  readonly allowLoopback?: boolean;
  /** What all instances share, in place of a Redis: that of a run on this machine. */
  readonly store?: SharedStore;
}

export interface App {
  /** Throws a ConfigError where anything is wrong with the configuration. */
  check(): void;
  /**
   * Function Compute's initializer: opens what can be opened before the first call. What is wrong with
   * the configuration fails the calls, and not this: an instance whose initializer failed is thrown
   * away, and with it the memory that people were told.
   */
  initialize(): void;
  /**
   * Function Compute's handler for the Log Service trigger: answers with the batch's summary, one
   * line of JSON. Throws where the batch must come again, so that it is never acknowledged by mistake.
   */
  detect(event: unknown, context: unknown): Promise<string>;
  /**
   * Function Compute's handler for the timer: tells what is held, tries again what is dead, and watches
   * over detect. Answers with one line of JSON.
   */
  sweep(context: unknown): Promise<string>;
  /** Function Compute's preStop: an instance is thrown away, and with it what the ledger has not heard. */
  stop(): Promise<void>;
  /** Tries a dead letter once more, with the context of a call. Throws what reading its range throws. */
  redrive(letter: DeadLetter, context: unknown): Promise<Redriven>;
  /** Tells channels, all where none is named, of something that never happened; with the context of a call. */
  drill(names: readonly string[], context: unknown): Promise<readonly Drilled[]>;
}

/** Some of what is owed could not be told yet. Thrown so that the trigger delivers the range again. */
export class BatchIncompleteError extends Error {
  override readonly name = 'BatchIncompleteError';

  constructor({ retried, owed, elsewhere }: BatchSummary) {
    const others = elsewhere > 0 ? `, and ${elsewhere} findings to another invocation` : '';
    super(`${retried} of ${owed} deliveries are left to a retry of this range${others}`);
  }
}

/** The composition root. Nothing is opened before it is needed. */
export function createApp({
  project,
  env,
  journal = printLine,
  onSay = () => {},
  fetch = nodeFetch,
  now = Date.now,
  sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random = Math.random,
  allowLoopback = false,
  store,
}: AppOptions): App {
  const io = { fetch, now, allowLoopback, journal, store };
  let opened: Instance | undefined;
  let teller: ConfigErrorTeller | undefined;

  // A configuration that is wrong is not remembered: it fails each invocation until it is mended.
  function open(): Instance {
    opened ??= openInstance({ ...io, project, env, onSay });
    return opened;
  }

  /** The same for a call, in which people are told of what is wrong. */
  async function openOrTell(turn: Omit<Turn, 'leaseEnd'>): Promise<Instance> {
    try {
      return open();
    } catch (error) {
      if (error instanceof ConfigError) {
        teller ??= openConfigErrorTeller(project.config, env, io);
        await teller.tell(error, turn);
      }
      throw error;
    }
  }

  const called = { now, sleep, random, journal, openFor: openOrTell };
  // Whoever calls by hand sees what is wrong.
  const calledByHand = { ...called, openFor: async () => open() };

  return {
    check() {
      open();
    },
    initialize() {
      try {
        open();
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
      }
    },
    async detect(event, context) {
      return takeTurn(
        context,
        async ({ source, credentials, pipeline, turn }) => {
          const range = parseTriggerEvent(event, source);
          const client = openLogClient({ source, credentials });
          const summary = await runPipeline(client, range, pipeline, turn);
          await sweepForgotten(pipeline, turn);
          if (summary.retried + summary.elsewhere > 0) throw new BatchIncompleteError(summary);
          return JSON.stringify(summary);
        },
        called,
      );
    },
    async sweep(context) {
      const beat = (url: URL, deadline: number) => sendHeartbeat(url, deadline, io);
      return takeTurn(
        context,
        async (turned) => {
          const client = openLogClient(turned);
          return JSON.stringify(await sweep({ ...turned, client, sendHeartbeat: beat }));
        },
        called,
      );
    },
    async stop() {
      await opened?.ledger.rest();
    },
    async drill(names, context) {
      return takeTurn(context, (turned) => drill(names, turned), calledByHand);
    },
    async redrive(letter, context) {
      return takeTurn(
        context,
        async ({ source, credentials, pipeline, turn }) => {
          const client = openLogClient({ source, credentials });
          const redriven = await redrive(letter, { client, pipeline, turn });
          // The ledger may have forgotten that it was told by the time that it is due.
          if (redriven.kind === 'settled') await pipeline.ledger.letters.drop([letter.id]);
          return redriven;
        },
        calledByHand,
      );
    },
  };
}

/** Where nobody deployed the sweep, or it is broken, what it holds must not wait for ever. */
async function sweepForgotten(pipeline: Pipeline, turn: Turn): Promise<void> {
  try {
    await sweepDigests(pipeline, turn, FORGOTTEN_MS);
  } catch (error) {
    // It is held all the same, and the batch is none the worse for it.
    pipeline.journal({ kind: 'sweep-failed', part: 'digests', error: errorReason(error) });
  }
}

/** The sweep comes every minute. */
const FORGOTTEN_MS = 10 * 60_000;

function printLine(entry: object): void {
  console.log(JSON.stringify(entry));
}
