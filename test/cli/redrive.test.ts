import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { parseTriggerEvent } from '../../src/logs/trigger-event.ts';
import { functionUrl, summary, thrown, useDeployment } from './deployed.ts';

const { state, server, configure, put, run, source } = useDeployment();

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Each test has hours of its own, before those of the others. */
let hours = 60;
function quietHours(): number {
  hours -= 2;
  return Math.floor((Date.now() - hours * HOUR) / 1000) * 1000;
}

const iso = (ms: number) => new Date(ms).toISOString();

const redrive = (from: number, to: number, words: readonly string[] = [], world = {}) =>
  run(['redrive', '--from', iso(from), '--to', iso(to), ...words], world);

const told = ({ out }: { readonly out: readonly string[] }) => JSON.parse(out.join('\n'));

interface Ranged {
  readonly shardId: number;
  readonly beginCursor: string;
  readonly endCursor: string;
}

const rangesOf = (shard: number): readonly Ranged[] =>
  state.calls
    .map(({ event }): Ranged => Object(event).source)
    .filter(({ shardId }) => shardId === shard);

test('each shard is read in order, step by step, and steps that hold nothing are passed over', async () => {
  const at = quietHours();
  put(0, at + 1 * MINUTE);
  put(0, at + 6 * MINUTE);
  put(0, at + 21 * MINUTE);
  put(1, at + 13 * MINUTE);
  const said = await redrive(at, at + 30 * MINUTE, ['--json']);
  expect(said.code).toBe(0);
  expect(told(said)).toMatchObject({
    isComplete: true,
    calls: 4,
    records: 8,
    alerts: 4,
    shards: [
      { shard: 0, isDone: true },
      { shard: 1, isDone: true },
    ],
    goOn: [],
  });
  const first = rangesOf(0);
  expect(first).toHaveLength(3);
  expect(rangesOf(1)).toHaveLength(1);
  // One begins where the one before ends: nothing is left out, and nothing is read twice.
  expect(first.slice(1).map(({ beginCursor }) => beginCursor)).toEqual(
    first.slice(0, -1).map(({ endCursor }) => endCursor),
  );
});

test.each([
  [[], {}],
  [['--as-alerts'], { late: 'alert' }],
])('with %j old records are asked for as they shall ring', async (words, parameter) => {
  const at = quietHours();
  put(0, at + MINUTE);
  await redrive(at, at + 5 * MINUTE, words);
  expect(state.calls).toMatchObject([{ event: { parameter } }]);
});

test('detect reads what it is called with as it reads what its trigger hands over', async () => {
  const at = quietHours();
  put(1, at + MINUTE);
  await redrive(at, at + 5 * MINUTE, ['--as-alerts']);
  expect(parseTriggerEvent(state.calls[0]?.event, source())).toMatchObject({
    shard: 1,
    lateAsAlerts: true,
    // What has no age is never given up for it.
    arrived: undefined,
  });
});

test('one shard may be read alone, and one that is not there is no shard', async () => {
  const at = quietHours();
  put(0, at + MINUTE);
  put(1, at + MINUTE);
  await redrive(at, at + 5 * MINUTE, ['--shard', '1']);
  expect(rangesOf(0)).toEqual([]);
  expect(rangesOf(1)).toHaveLength(1);
  expect(await redrive(at, at + 5 * MINUTE, ['--shard', '9'])).toMatchObject({ code: 2 });
});

test('a dry run counts the calls and makes none', async () => {
  const at = quietHours();
  put(0, at + MINUTE);
  put(1, at + 8 * MINUTE);
  const said = await redrive(at, at + 10 * MINUTE, ['--dry-run']);
  expect(said.code).toBe(0);
  expect(said.out.at(-1)).toContain('2 calls on 2 shards');
  expect(state.calls).toEqual([]);
});

test('a call that fails is made again with the same range', async () => {
  const at = quietHours();
  put(0, at + MINUTE);
  state.answer = (_, index) =>
    index === 0 ? thrown('BatchIncompleteError', '1 of 2 deliveries are left') : summary();
  const said = await redrive(at, at + 5 * MINUTE, ['--json']);
  expect(said.code).toBe(0);
  expect(told(said)).toMatchObject({ isComplete: true, calls: 1, records: 2 });
  const ranges = rangesOf(0);
  expect(ranges).toHaveLength(2);
  expect(new Set(ranges.map(({ beginCursor }) => beginCursor)).size).toBe(1);
});

test('a shard that gets no further leaves the others to go on, and the command that does the rest is told', async () => {
  const at = quietHours();
  put(0, at + 1 * MINUTE);
  put(0, at + 6 * MINUTE);
  put(1, at + 6 * MINUTE);
  let ofFirst = 0;
  state.answer = ({ event }) => {
    if (Object(event).source.shardId === 0) ofFirst += 1;
    return ofFirst > 1 && Object(event).source.shardId === 0
      ? thrown('ConfigError', 'channels.slack.webhook: is missing')
      : summary();
  };
  const said = await redrive(at, at + 10 * MINUTE, ['--as-alerts']);
  expect(said.code).toBe(1);
  const text = said.out.join('\n');
  expect(text).toContain('1 of 2 shards done');
  expect(text).toContain('channels.slack.webhook: is missing');
  const since = iso(at + 5 * MINUTE).replace('.000Z', 'Z');
  const until = iso(at + 10 * MINUTE).replace('.000Z', 'Z');
  expect(text).toContain(
    `npx trailbell redrive --from ${since} --to ${until} --shard 0 --step 5m --as-alerts`,
  );
  // A configuration that is wrong is not mended by another call.
  expect(rangesOf(0)).toHaveLength(2);
});

