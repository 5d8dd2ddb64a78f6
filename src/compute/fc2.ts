import Client from '@alicloud/fc2';
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

/** Function Compute 2.0, whose functions belong to a service: the API of 2016-08-15. */
export function openFc2(place: ComputePlace, credentials: ComputeCredentials): Compute {
  const { account, region, service } = place;
  const { accessKeyId, accessKeySecret, securityToken } = credentials;

  function clientFor(timeout: number): Client {
    return new Client(account, {
      accessKeyID: accessKeyId,
      accessKeySecret,
      ...(securityToken && {
        securityToken,
        // The client sends it only where the id of the key begins with STS.
        headers: { 'x-fc-security-token': securityToken },
      }),
      region,
      secure: true,
      timeout,
    });
  }
  const client = clientFor(LOOKUP_MS);
  const send = <Said>(operation: ComputeOperation, request: () => Promise<Said>) =>
    ask(operation, readRefusal, request);

  return {
    find: (name) =>
      orUndefined(
        (async () => {
          const found = await send('GetFunction', () => client.getFunction(service, name));
          // The role, and with it what the function may do, is its service's.
          const home = await send('GetService', () => client.getService(service));
          return send('GetFunction', async () =>
            readFunction({ ...bodyOf.parse(found.data), role: bodyOf.parse(home.data)['role'] }),
          );
        })(),
      ),
    trigger: (of, name) =>
      orUndefined(
        send('GetTrigger', async () =>
          readTrigger((await client.getTrigger(service, of, name)).data),
        ),
      ),
    async setTrigger(of, name, enabled) {
      const { found, change } = await send('GetTrigger', async () => {
        const got = await client.getTrigger(service, of, name);
        return { found: got, change: changeTrigger(got.data, enabled) };
      });
      if (change === undefined) return readTrigger(found.data);
      const { etag } = headersOf.parse(found.headers);
      return send('UpdateTrigger', async () => {
        const headers = etag === undefined ? {} : { 'if-match': etag };
        return readTrigger((await client.updateTrigger(service, of, name, change, headers)).data);
      });
    },
    async invoke(name, event, timeoutMs) {
      return send('InvokeFunction', async () => {
        const headers = { 'x-fc-invocation-type': 'Sync' };
        const answer = await clientFor(timeoutMs).invokeFunction(service, name, event, headers);
        const { data } = answer;
        return readAnswer(typeof data === 'string' ? data : JSON.stringify(data), answer.headers);
      });
    },
    domain: (name) =>
      orUndefined(
        send('GetCustomDomain', async () => readDomain((await client.getCustomDomain(name)).data)),
      ),
  };
}

const bodyOf = z.record(z.string(), z.unknown());

const headersOf = z.object({ etag: z.string().optional() });

const thrown = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch(''),
});

/** The client tells the status in its message alone: `GET /path failed with 403. requestid: …, message: ….` */
const failure = / failed with (\d{3})\. requestid: \S+, message: ([^]*)\.$/;

function readRefusal(error: unknown): Refusal {
  const { code, message } = thrown.parse(error);
  const [, status, said = ''] = failure.exec(message) ?? [];
  if (status === undefined) return { status, code, message: '' };
  // What has no message is no answer of Function Compute, whose code may be missing all the same.
  const stated = said === 'undefined' ? undefined : `Status${status}`;
  return { status: Number(status), code: code ?? stated, message: said };
}
