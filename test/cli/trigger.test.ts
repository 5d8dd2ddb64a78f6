import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { functionUrl, keyEnv, trigger, triggerUrl, useDeployment } from './deployed.ts';

const { state, server, configure, run } = useDeployment();

test('the status tells where the trigger reads and how often', async () => {
  expect(await run(['trigger', 'status'])).toEqual({
    code: 0,
    err: [],
    out: [
      'function  trailbell-detect in cn-hangzhou',
      'trigger   trail (log)',
      'enabled   yes',
      'reads     example/actiontrail_example',
      'interval  60 s',
      'retries   3 at once, then with the next interval',
      'role      acs:ram::1234567890123456:role/aliyunlogetlrole',
      'changed   2026-11-20 08:00:00 UTC',
    ],
  });
});

test('a trigger that is paused is not fine', async () => {
  state.enabled = false;
  const said = await run(['trigger', 'status', '--json']);
  expect(said.code).toBe(1);
  expect(JSON.parse(said.out.join('\n'))).toEqual({
    function: 'trailbell-detect',
    trigger: 'trail',
    type: 'log',
    enabled: false,
    project: 'example',
    logstore: 'actiontrail_example',
    intervalSeconds: 60,
    maxRetries: 3,
    role: trigger.invocationRole,
    lastModified: trigger.lastModifiedTime,
  });
});

test('pausing says what it means, and the command for what comes in meanwhile', async () => {
  const said = await run(['trigger', 'pause']);
  expect(said.code).toBe(0);
  expect(state.enabled).toBe(false);
  const text = said.out.join(' ');
  expect(text).toContain('actiontrail_example');
  expect(text).toContain('longer than 6h');
  expect(text).toMatch(/npx trailbell redrive --from \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
});

test('resuming says that where it goes on is not known, and how to be sure', async () => {
  state.enabled = false;
  const said = await run(['trigger', 'resume']);
  expect(said.code).toBe(0);
  expect(state.enabled).toBe(true);
  const text = said.out.join(' ');
  expect(text).toContain('not known');
  // A minute before it was paused: so long is the trigger's interval.
  expect(text).toContain('npx trailbell redrive --from 2026-11-20T07:59:00Z');
});

test.each([
  ['pause', false],
  ['resume', true],
])('what is so already is left as it is: %s', async (word, enabled) => {
  state.enabled = enabled;
  server.use(http.put(triggerUrl, () => HttpResponse.error()));
  const said = await run(['trigger', word, '--json']);
  expect(said.code).toBe(0);
  expect(JSON.parse(said.out.join(''))).toMatchObject({ enabled, changed: false });
});

test('a change that Function Compute takes and does not make is not fine', async () => {
  server.use(
    http.put(triggerUrl, () => HttpResponse.json({ ...trigger, triggerConfig: '{"enable":true}' })),
  );
  const said = await run(['trigger', 'pause']);
  expect(said.code).toBe(1);
  expect(said.out.join('')).toContain('still on');
});

test('what is not deployed is told apart: the function, or only its trigger', async () => {
  const missing = (code: string) => () => HttpResponse.json({ Code: code }, { status: 404 });
  server.use(http.get(triggerUrl, missing('TriggerNotFound')));
  const noTrigger = await run(['trigger', 'status']);
  expect(noTrigger).toMatchObject({ code: 1, out: [] });
  expect(noTrigger.err.join('')).toContain('has no trigger trail');

  server.use(http.get(functionUrl('trailbell-detect'), missing('FunctionNotFound')));
  const noFunction = await run(['trigger', 'status']);
  expect(noFunction.code).toBe(1);
  expect(noFunction.err.join('')).toContain('no function trailbell-detect');
});

test('what the key may not do is told by the name of the action', async () => {
  server.use(
    http.put(triggerUrl, () =>
      HttpResponse.json(
        { Code: 'AccessDenied', Message: "not authorized to perform 'ram:PassRole'" },
        { status: 403 },
      ),
    ),
  );
  const said = await run(['trigger', 'pause']);
  expect(said.code).toBe(1);
  expect(said.err.join('')).toContain('ram:PassRole');
});

test('without compute in trailbell.yml it is said what to write', async () => {
  await configure({ compute: null });
  const said = await run(['trigger', 'status']);
  expect(said.code).toBe(2);
  expect(said.err.join('')).toContain('compute: is missing');
});

test('without a key it is said which variable is missing', async () => {
  const said = await run(['trigger', 'status'], {
    env: { ...keyEnv, ALIBABA_CLOUD_ACCESS_KEY_ID: '' },
  });
  expect(said.code).toBe(2);
  expect(said.err.join('')).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
});

test.each(['2.0', '3.0'])('of %s, a temporary key is asked for its token', async (version) => {
  await configure({ compute: { region: 'cn-hangzhou', account: '1234567890123456', version } });
  const said = await run(['trigger', 'status'], {
    env: {
      ...keyEnv,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.example',
      ALIBABA_CLOUD_SECURITY_TOKEN: '',
    },
  });
  expect(said.code).toBe(2);
  expect(said.err.join('')).toContain('ALIBABA_CLOUD_SECURITY_TOKEN');
});

test('what a stranger wrote into a trigger moves no cursor', async () => {
  const hostile = '\u001B[2J\u009B31m\u202Eevil';
  server.use(
    http.get(triggerUrl, () =>
      HttpResponse.json({
        ...trigger,
        invocationRole: hostile,
        lastModifiedTime: hostile,
        triggerConfig: JSON.stringify({ enable: true, sourceConfig: { logstore: hostile } }),
      }),
    ),
  );
  for (const words of [['status'], ['status', '--json'], ['pause'], ['resume']]) {
    const said = await run(['trigger', ...words]);
    expect([...said.out, ...said.err].join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});
