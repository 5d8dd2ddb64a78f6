import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ComputeError } from '../../src/compute/compute-error.ts';
import type { ComputePlace } from '../../src/compute/compute.ts';
import { openCompute } from '../../src/compute/open-compute.ts';
import { certificate, CERTIFICATE_ENDS } from './certificate.ts';

/** What the contract has to know of a version of Function Compute. */
export interface Contract {
  readonly version: ComputePlace['version'];
  /** Of the API, below the host. */
  readonly api: string;
  /** The path of a function, below that of the API. */
  readonly functionPath: string;
  readonly signature: RegExp;
  readonly tokenHeader: string;
  /** How this version writes a trigger's configuration. */
  readonly writeConfig: (config: object) => unknown;
  readonly readConfig: (written: unknown) => unknown;
  /** By what names a refusal tells its code and its message. */
  readonly refusals: readonly (readonly [code: string, message: string])[];
}

const ORIGIN = 'https://1234567890123456.cn-hangzhou.fc.aliyuncs.com';
const ROLE = 'acs:ram::1234567890123456:role/trailbell-detect';
const SECRET = 'not-a-secret';

const credentials = {
  accessKeyId: 'LTAI5t**********abcd',
  accessKeySecret: SECRET,
  securityToken: 'token-of-this-session',
};

const logConfig = {
  sourceConfig: { logstore: 'actiontrail_example', startTime: 1_790_000_000 },
  jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
  functionParameter: { kept: 'as it is' },
  logConfig: { project: 'example-project', logstore: 'trailbell-journal' },
};

