import { join } from 'node:path';
import { cursorAt } from '../../src/local/log-service/cursor.ts';
import { startLogService } from '../../src/local/log-service/log-service.ts';
import { startRedis } from '../support/redis-server.ts';
import { openDisasters } from './disasters.ts';
import type { Evidence, Invocation } from './evidence.ts';
import { channels } from './faults.ts';
import type { FaultOf } from './plan-faults.ts';
import type { Plan } from './plan.ts';
import { configFor, contextWith, keys, LOG_PROJECT, LOGSTORE } from './project.ts';
import { readLetters } from './read-letters.ts';
import { groupsOf } from './records.ts';
import { type DeliveredShard, deliverShard } from './trigger.ts';
import { startWebhooks } from './webhooks.ts';
import { startWorkerPool } from './worker-pool.ts';

export interface RunOptions {
  /** For the dead letters. */
  readonly folder: string;
  /** Whether each worker has a ledger of its own: a run that has to fail. */
  readonly alone: boolean;
  /** Hears what is being done, several times a second. */
  readonly progress: (doing: string) => void;
  /** Ends the run early: it then rejects. */
  readonly signal: AbortSignal;
}

/** What there is to say of a run beside its evidence. */
export interface Run {
  readonly evidence: Evidence;
  readonly kills: number;
  readonly shards: readonly DeliveredShard[];
  /** Lines of the workers' journals, by kind. */
  readonly journal: ReadonlyMap<string, number>;
  /** Messages that named no event. */
  readonly nameless: readonly string[];
  readonly seconds: number;
}

const PROGRESS_MS = 200;

/** As many groups as a page holds, so that a range takes several. */
const GROUPS_PER_PAGE = 7;

/** Starts everything, breaks what the plan says, and stops everything. */
export async function runChaos(plan: Plan, options: RunOptions): Promise<Run> {
  const { folder, alone, progress, signal } = options;
  const { size } = plan;
  const startedAt = Date.now();
  const letters = join(folder, 'dead-letters.ndjson');
  const invocations: Invocation[] = [];
  const journal = new Map<string, number>();
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const logService = await startLogService({
      project: LOG_PROJECT,
      logstore: LOGSTORE,
      accessKeys: keys,
      shards: size.shards,
      maxGroupsPerPage: GROUPS_PER_PAGE,
    });
    closers.push(() => logService.close());
    for (const [shard, planned] of plan.shards.entries()) {
      logService.putGroups(shard, groupsOf(planned, startedAt));
    }

    progress('Redis starts');
    const redis = alone ? undefined : await startRedis({ durable: true });
    closers.push(() => redis?.close());
    const disasters = openDisasters(redis, plan.outage);

    const webhooks = await startWebhooks({
      faultOf: alone ? withoutPenalty(plan.faultOf) : plan.faultOf,
      lateness: plan.lateness,
      strike(what, worker, channel) {
        if (what === 'kills-sender') pool.kill(worker);
        else disasters.strike(what, channel);
      },
    });
    closers.push(() => webhooks.close());

    const config = configFor({ logEndpoint: logService.endpoint, redis: redis?.url.href, letters });
    const pool = startWorkerPool({
      workers: size.workers,
      timeout: size.timeout * 1000,
      setup(worker) {
        const { dingtalk, slack } = webhooks.of(worker);
        return { config, env: { DINGTALK_WEBHOOK: dingtalk, SLACK_WEBHOOK: slack } };
      },
      onJournal({ kind }) {
        journal.set(String(kind), (journal.get(String(kind)) ?? 0) + 1);
      },
    });
    closers.push(() => pool.close());

    const timer = setInterval(() => {
      const told = webhooks.arrivals.filter(({ taken }) => taken).length;
      const done = `${told} messages for ${plan.alerts.length * channels.length} pairs`;
      progress(`${done}, ${invocations.length} invocations, ${pool.kills()} kills`);
    }, PROGRESS_MS);
    closers.push(() => clearInterval(timer));

    const context = contextWith(size.timeout);
    const delivered = Promise.all(
      plan.shards.map((_, shard) =>
        deliverShard(shard, {
          plan,
          pool,
          workOf: (of, from, until) => ({
            event: JSON.stringify(
              logService.triggerEvent(of, { begin: cursorAt(from), end: cursorAt(until) }),
            ),
            context,
          }),
          onInvoked: (invocation) => invocations.push(invocation),
          giveUpAt: startedAt + size.giveUp * 1000,
        }),
      ),
    );

    const shards = await Promise.race([delivered, aborted(signal)]);
    await disasters.over();

    const evidence: Evidence = {
      channels,
      alerts: plan.alerts,
      malformed: plan.shards.flatMap(({ groups }, shard) =>
        groups.flat().flatMap(({ kind }, log) => (kind === 'malformed' ? [{ shard, log }] : [])),
      ),
      arrivals: webhooks.arrivals,
      invocations: invocations.toSorted((a, b) => a.startedAt - b.startedAt),
      outages: disasters.outages,
      letters: readLetters(letters, plan.shards),
      unfinished: shards.flatMap(({ finished }, shard) => (finished ? [] : [shard])),
    };
    const seconds = (Date.now() - startedAt) / 1000;
    const { nameless } = webhooks;
    return { evidence, kills: pool.kills(), shards, journal, nameless, seconds };
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/** Nobody could end what a worker keeps to itself. */
function withoutPenalty(faultOf: FaultOf): FaultOf {
  return (...pair) => {
    const fault = faultOf(...pair);
    return fault === 'ten minutes of silence' ? 'errcode -1' : fault;
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });
}
