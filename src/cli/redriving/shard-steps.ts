import type { LogClient } from '../../logs/log-client.ts';
import { askPatiently } from '../../logs/patience.ts';

/** A piece of a shard: what came in from `from` up to, and without, `to`, in milliseconds since 1970. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly beginCursor: string;
  readonly endCursor: string;
}

export interface Stepping {
  readonly client: Pick<LogClient, 'cursorAt'>;
  readonly shard: number;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly interrupted: AbortSignal;
  /** For each answer of Log Service, in milliseconds. */
  readonly patienceMs: number;
}

/**
 * What came into a shard in a range of time, in steps, in order; one that holds nothing has equal
 * cursors. A cursor is looked up when its step is asked for. Throws a LogServiceError.
 */
export async function* shardSteps(stepping: Stepping): AsyncGenerator<Step> {
  const { from, to, stepMs } = stepping;
  let begin = from;
  let beginCursor = await cursorAt(begin, stepping);
  while (begin < to) {
    const end = Math.min(to, begin + stepMs);
    const endCursor = await cursorAt(end, stepping);
    yield { from: begin, to: end, beginCursor, endCursor };
    begin = end;
    beginCursor = endCursor;
  }
}

function cursorAt(
  ms: number,
  { client, shard, interrupted, patienceMs }: Stepping,
): Promise<string> {
  const pace = {
    now: () => (interrupted.aborted ? Infinity : Date.now()),
    sleep: (pause: number) => new Promise<void>((done) => setTimeout(done, pause)),
    random: Math.random,
    deadline: Date.now() + patienceMs,
  };
  return askPatiently(pace, (timeoutMs) =>
    client.cursorAt(shard, Math.floor(ms / 1_000), timeoutMs),
  );
}
