import { expect, test } from 'vitest';
import { start } from './started-log-service.ts';

test('it fails as told, as often as told, and then recovers', async () => {
  const { service, pull, getCursor } = await start();
  const cursor = service.range(0).begin;
  service.fail({ kind: 'error', status: 403, errorCode: 'ReadQuotaExceed' }, { times: 2 });
  service.fail({ kind: 'error', status: 503, errorCode: 'ServerBusy' }, { on: 'GetCursor' });
  await expect(pull({ cursor })).rejects.toMatchObject({ code: 'ReadQuotaExceed' });
  await expect(pull({ cursor })).rejects.toMatchObject({ code: 'ReadQuotaExceed' });
  await expect(pull({ cursor })).resolves.toBeDefined();
  await expect(getCursor('end')).rejects.toMatchObject({ code: 'ServerBusy' });
  await expect(getCursor('end')).resolves.toBe(cursor);
  expect(service.requests().map(({ answer }) => answer)).toEqual([403, 403, 200, 503, 200]);
});

test('it can name a time to come back', async () => {
  const { service, endpoint } = await start();
  service.fail({ kind: 'error', status: 429, errorCode: 'ReadQuotaExceed', retryAfterSeconds: 7 });
  const answer = await fetch(`http://${endpoint}/logstores/audit/shards`);
  expect(answer.headers.get('retry-after')).toBe('7');
});

test('it can reset a connection and send a body that cannot be read', async () => {
  const { service, pull } = await start();
  const cursor = service.range(0).begin;
  service.fail({ kind: 'reset' });
  service.fail({ kind: 'garble' });
  await expect(pull({ cursor })).rejects.toThrow();
  await expect(pull({ cursor })).rejects.toThrow(/decompress/);
  await expect(pull({ cursor })).resolves.toBeDefined();
});

test('a request that hangs ends when the service closes', async () => {
  const { service, pull } = await start();
  service.fail({ kind: 'hang' });
  const ended = expect(pull({ cursor: service.range(0).begin })).rejects.toThrow();
  await expect.poll(() => service.requests()).toMatchObject([{ answer: 'hang' }]);
  await service.close();
  await ended;
});
