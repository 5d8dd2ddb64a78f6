import { expect, test } from 'vitest';
import { callRange } from '../../../src/cli/redriving/call-range.ts';
import { ComputeError } from '../../../src/compute/compute-error.ts';
import type { Answer } from '../../../src/compute/compute.ts';

const summary = '{"records":2,"alerts":1}';

const answered = (text: string): Answer => ({ text, functionError: undefined, requestId: '1' });

const threw = (name: string | undefined): Answer => ({
  ...answered('{}'),
  functionError: { kind: 'UnhandledInvocationError', name, message: 'why' },
});

const refused = (passing: boolean) =>
  new ComputeError('throttled', 'ResourceThrottled', 'Later.', { passing });

/** Calls until there is an end, with these answers, the last of them again and again. */
async function called(answers: readonly (Answer | ComputeError)[], stop = new AbortController()) {
  const pauses: number[] = [];
  let calls = 0;
  const end = await callRange({
    async call() {
      const answer = answers[Math.min(calls, answers.length - 1)];
      calls += 1;
      if (answer === undefined || answer instanceof ComputeError) throw answer;
      return answer;
    },
    interrupted: stop.signal,
    async sleep(ms) {
      pauses.push(ms);
    },
    random: () => 1,
    onRetry: () => {},
  });
  return { end, calls, pauses };
}

test.each([
  ['was throttled', refused(true)],
  ['left something to do', threw('BatchIncompleteError')],
  ['ran out of time', threw(undefined)],
])('a call that %s is made again, and its counts are those of the last', async (_, first) => {
  const { end, calls } = await called([first, first, answered(summary)]);
  expect(end).toMatchObject({ kind: 'done', counts: { records: 2, alerts: 1 } });
  expect(calls).toBe(3);
});

test('a call that fails again and again is made six times, with pauses that double', async () => {
  const { end, calls, pauses } = await called([threw('BatchIncompleteError')]);
  expect(end).toEqual({ kind: 'failed', reason: 'BatchIncompleteError: why', passing: true });
  expect(calls).toBe(6);
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
});

test.each([
  ['a configuration that is wrong', threw('ConfigError')],
  ['a trigger event of another source', threw('TriggerEventError')],
  ['a key that may not', refused(false)],
  ['what is no summary', answered('hello')],
])('%s is not called again', async (_, answer) => {
  const { end, calls } = await called([answer]);
  expect(end).toMatchObject({ kind: 'failed' });
  expect(calls).toBe(1);
});

test('whoever interrupts waits for no pause and no answer', async () => {
  const stop = new AbortController();
  stop.abort();
  const { end, calls } = await called([threw('BatchIncompleteError')], stop);
  expect(end).toEqual({ kind: 'interrupted' });
  expect(calls).toBeLessThanOrEqual(1);
});
