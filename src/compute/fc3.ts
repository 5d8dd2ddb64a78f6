import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import sdk from '@alicloud/fc20230330';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { RuntimeOptions } from '@darabonba/typescript';
import * as z from 'zod';
import { ask, LOOKUP_MS, orUndefined } from './ask.ts';
import type { ComputeOperation, Refusal } from './compute-error.ts';
import type { Compute, ComputeCredentials, ComputePlace } from './compute.ts';
import {
  changeTrigger,
  readAnswer,
  readDomain,
  readFunction,
  readTrigger,
} from './read-answers.ts';

/** Function Compute 3.0, which knows no services: the API of 2023-03-30. */
export function openFc3(place: ComputePlace, credentials: ComputeCredentials): Compute {
  const { account, region } = place;
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const client = new sdk.default(
    new $OpenApiUtil.Config({
      accessKeyId,
      accessKeySecret,
      ...(securityToken && { securityToken }),
      regionId: region,
      // https://www.alibabacloud.com/help/en/functioncompute/fc/developer-reference/fc-endpoints
      endpoint: `${account}.${region}.fc.aliyuncs.com`,
      protocol: 'https',
    }),
  );
  const send = <Said>(operation: ComputeOperation, request: () => Promise<Said>) =>
    ask(operation, readRefusal, request);

  return {
    find: (name) =>
      orUndefined(
        send('GetFunction', async () => {
          const request = new sdk.GetFunctionRequest({});
          const { body } = await client.getFunctionWithOptions(name, request, {}, within());
          return readFunction(body);
        }),
      ),
    trigger: (of, name) =>
      orUndefined(
        send('GetTrigger', async () => {
          const { body } = await client.getTriggerWithOptions(of, name, {}, within());
          return readTrigger(body);
        }),
      ),
    async setTrigger(of, name, enabled) {
      const { found, change } = await send('GetTrigger', async () => {
        const got = await client.getTriggerWithOptions(of, name, {}, within());
        return { found: got, change: changeTrigger(got.body, enabled) };
      });
      if (change === undefined) return readTrigger(found.body);
      // The 3.0 API documents no If-Match. Where it tells an ETag it is held to it, and else ignores it.
      const etag = found.headers?.['etag'];
      return send('UpdateTrigger', async () => {
        const triggerConfig = JSON.stringify(change.triggerConfig);
        const body = new sdk.UpdateTriggerInput({ ...change, triggerConfig });
        const request = new sdk.UpdateTriggerRequest({ body });
        const headers = etag === undefined ? {} : { 'if-match': etag };
        const answer = await client.updateTriggerWithOptions(of, name, request, headers, within());
        return readTrigger(answer.body);
      });
    },
    async invoke(name, event, timeoutMs) {
      return send('InvokeFunction', async () => {
        const request = new sdk.InvokeFunctionRequest({
          body: Readable.from([Buffer.from(event)]),
        });
        const headers = new sdk.InvokeFunctionHeaders({ xFcInvocationType: 'Sync' });
        const options = within(timeoutMs);
        const answer = await client.invokeFunctionWithOptions(name, request, headers, options);
        return readAnswer(answer.body ? await text(answer.body) : '', answer.headers);
      });
    },
    domain: (name) =>
      orUndefined(
        send('GetCustomDomain', async () => {
          const { body } = await client.getCustomDomainWithOptions(name, {}, within());
          return readDomain(body);
        }),
      ),
  };
}

function within(timeoutMs: number = LOOKUP_MS): RuntimeOptions {
  // The client takes the first for the longest silence of a connection, which a function may need all of.
  return new RuntimeOptions({ connectTimeout: timeoutMs, readTimeout: timeoutMs });
}

const thrown = z.object({
  code: z.string().optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
  message: z.string().catch(''),
  data: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

function readRefusal(error: unknown): Refusal {
  const { code, statusCode, message, data } = thrown.parse(error);
  // The client knows the code by one name of the two that it goes by.
  const own = [data?.['errorCode'], data?.['ErrorCode']].find((each) => typeof each === 'string');
  return { status: statusCode, code: typeof own === 'string' ? own : code, message };
}
