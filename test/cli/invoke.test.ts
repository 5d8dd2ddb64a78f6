import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { functionUrl, summary, thrown, useDeployment } from './deployed.ts';

const { state, server, configure, run } = useDeployment();

test('detect is called with an empty range of the trail, and its answer is shown', async () => {
  state.answer = () => summary({ records: 0 });
  const said = await run(['invoke']);
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(JSON.parse(said.out.join('\n'))).toMatchObject({ records: 0 });
  expect(state.calls).toMatchObject([
    {
      name: 'trailbell-detect',
      event: {
        parameter: {},
        source: {
          endpoint: expect.stringMatching(/^https:\/\//),
          projectName: 'example',
          logstoreName: 'actiontrail_example',
          shardId: 0,
        },
      },
    },
  ]);
  const { source } = Object(state.calls[0]?.event);
  expect(source.beginCursor).toBe(source.endCursor);
  expect(source.beginCursor).not.toBe('');
});

test('the sweep is called as its timer calls it', async () => {
  state.answer = () => HttpResponse.text('{"digests":0}');
  const said = await run(['invoke', 'sweep', '--json']);
  expect(JSON.parse(said.out.join(''))).toMatchObject({
    function: 'trailbell-sweep',
    answer: { digests: 0 },
  });
  expect(state.calls).toMatchObject([
    { name: 'trailbell-sweep', event: { triggerTime: expect.any(String), payload: '' } },
  ]);
});

test.each([
  [200, 0],
  [503, 1],
])('web is asked for its health, and %i is not lost', async (statusCode, code) => {
  state.answer = () => HttpResponse.json({ statusCode, body: 'ok' });
  const said = await run(['invoke', 'web']);
  expect(said.code).toBe(code);
  expect(state.calls).toMatchObject([
    {
      name: 'trailbell-web',
      event: { version: 'v1', rawPath: '/healthz', requestContext: { http: { method: 'GET' } } },
    },
  ]);
});

test('in Function Compute 2.0 nobody but HTTP calls web', async () => {
  const compute = { region: 'cn-hangzhou', account: '1234567890123456', version: '2.0' };
  await configure({ compute });
  const said = await run(['invoke', 'web']);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('')).toContain('npx trailbell doctor');
  expect(state.calls).toEqual([]);
});

test('an event of one’s own comes from standard input', async () => {
  await run(['invoke', '--event', '-'], { stdin: '{"source":{"shardId":7}}' });
  expect(state.calls).toMatchObject([{ event: { source: { shardId: 7 } } }]);
});

test('what is no event is not sent', async () => {
  const said = await run(['invoke', '--event', '-'], { stdin: 'hello' });
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(state.calls).toEqual([]);
});

test('a function that failed is told with its error, and without moving the cursor', async () => {
  state.answer = () => thrown('ConfigError', 'source.project:\u001B[2J is missing');
  const said = await run(['invoke']);
  expect(said).toMatchObject({ code: 1, out: [] });
  const text = said.err.join(' ');
  expect(text).toContain('ConfigError: source.project: [2J is missing');
  expect(text).toContain('1-example');

  const json = await run(['invoke', '--json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out.join(''))).toMatchObject({
    requestId: '1-example',
    functionError: { kind: 'UnhandledInvocationError', name: 'ConfigError' },
  });
});

test('a function that is not deployed is not called', async () => {
  server.use(
    http.get(functionUrl('trailbell-web'), () =>
      HttpResponse.json({ Code: 'FunctionNotFound' }, { status: 404 }),
    ),
  );
  const said = await run(['invoke', 'web']);
  expect(said.code).toBe(1);
  expect(said.err.join('')).toContain('no function trailbell-web');
  expect(state.calls).toEqual([]);
});

test('while an answer is waited for, that is shown, and Ctrl-C ends it', async () => {
  const stop = new AbortController();
  const shown: (string | undefined)[] = [];
  let release = (): void => {};
  const released = new Promise<void>((done) => (release = done));
  state.answer = async () => {
    stop.abort();
    await released;
    return summary();
  };
  const said = await run(['invoke'], {
    interrupted: stop.signal,
    progress: (line) => shown.push(line),
  });
  release();
  expect(said.code).toBe(130);
  expect(said.err.join('')).toContain('may be running all the same');
  expect(shown[0]).toContain('trailbell-detect');
  expect(shown.at(-1)).toBeUndefined();
});

test.each([['detekt'], ['detect', 'web']])(
  '%s is not the name of one function',
  async (...words) => {
    expect(await run(['invoke', ...words])).toMatchObject({ code: 2 });
  },
);
