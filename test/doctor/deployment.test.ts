import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import {
  at,
  codesOf,
  config,
  customDomain,
  deployed,
  expectNoSecret,
  logTrigger,
  mendOf,
  usePatient,
  web,
} from './patient.ts';

const { server, look } = usePatient();

/** A ledger that nobody is asked for: nothing listens there. */
const REDIS = { REDIS_URL: 'redis://:secret-redis-password@127.0.0.1:1' };

test('functions and trigger that are as s.yaml has them are fine', async () => {
  const findings = await look({ settings: { web }, variables: REDIS });
  for (const name of ['detect', 'sweep', 'web']) {
    expect(codesOf(findings, 'function', `trailbell-${name}`)).toEqual(['ok']);
  }
  expect(codesOf(findings, 'trigger')).toEqual(['ok']);
  expect(codesOf(findings, 'domain')).toEqual(['ok']);
  expect(codesOf(findings, 'health')).toEqual(['ok']);
  expect(codesOf(findings, 'web')).toEqual(['ok']);
  expectNoSecret(findings);
});

test('without compute in trailbell.yml it is said how to write it', async () => {
  const findings = await look({ settings: { compute: undefined } });
  expect(findings.find(({ check }) => check === 'function')).toMatchObject({
    code: 'skipped',
    message: expect.stringContaining('compute: {'),
  });
});

const wrongFunctions = [
  ['another runtime', { runtime: 'nodejs16' }, 'function-differs', 's deploy'],
  ['another handler', { handler: 'main.run' }, 'function-differs', 's deploy'],
  [
    'many requests an instance',
    { instanceConcurrency: 20 },
    'function-differs',
    'instanceConcurrency',
  ],
  ['little memory', { memorySize: 128 }, 'function-too-small', 'memorySize'],
  ['little time', { timeout: 3 }, 'function-too-small', 'timeout'],
  ['no role', { role: '' }, 'function-without-role', 'docs/ram/detect.json'],
  ['a failed deployment', { lastUpdateStatus: 'Failed' }, 'function-failed', 's deploy'],
  ['no hooks', { instanceLifecycleConfig: null }, 'function-older', 's deploy'],
  [
    'no webhook',
    { environmentVariables: { REDIS_URL: 'x' } },
    'variable-missing',
    'environmentVariables',
  ],
  [
    'an empty webhook',
    { environmentVariables: { SLACK_WEBHOOK: '' } },
    'variable-missing',
    's.yaml',
  ],
] as const;

test.each(wrongFunctions)('a function with %s is found', async (_, changes, code, mend) => {
  server.use(http.get(at.function('detect'), () => HttpResponse.json(deployed(changes))));
  const findings = await look();
  expect(codesOf(findings, 'function', 'trailbell-detect')).toContain(code);
  expect(mendOf(findings, 'function', 'trailbell-detect')).toContain(mend);
});

test('what is set here and not there is a warning', async () => {
  const environmentVariables = { SLACK_WEBHOOK: 'x' };
  server.use(
    http.get(at.function('detect'), () => HttpResponse.json(deployed({ environmentVariables }))),
  );
  const findings = await look({ variables: REDIS });
  expect(codesOf(findings, 'function', 'trailbell-detect')).toEqual(['variable-missing-there']);
  expect(JSON.stringify(findings)).toContain('REDIS_URL');
});

test('web needs only what it reads', async () => {
  const environmentVariables = { WEB_URL: 'x', WEB_KEY: 'x', REDIS_URL: 'x' };
  const role = undefined;
  server.use(
    http.get(at.function('web'), () => HttpResponse.json(deployed({ environmentVariables, role }))),
  );
  const findings = await look({ settings: { web }, variables: REDIS });
  expect(codesOf(findings, 'function', 'trailbell-web')).toEqual(['ok']);
});

const missing = (code: string) => () =>
  HttpResponse.json({ Code: code, Message: 'not there', RequestId: 'r' }, { status: 404 });

test('a function that is not there is a fault, and its trigger is not looked for', async () => {
  server.use(
    http.get(at.function('detect'), missing('FunctionNotFound')),
    http.get(at.trigger, missing('FunctionNotFound')),
  );
  const findings = await look();
  expect(codesOf(findings, 'function', 'trailbell-detect')).toEqual(['function-missing']);
  expect(mendOf(findings, 'function', 'trailbell-detect')).toContain('compute.detect');
  expect(codesOf(findings, 'trigger')).toEqual(['skipped']);
});