test('what the function answers that is not detect is no summary', async () => {
  const at = quietHours();
  put(0, at + MINUTE);
  state.answer = () => HttpResponse.text('hello');
  const said = await redrive(at, at + 5 * MINUTE, ['--json']);
  expect(said.code).toBe(1);
  expect(told(said)).toMatchObject({ isComplete: false, calls: 0 });
});

test('a key that may not call the function is told by the action that it lacks', async () => {
  const at = quietHours();
  put(0, at + MINUTE);
  state.answer = () => HttpResponse.json({ Code: 'AccessDenied' }, { status: 403 });
  const said = await redrive(at, at + 5 * MINUTE, ['--json']);
  expect(said.code).toBe(1);
  const [shard] = told(said).shards;
  expect(shard.reason).toContain('fc:InvokeFunction');
  expect(shard.reason).toContain('docs/ram/operator.json');
  expect(state.calls).toHaveLength(1);
});

test('dead letters are not fine', async () => {
  const at = quietHours();
  put(0, at + MINUTE);
  state.answer = () => summary({ deadLetters: 1 });
  expect(await redrive(at, at + 5 * MINUTE)).toMatchObject({ code: 1 });
});

test('Ctrl-C waits for no answer, and says where each shard stands', async () => {
  const at = quietHours();
  put(0, at + 1 * MINUTE);
  put(0, at + 6 * MINUTE);
  const stop = new AbortController();
  let release = (): void => {};
  const released = new Promise<void>((done) => (release = done));
  state.answer = async (_, index) => {
    if (index === 0) return summary();
    stop.abort();
    await released;
    return summary();
  };
  const shown: (string | undefined)[] = [];
  const said = await redrive(at, at + 10 * MINUTE, ['--shard', '0'], {
    interrupted: stop.signal,
    progress: (line: string | undefined) => shown.push(line),
  });
  release();
  expect(said.code).toBe(130);
  expect(said.err.join('')).toContain('interrupted');
  const since = iso(at + 5 * MINUTE).replace('.000Z', 'Z');
  expect(said.out.join('\n')).toContain(`npx trailbell redrive --from ${since}`);
  expect(shown.some((line) => line?.includes(' 50 %'))).toBe(true);
  expect(shown.at(-1)).toBeUndefined();
});

test('a dry run that is interrupted goes on as a dry run', async () => {
  const at = quietHours();
  put(0, at + 1 * MINUTE);
  put(0, at + 6 * MINUTE);
  const stop = new AbortController();
  const progress = (line: string | undefined) => line?.includes(' 50 %') && stop.abort();
  const words = ['--shard', '0', '--dry-run'];
  const said = await redrive(at, at + 10 * MINUTE, words, { interrupted: stop.signal, progress });
  expect(said).toMatchObject({ code: 130, err: ['interrupted'] });
  const [command] = said.out.filter((line) => line.includes('trailbell redrive'));
  expect(command).toContain('--dry-run');
  expect(state.calls).toEqual([]);
});

test('it is said for how long repeats are held back, by what the function has', async () => {
  const at = quietHours();
  const first = async () => (await redrive(at, at + 5 * MINUTE)).out.join(' ');
  expect(await first()).toContain('share no ledger');
  state.variables = { REDIS_URL: 'rediss://not-to-be-seen.example.com' };
  await configure({ ledger: { redis: '${REDIS_URL:-}', remember: '3d' } });
  expect(await first()).toContain('within the last 3d is not told again');
  await configure({ ledger: { redis: '${REDIS_URL}', remember: '1h' } });
  expect(await first()).toContain('before that is told again');
  expect(await first()).not.toContain('not-to-be-seen');
});

test('it is said what comes in late digests, and what rings', async () => {
  const at = quietHours();
  const terms = async (...words: readonly string[]) =>
    (await redrive(at, at + 5 * MINUTE, words)).out.join(' ');
  await configure({ delivery: { late_after: '0s' } });
  expect(await terms()).not.toContain('digests');
  await configure({ delivery: { late_after: '1m' } });
  expect(await terms()).toContain('in late digests');
  expect(await terms('--as-alerts')).toContain('rings one by one');
});

test('a function that is not deployed is not called', async () => {
  server.use(
    http.get(functionUrl('trailbell-detect'), () =>
      HttpResponse.json({ Code: 'FunctionNotFound' }, { status: 404 }),
    ),
  );
  const said = await redrive(Date.now() - HOUR, Date.now());
  expect(said).toMatchObject({ code: 1, out: [] });
});

test.each([
  [[]],
  [['--from', 'yesterday']],
  [['--from', '1h', '--to', '2h']],
  [['--from', '1h', '--step', '1s']],
  [['--from', '1h', '--step', 'some']],
  [['--from', '1h', '--shard', 'two']],
  [['--from', '1h', '--sheard', '1']],
])('%j is not how it is called', async (words) => {
  expect(await run(['redrive', ...words])).toMatchObject({ code: 2, out: [] });
});
