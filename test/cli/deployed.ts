import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startLogService } from '../../src/local/log-service/log-service.ts';
import { cli, type Said } from '../support/terminal.ts';

const keys = { id: 'test-key', secret: 'test-secret', securityToken: 'test-token' };

export const keyEnv = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: keys.id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.secret,
  ALIBABA_CLOUD_SECURITY_TOKEN: keys.securityToken,
};

const API = 'https://1234567890123456.cn-hangzhou.fc.aliyuncs.com/2023-03-30';

export const functionUrl = (name: string) => `${API}/functions/${name}`;
export const triggerUrl = `${functionUrl('trailbell-detect')}/triggers/trail`;

const deployedFunction = {
  runtime: 'nodejs20',
  handler: 'index.handler',
  memorySize: 512,
  timeout: 120,
};

export const trigger = {
  triggerType: 'log',
  sourceArn: 'acs:log:cn-hangzhou:1234567890123456:project/example',
  invocationRole: 'acs:ram::1234567890123456:role/aliyunlogetlrole',
  lastModifiedTime: '2026-11-20T08:00:00Z',
};

const triggerConfig = {
  sourceConfig: { logstore: 'actiontrail_example' },
  jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
};

interface Call {
  readonly name: string;
  readonly event: unknown;
}

/** A summary of a batch, as detect answers. */
export const summary = (changes: object = {}) =>
  HttpResponse.text(JSON.stringify({ records: 2, matches: 1, alerts: 1, owed: 1, ...changes }));

/** What a function answers that threw. */
export const thrown = (errorType: string, errorMessage: string) =>
  HttpResponse.json(
    { errorType, errorMessage },
    { headers: { 'x-fc-error-type': 'UnhandledInvocationError', 'x-fc-request-id': '1-example' } },
  );

/** trailbell.yml, a Log Service with two shards, and a Function Compute that the functions are deployed to. */
export function useDeployment() {
  let logService: Awaited<ReturnType<typeof startLogService>> | undefined;
  let directory = '';
  const state = {
    enabled: true,
    /** The environment variables of the functions. */
    variables: {},
    calls: new Array<Call>(),
    answer: (_call: Call, _index: number): Response | Promise<Response> => summary(),
  };
  const fresh = { ...state };

  const triggerBody = () => ({
    ...trigger,
    triggerConfig: JSON.stringify({ ...triggerConfig, enable: state.enabled }),
  });

  const server = setupServer(
    http.get(`${API}/functions/:name`, () =>
      HttpResponse.json({ ...deployedFunction, environmentVariables: state.variables }),
    ),
    http.get(triggerUrl, () => HttpResponse.json(triggerBody())),
    http.put(triggerUrl, async ({ request }) => {
      const { triggerConfig: written } = Object(await request.json());
      state.enabled = JSON.parse(written).enable;
      return HttpResponse.json(triggerBody());
    }),
    http.post(`${API}/functions/:name/invocations`, async ({ request, params }) => {
      const text = await request.text();
      const call = { name: String(params['name']), event: JSON.parse(text) };
      state.calls.push(call);
      return state.answer(call, state.calls.length - 1);
    }),
  );

  beforeAll(async () => {
    server.listen({
      onUnhandledRequest(request, print) {
        if (new URL(request.url).hostname !== '127.0.0.1') print.error();
      },
    });
    directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
    logService = await startLogService({
      project: 'example',
      logstore: 'actiontrail_example',
      accessKeys: keys,
      shards: 2,
    });
    await configure({});
  });
  afterEach(async () => {
    Object.assign(state, fresh, { calls: [] });
    server.resetHandlers();
    await configure({});
  });
  afterAll(async () => {
    server.close();
    await logService?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const source = () => ({
    endpoint: logService?.endpoint ?? '',
    project: 'example',
    logstore: 'actiontrail_example',
  });

  async function configure(changes: object): Promise<void> {
    const config = {
      source: source(),
      channels: { slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' } },
      ledger: { redis: '${REDIS_URL:-}' },
      compute: { region: 'cn-hangzhou', account: '1234567890123456' },
      ...changes,
    };
    await writeFile(join(directory, 'trailbell.yml'), JSON.stringify(config));
  }

  function put(shard: number, receivedAt: number): void {
    const time = Math.floor(receivedAt / 1000);
    logService?.put(shard, [{ time, contents: { event: '{}' } }], { receivedAt: time });
  }

  return {
    state,
    server,
    configure,
    put,
    source,
    async run(words: readonly string[], world: Parameters<typeof cli>[1] = {}): Promise<Said> {
      return cli(words, {
        directory,
        env: keyEnv,
        interrupted: new AbortController().signal,
        ...world,
      });
    },
  };
}