test('a trigger that is not there is a fault of its own', async () => {
  server.use(http.get(at.trigger, missing('TriggerNotFound')));
  const findings = await look();
  expect(codesOf(findings, 'trigger')).toEqual(['trigger-missing']);
  expect(mendOf(findings, 'trigger')).toContain('compute.trigger');
});

test('what the key may not do in Function Compute is named, with the statement', async () => {
  const Message = "the caller is not authorized to perform 'fc:GetTrigger' on resource";
  server.use(
    http.get(at.trigger, () =>
      HttpResponse.json({ Code: 'AccessDenied', Message, RequestId: 'r' }, { status: 403 }),
    ),
  );
  const findings = await look();
  expect(codesOf(findings, 'trigger')).toEqual(['permission-missing']);
  const [statement] = /\{.*\}/.exec(mendOf(findings, 'trigger')) ?? [];
  expect(JSON.parse(statement ?? '')).toEqual({
    Effect: 'Allow',
    Action: 'fc:GetTrigger',
    Resource: 'acs:fc:*:*:functions/trailbell-detect/triggers/trail',
  });
});

test('a Function Compute that does not answer is a fault of its own', async () => {
  server.use(http.get(at.trigger, () => HttpResponse.error()));
  const findings = await look();
  expect(codesOf(findings, 'trigger')).toEqual(['not-answering']);
  expect(mendOf(findings, 'trigger')).toContain('compute.region');
});

test.each([
  ['does not answer', () => HttpResponse.error(), 'not-answering', 'compute.region'],
  [
    'refuses the key',
    () => HttpResponse.json({ Code: 'SignatureNotMatch' }, { status: 403 }),
    'key-refused',
    'ACCESS_KEY_ID',
  ],
])(
  'where Function Compute %s it is asked once, and that is said once',
  async (_, answer, code, mend) => {
    let asked = 0;
    const refuse = () => {
      asked += 1;
      return answer();
    };
    const names = ['detect', 'sweep', 'web'].map((name) => http.get(at.function(name), refuse));
    server.use(...names, http.get(at.trigger, refuse), http.get(at.domain, refuse));
    const findings = await look({ settings: { web }, variables: REDIS });
    expect(codesOf(findings, 'function')).toEqual([code, 'skipped']);
    expect(mendOf(findings, 'function')).toContain(mend);
    expect(codesOf(findings, 'trigger')).toEqual(['skipped']);
    expect(codesOf(findings, 'domain')).toEqual(['skipped']);
    expect(asked).toBe(1);
  },
);

const wrongTriggers = [
  ['is switched off', logTrigger({}, { enable: false }), 'trigger-paused', 'trigger resume'],
  [
    'reads another logstore',
    logTrigger({}, { sourceConfig: { logstore: 'app-logs' } }),
    'trigger-differs',
    'source.logstore',
  ],
  [
    'reads another project',
    logTrigger({ sourceArn: 'acs:log:cn-hangzhou:1234567890123456:project/other' }),
    'trigger-differs',
    'source.project',
  ],
  ['is a timer', logTrigger({ triggerType: 'timer' }), 'trigger-differs', 'compute.trigger'],
  ['has no role', logTrigger({ invocationRole: '' }), 'trigger-without-role', 'invocationRole'],
  [
    'is slow',
    logTrigger({}, { jobConfig: { triggerInterval: 600 } }),
    'trigger-slow',
    'triggerInterval',
  ],
] as const;

test.each(wrongTriggers)('a trigger that %s is found', async (_, body, code, mend) => {
  server.use(http.get(at.trigger, () => HttpResponse.json(body)));
  const findings = await look();
  expect(codesOf(findings, 'trigger')).toEqual([code]);
  expect(mendOf(findings, 'trigger')).toContain(mend);
});

const wrongDomains = [
  [
    'leads elsewhere',
    customDomain({ routeConfig: { routes: [{ path: '/*', functionName: 'shop' }] } }),
    'domain-elsewhere',
    'trailbell-web',
  ],
  ['speaks plain HTTP', customDomain({ protocol: 'HTTP' }), 'domain-plain', 'HTTPS'],
] as const;

