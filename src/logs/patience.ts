import { LogServiceError } from './log-service-error.ts';

/** Time and chance, handed in. Times are milliseconds since 1970. */
export interface Pace {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly deadline: number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_REQUEST_MS = 15_000;

/**
 * Asks Log Service again, with full jitter, where throttling, a 5xx or a broken connection came in the
 * way, for as long as the deadline leaves time; then, or for any other answer, it throws the
 * LogServiceError. `ask` is handed the milliseconds that the request may take.
 */
export async function askPatiently<Answer>(
  pace: Pace,
  ask: (timeoutMs: number) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const left = pace.deadline - pace.now();
    if (left <= 0) throw noTimeLeft();
    try {
      return await ask(Math.min(left, LONGEST_REQUEST_MS));
    } catch (error) {
      if (!(error instanceof LogServiceError) || !error.passing) throw error;
      const pause = pauseBefore(attempt, pace);
      if (pace.now() + pause >= pace.deadline) throw error;
      await pace.sleep(pause);
    }
  }
}

export function noTimeLeft(): LogServiceError {
  return new LogServiceError('NoTimeLeft', true, 'It is left to another try.');
}

/** Full jitter: anything up to twice as long as the last time. */
function pauseBefore(attempt: number, { random }: Pace): number {
  return random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
}
