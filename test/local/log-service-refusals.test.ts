import { createHmac } from 'node:crypto';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { AccessKeys } from '../../src/local/log-service/signature.ts';
import { connect, pullPage } from './log-service-client.ts';
import { keys, start } from './started-log-service.ts';

const sts: AccessKeys = { ...keys, securityToken: 'right' };
test.each<[string, AccessKeys, AccessKeys, number, string]>([
  ['a wrong secret', keys, { ...keys, secret: 'other' }, 401, 'SignatureNotMatch'],
  ['an unknown key', keys, { ...keys, id: 'OTHER' }, 401, 'Unauthorized'],
  ['a wrong security token', sts, { ...sts, securityToken: 'wrong' }, 401, 'Unauthorized'],
  ['no security token', sts, keys, 401, 'Unauthorized'],
])('%s is refused', async (_, accessKeys, offered, status, code) => {
  const { service, endpoint } = await start({ accessKeys });
  const query = { cursor: service.range(0).begin };
  const pulling = pullPage(connect(endpoint, offered), endpoint, query);
  await expect(pulling).rejects.toMatchObject({ code, data: { httpCode: status } });
});

test.each([
  [new Date(0).toUTCString(), 'RequestTimeExpired'],
  ['yesterday', 'InvalidRequestTime'],
  ['', 'InvalidRequestTime'],
])('a request dated %j is refused', async (date, errorCode) => {
  const { endpoint } = await start();
  const headers = { date, authorization: 'LOG LOCALKEY:x', 'x-log-signaturemethod': 'hmac-sha256' };
  const answer = await fetch(`http://${endpoint}/logstores/audit/shards`, { headers });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errorCode });
});

test('a signature covers the query', async () => {
  const { service, endpoint } = await start();
  const path = '/logstores/audit/shards/0';
  const query = (count: number) => `count=${count}&cursor=${service.range(0).begin}&type=log`;
  const date = new Date().toUTCString();
  const method = 'x-log-signaturemethod:hmac-sha256';
  const signed = ['GET', '', '', date, method, `${path}?${query(1)}`].join('\n');
  const signature = createHmac('sha256', keys.secret).update(signed).digest('base64');
  const headers = {
    date,
    authorization: `LOG ${keys.id}:${signature}`,
    'x-log-signaturemethod': 'hmac-sha256',
  };
  const statusOf = async (count: number) =>
    (await fetch(`http://${endpoint}${path}?${query(count)}`, { headers })).status;
  expect(await statusOf(1)).toBe(200);
  expect(await statusOf(2)).toBe(401);
});

test.each<[string, Record<string, string>, Parameters<typeof pullPage>[3], string]>([
  ['another logstore', {}, { logstore: 'other' }, 'LogStoreNotExist'],
  ['another shard', {}, { shard: 7 }, 'ShardNotExist'],
  ['a cursor that is no number', { cursor: 'bm9uZQ==' }, {}, 'ParameterInvalid'],
  ['a cursor past the end', { cursor: 'OTk5OTk5OTk5OTk5OTk5OTk5OQ==' }, {}, 'ParameterInvalid'],
  ['an end cursor that is none', { end_cursor: '?' }, {}, 'ParameterInvalid'],
  ['a count of nothing', { count: '0' }, {}, 'ParameterInvalid'],
  ['a count over a thousand', { count: '1001' }, {}, 'ParameterInvalid'],
])('%s is refused with its code', async (_, query, where, code) => {
  const { service, pull } = await start();
  const cursor = service.range(0).begin;
  await expect(pull({ cursor, ...query }, where)).rejects.toMatchObject({ code });
});

test.each([
  ['other.localhost', 'ProjectNotExist'],
  // Past the check of the project, this unsigned request fails at the next one.
  ['demo.localhost', 'InvalidRequestTime'],
])('the host %s names a project', async (host, errorCode) => {
  const { endpoint } = await start();
  const answer = await new Promise<string>((resolve, reject) => {
    get(`http://${endpoint}/logstores/audit/shards`, { headers: { host } }, (response) => {
      text(response).then(resolve, reject);
    }).on('error', reject);
  });
  expect(JSON.parse(answer)).toMatchObject({ errorCode });
});