test.each(wrongDomains)('a domain that %s is found', async (_, body, code, mend) => {
  server.use(http.get(at.domain, () => HttpResponse.json(body)));
  const findings = await look({ settings: { web }, variables: REDIS });
  expect(codesOf(findings, 'domain')).toEqual([code]);
  expect(mendOf(findings, 'domain')).toContain(mend);
});

test('a domain that is not there is a fault', async () => {
  server.use(http.get(at.domain, missing('DomainNameNotFound')));
  const findings = await look({ settings: { web }, variables: REDIS });
  expect(codesOf(findings, 'domain')).toEqual(['domain-missing']);
  expect(mendOf(findings, 'domain')).toContain('web.url');
});

test.each([
  ['2126-10-20T00:00:00Z', 'certificate-ends'],
  ['2126-11-20T00:00:00Z', 'certificate-ended'],
])('on %s a certificate that ends on 28 October 2126 is told of', async (now, code) => {
  const findings = await look({
    settings: { web },
    variables: REDIS,
    now: () => Date.parse(now),
  });
  expect(codesOf(findings, 'domain')).toEqual([code]);
  expect(mendOf(findings, 'domain')).toContain('certConfig');
});

test("Function Compute's own domain makes browsers download pages", async () => {
  server.use(
    http.get('https://x.cn-hangzhou.fcapp.run/healthz', () => HttpResponse.json({ ok: true })),
  );
  const url = 'https://x.cn-hangzhou.fcapp.run';
  const findings = await look({ settings: { web: { ...web, url } }, variables: REDIS });
  expect(codesOf(findings, 'domain')).toEqual(['default-domain']);
});

test.each([
  ['cannot reach its ledger', { ok: false, ledger: 'down', configured: true }, 'vpcConfig'],
  ['lacks its variables', { ok: false, ledger: 'down', configured: false }, 'WEB_KEY'],
])('web that %s says so', async (_, body, mend) => {
  server.use(http.get(at.health, () => HttpResponse.json(body, { status: 503 })));
  const findings = await look({ settings: { web }, variables: REDIS });
  expect(codesOf(findings, 'health')).toEqual(['web-unhealthy']);
  expect(mendOf(findings, 'health')).toContain(mend);
});

test.each([
  ['somebody else', () => HttpResponse.html('<h1>Welcome</h1>')],
  ['a redirect', () => new HttpResponse(null, { status: 302, headers: { location: '/login' } })],
  ['nobody', () => HttpResponse.error()],
])('where %s answers in place of web it is a fault', async (_, answer) => {
  server.use(http.get(at.health, answer));
  const findings = await look({ settings: { web }, variables: REDIS });
  expect(codesOf(findings, 'health')).toEqual(['web-unhealthy']);
  expect(mendOf(findings, 'health')).toContain('web.url');
});

test('links that nobody could answer are a fault of the configuration', async () => {
  const findings = await look({ settings: { web } });
  expect(codesOf(findings, 'web')).toEqual(['config-wrong']);
  expect(mendOf(findings, 'web')).toContain('ledger.redis');
  const keyless = await look({ settings: { web: { ...web, keys: [] } }, variables: REDIS });
  expect(codesOf(keyless, 'web')).toEqual(['config-wrong']);
  expect(mendOf(keyless, 'web')).toContain('openssl');
});

test("Slack's buttons need the secret that Slack signs with", async () => {
  const settings = {
    web,
    channels: { oncall: { ...config.channels.oncall, interactive: true } },
  };
  // Nothing is looked up for the channel: the sandbox of this test has no Slack.
  const findings = await look({ settings, variables: REDIS, wantsChannel: () => true });
  expect(codesOf(findings, 'web')).toEqual(['slack-unanswered']);
  expect(mendOf(findings, 'web')).toContain('SLACK_SIGNING_SECRET');
});

test('with a shared ledger, nobody but a heartbeat notices that the sweep stopped', async () => {
  const without = await look({ variables: REDIS });
  expect(codesOf(without, 'watch')).toEqual(['unwatched']);
  expect(mendOf(without, 'watch')).toContain('watch.heartbeat to ${HEARTBEAT_URL:-}');
  const watch = { heartbeat: 'https://hc.example/secret-heartbeat' };
  const watched = await look({ settings: { watch }, variables: REDIS });
  expect(codesOf(watched, 'watch')).toEqual(['ok']);
  expectNoSecret(watched);
});