/** Runs what every implementation of the port promises, with the real client against what `contract` tells. */
export function computeContract(contract: Contract): void {
  const { version, api, functionPath, signature, tokenHeader, writeConfig, readConfig, refusals } =
    contract;
  const server = setupServer();
  const asked: Request[] = [];
  beforeAll(() => {
    server.listen({ onUnhandledRequest: 'error' });
    server.events.on('request:start', ({ request }) => void asked.push(request.clone()));
  });
  afterEach(() => {
    server.resetHandlers();
    asked.length = 0;
  });
  afterAll(() => server.close());

  const place = { version, region: 'cn-hangzhou', account: '1234567890123456', service: 'bells' };
  const compute = () => openCompute(place, credentials);

  const FUNCTION = `${ORIGIN}${api}${functionPath}`;
  const TRIGGER = `${FUNCTION}/triggers/trail`;
  const INVOCATIONS = `${FUNCTION}/invocations`;
  const DOMAIN = `${ORIGIN}${api}/custom-domains/alerts.example.com`;

  const deployed = {
    functionName: 'detect',
    runtime: 'nodejs20',
    handler: 'index.handler',
    memorySize: 512,
    timeout: 120,
    role: ROLE,
    state: 'Active',
    lastUpdateStatus: 'Successful',
    // Of 2.0; of 3.0 it is a hook like the other.
    initializer: 'index.initialize',
    instanceLifecycleConfig: {
      initializer: { handler: 'index.initialize', timeout: 30 },
      preStop: { handler: 'index.preStop', timeout: 10 },
    },
    codeSize: 412_345,
    lastModifiedTime: '2026-11-21T08:00:00Z',
    environmentVariables: { SLACK_WEBHOOK: 'https://hooks.slack.com/not-to-be-seen', EMPTY: '' },
  };
  const service = http.get(`${ORIGIN}${api}/services/bells`, () =>
    HttpResponse.json({ serviceName: 'bells', role: ROLE }),
  );
  const trigger = (enable: boolean) => ({
    triggerName: 'trail',
    triggerType: 'log',
    sourceArn: 'acs:log:cn-hangzhou:1234567890123456:project/example-project',
    invocationRole: 'acs:ram::1234567890123456:role/aliyunlogetlrole',
    qualifier: 'LATEST',
    description: 'from the trail',
    triggerConfig: writeConfig({ ...logConfig, enable }),
    lastModifiedTime: '2026-11-20T08:00:00Z',
  });

  test('a function is found, and the values of its variables are not', async () => {
    server.use(
      http.get(FUNCTION, () => HttpResponse.json(deployed)),
      service,
    );
    const found = await (await compute()).find('detect');
    expect(found).toEqual({
      runtime: 'nodejs20',
      handler: 'index.handler',
      memoryMb: 512,
      timeoutSeconds: 120,
      role: ROLE,
      state: 'Active',
      lastUpdateStatus: 'Successful',
      variables: ['SLACK_WEBHOOK'],
      initializer: 'index.initialize',
      preStop: 'index.preStop',
      concurrency: 1,
      codeBytes: 412_345,
      lastModified: '2026-11-21T08:00:00Z',
    });
    expect(JSON.stringify(found)).not.toContain('not-to-be-seen');
  });

  test('every request is signed, goes over HTTPS to the host of the account, and has the token', async () => {
    server.use(
      http.get(FUNCTION, () => HttpResponse.json(deployed)),
      service,
    );
    await (await compute()).find('detect');
    for (const request of asked) {
      expect(new URL(request.url).origin).toBe(ORIGIN);
      expect(request.headers.get('authorization')).toMatch(signature);
      expect(request.headers.get(tokenHeader)).toBe('token-of-this-session');
      expect(JSON.stringify([...request.headers])).not.toContain(SECRET);
    }
    expect(asked.length).toBeGreaterThan(0);
  });

  test('a log trigger tells where it reads and how often', async () => {
    server.use(http.get(TRIGGER, () => HttpResponse.json(trigger(true))));
    expect(await (await compute()).trigger('detect', 'trail')).toEqual({
      type: 'log',
      enabled: true,
      source: { project: 'example-project', logstore: 'actiontrail_example' },
      intervalSeconds: 60,
      maxRetries: 3,
      role: 'acs:ram::1234567890123456:role/aliyunlogetlrole',
      lastModified: '2026-11-20T08:00:00Z',
    });
  });

  test.each([true, false])('a trigger that is set to %s loses nothing else', async (enabled) => {
    let written: Request | undefined;
    server.use(
      http.get(TRIGGER, () =>
        HttpResponse.json(trigger(!enabled), { headers: { etag: 'etag-example' } }),
      ),
      http.put(TRIGGER, ({ request }) => {
        written = request.clone();
        return HttpResponse.json(trigger(enabled));
      }),
    );
    const after = await (await compute()).setTrigger('detect', 'trail', enabled);
    expect(after).toMatchObject({ type: 'log', enabled });
    const body: unknown = await written?.json();
    expect(body).toMatchObject({
      invocationRole: 'acs:ram::1234567890123456:role/aliyunlogetlrole',
      qualifier: 'LATEST',
      description: 'from the trail',
    });
    const { triggerConfig } = Object(body);
    expect(readConfig(triggerConfig)).toEqual({ ...logConfig, enable: enabled });
    expect(written?.headers.get('if-match')).toBe('etag-example');
  });

  test('a trigger that is set already is not written', async () => {
    server.use(http.get(TRIGGER, () => HttpResponse.json(trigger(false))));
    expect(await (await compute()).setTrigger('detect', 'trail', false)).toMatchObject({
      enabled: false,
    });
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });

  test('a trigger whose configuration cannot be read is not written', async () => {
    server.use(
      http.get(TRIGGER, () => HttpResponse.json({ ...trigger(true), triggerConfig: '{"enable"' })),
    );
    await expect((await compute()).setTrigger('detect', 'trail', false)).rejects.toThrow(
      ComputeError,
    );
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });

  test.each(['application/json', 'application/octet-stream', 'text/plain; charset=utf-8'])(
    'what a function answers as %s is its answer',
    async (type) => {
      let event = '';
      server.use(
        http.post(INVOCATIONS, async ({ request }) => {
          event = await request.text();
          return new HttpResponse('{"records":3,"alerts":1}', {
            headers: { 'content-type': type, 'x-fc-request-id': '1-example' },
          });
        }),
      );
      expect(await (await compute()).invoke('detect', '{"a":"é"}', 5_000)).toEqual({
        text: '{"records":3,"alerts":1}',
        functionError: undefined,
        requestId: '1-example',
      });
      expect(event).toBe('{"a":"é"}');
      expect(asked[0]?.headers.get('x-fc-invocation-type')).toBe('Sync');
    },
  );

  test('that a function failed is an answer', async () => {
    const thrown = {
      errorMessage: '2 of 3 deliveries are left',
      errorType: 'BatchIncompleteError',
      stackTrace: ['BatchIncompleteError: 2 of 3'],
    };
    server.use(
      http.post(INVOCATIONS, () =>
        HttpResponse.json(thrown, {
          headers: { 'x-fc-error-type': 'UnhandledInvocationError' },
        }),
      ),
    );
    expect(await (await compute()).invoke('detect', '{}', 5_000)).toMatchObject({
      functionError: {
        kind: 'UnhandledInvocationError',
        name: 'BatchIncompleteError',
        message: '2 of 3 deliveries are left',
      },
    });
  });

  test('a function that ran out of time or memory did not throw', async () => {
    server.use(
      http.post(INVOCATIONS, () =>
        HttpResponse.json(
          { errorMessage: 'Function time out after 120000 ms' },
          { headers: { 'x-fc-error-type': 'FunctionTimeoutError' } },
        ),
      ),
    );
    const { functionError } = await (await compute()).invoke('detect', '{}', 5_000);
    expect(functionError).toMatchObject({ kind: 'FunctionTimeoutError', name: undefined });
  });

  test('a domain tells its routes and the end of its certificate', async () => {
    server.use(
      http.get(DOMAIN, () =>
        HttpResponse.json({
          domainName: 'alerts.example.com',
          protocol: 'HTTP,HTTPS',
          routeConfig: { routes: [{ path: '/*', functionName: 'trailbell-web' }] },
          certConfig: { certName: 'example', certificate },
        }),
      ),
    );
    expect(await (await compute()).domain('alerts.example.com')).toEqual({
      protocol: 'HTTP,HTTPS',
      routes: [{ path: '/*', function: 'trailbell-web', service: undefined }],
      certificateEnds: CERTIFICATE_ENDS,
    });
  });

  test('a domain without a certificate is one all the same', async () => {
    server.use(http.get(DOMAIN, () => HttpResponse.json({ protocol: 'HTTP' })));
    expect(await (await compute()).domain('alerts.example.com')).toEqual({
      protocol: 'HTTP',
      routes: [],
      certificateEnds: undefined,
    });
  });

  const said = `the caller is not authorized to perform 'fc:GetTrigger', LTAI5t**********abcd ${SECRET}`;
  const refuse = (status: number, code: string, names = refusals[0] ?? ['', '']) =>
    server.use(
      http.all(`${ORIGIN}/*`, () =>
        HttpResponse.json({ [names[0]]: code, [names[1]]: said }, { status }),
      ),
    );
  const failure = async (act: () => Promise<unknown>): Promise<unknown> =>
    act().then(
      () => 'nothing was thrown',
      (error: unknown) => error,
    );
  const lookUp = async () => failure(async () => (await compute()).trigger('detect', 'trail'));

  test.each([
    [403, 'AccessDenied', { kind: 'denied', action: 'fc:GetTrigger', passing: false }],
    [403, 'SignatureNotMatch', { kind: 'denied', action: undefined }],
    [400, 'SignatureDoesNotMatch', { kind: 'denied', action: undefined }],
    [403, 'InvalidAccessKeyID', { kind: 'denied', action: undefined }],
    [404, 'InvalidAccessKeyId.NotFound', { kind: 'denied', action: undefined }],
    [403, 'InvalidSecurityToken.Expired', { kind: 'denied', action: undefined }],
    [429, 'ResourceThrottled', { kind: 'throttled', passing: true }],
    [400, 'Throttling.User', { kind: 'throttled', passing: true }],
    [400, 'InvalidArgument', { kind: 'failed', passing: false }],
    [412, 'PreconditionFailed', { kind: 'failed', passing: false }],
    [500, 'InternalServerError', { kind: 'failed', passing: true }],
    [503, 'ServiceUnavailable', { kind: 'failed', passing: true }],
  ])('status %i with %s is told as what it is', async (status, code, expected) => {
    refuse(status, code);
    const error = await lookUp();
    expect(error).toBeInstanceOf(ComputeError);
    expect(error).toMatchObject({ code, ...expected });
    expect(String(error)).not.toContain(SECRET);
    expect(String(error)).not.toContain('LTAI5t');
  });

  test.each(refusals)('a refusal is known by its %s', async (...names) => {
    refuse(403, 'AccessDenied', names);
    expect(await lookUp()).toMatchObject({ kind: 'denied', action: 'fc:GetTrigger' });
    refuse(404, 'TriggerNotFound', names);
    expect(await lookUp()).toBe('nothing was thrown');
  });

  test('what is not there is undefined when it is looked up, and an error when it is used', async () => {
    refuse(404, 'FunctionNotFound');
    const asking = await compute();
    expect(await asking.find('detect')).toBeUndefined();
    expect(await asking.trigger('detect', 'trail')).toBeUndefined();
    expect(await asking.domain('alerts.example.com')).toBeUndefined();
    const notFound = { name: 'ComputeError', kind: 'not-found' };
    expect(await failure(() => asking.invoke('detect', '{}', 5_000))).toMatchObject(notFound);
    expect(await failure(() => asking.setTrigger('detect', 'trail', true))).toMatchObject(notFound);
  });

  test('the action that is missing is that of the operation where the service does not name it', async () => {
    server.use(
      http.all(`${ORIGIN}/*`, () =>
        HttpResponse.json({ ErrorCode: 'AccessDenied', ErrorMessage: 'no' }, { status: 403 }),
      ),
    );
    const asking = await compute();
    const denied = (action: string) => ({ kind: 'denied', action });
    expect(await failure(() => asking.find('detect'))).toMatchObject(denied('fc:GetFunction'));
    expect(await failure(() => asking.invoke('detect', '{}', 5_000))).toMatchObject(
      denied('fc:InvokeFunction'),
    );
    expect(await failure(() => asking.domain('alerts.example.com'))).toMatchObject(
      denied('fc:GetCustomDomain'),
    );
  });

  test.each([
    ['a page of a proxy', () => HttpResponse.html('<h1>Bad Gateway</h1>', { status: 502 })],
    ['a page that forbids', () => HttpResponse.html('<h1>Blocked</h1>', { status: 403 })],
    ['a page that holds back', () => HttpResponse.html('<h1>Slow down</h1>', { status: 429 })],
    ['a page that was not found', () => HttpResponse.html('<h1>Not Found</h1>', { status: 404 })],
    ['a page where JSON should be', () => HttpResponse.html('<h1>Sign in</h1>')],
    ['half an answer', () => new HttpResponse('{"trigger', { headers: json })],
    ['another answer', () => HttpResponse.json({ hello: 'world' })],
    ['a way elsewhere', () => new HttpResponse('', { status: 302, headers: elsewhere })],
    ['a connection that breaks', () => HttpResponse.error()],
  ])('%s is no answer of Function Compute', async (_, answer) => {
    server.use(http.get(TRIGGER, answer));
    expect(await lookUp()).toMatchObject({ kind: 'unreachable', passing: true });
    expect(asked).toHaveLength(1);
  });

  test('a function that does not answer in time is not waited for any longer', async () => {
    let release = (): void => {};
    const released = new Promise<void>((done) => (release = done));
    server.use(
      http.post(INVOCATIONS, async () => {
        await released;
        return HttpResponse.json({});
      }),
    );
    const asking = await compute();
    expect(await failure(() => asking.invoke('detect', '{}', 50))).toMatchObject({
      kind: 'unreachable',
      passing: true,
    });
    release();
  });
}

const json = { 'content-type': 'application/json' };
const elsewhere = { location: 'https://elsewhere.example.com/' };
