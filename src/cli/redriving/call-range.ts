import { ComputeError } from '../../compute/compute-error.ts';
import type { Answer, FunctionError } from '../../compute/compute.ts';
import { parseJson } from '../../model/fields.ts';
import { orAborted } from '../input/open-events.ts';
import { batchCounts, type Counts } from './counts.ts';

export type Called =
  | { readonly kind: 'done'; readonly counts: Counts }
  /** The reason is safe to print. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'interrupted' };

export interface Calling {
  readonly call: () => Promise<Answer>;
  readonly interrupted: AbortSignal;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Hears of each call that failed and is made once more. */
  readonly onRetry: () => void;
}

/** A call that failed has written down how far it got, and the next one goes on from there. */
const MOST_CALLS = 6;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** What no further call would mend. */
const lasting = new Set(['ConfigError', 'TriggerEventError']);

/** Has detect deal with one range, and calls it again where it could not, or could not be reached. */
export async function callRange(calling: Calling): Promise<Called> {
  const { interrupted, sleep, random, onRetry } = calling;
  for (let calls = 1; ; calls++) {
    const called = await callOnce(calling);
    if (called.kind !== 'failed' || !called.passing || calls === MOST_CALLS) return called;
    onRetry();
    const pause = random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** calls);
    await orAborted(sleep(pause), interrupted);
    if (interrupted.aborted) return { kind: 'interrupted' };
  }
}

type CalledOnce =
  | Exclude<Called, { kind: 'failed' }>
  | { readonly kind: 'failed'; readonly reason: string; readonly passing: boolean };

async function callOnce({ call, interrupted }: Calling): Promise<CalledOnce> {
  let answer: Answer | undefined;
  try {
    answer = await orAborted(call(), interrupted);
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    return { kind: 'failed', reason: error.message, passing: error.passing };
  }
  if (answer === undefined) return { kind: 'interrupted' };
  if (answer.functionError) {
    const { name } = answer.functionError;
    const passing = name === undefined || !lasting.has(name);
    return { kind: 'failed', reason: reasonOf(answer.functionError), passing };
  }
  const read = batchCounts.safeParse(parseJson(answer.text));
  if (read.success) return { kind: 'done', counts: read.data };
  const reason = 'it answered what is no summary of a batch: is it the function detect?';
  return { kind: 'failed', reason, passing: false };
}

const LONGEST_REASON = 300;

function reasonOf({ kind, name = kind, message }: FunctionError): string {
  const text = message.length > LONGEST_REASON ? `${message.slice(0, LONGEST_REASON)}…` : message;
  return `${name}: ${text}`;
}
