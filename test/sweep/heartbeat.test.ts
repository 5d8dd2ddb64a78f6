import { expect, test } from 'vitest';
import type { Fetch } from '../../src/channels/channel.ts';
import { openFetch } from '../../src/channels/node-fetch.ts';
import { sendHeartbeat } from '../../src/sweep/heartbeat.ts';
import { madeUpFetch } from '../support/made-up-fetch.ts';

const url = new URL('https://hc.example.com/secret-check');

const beat = (fetch: Fetch, deadline = Date.now() + 60_000) =>
  sendHeartbeat(url, deadline, { fetch, now: Date.now, allowLoopback: false });

test('the heartbeat is a POST to the URL, without anything in it', async () => {
  const posted: string[] = [];
  const fetch = madeUpFetch(({ href }, body) => {
    posted.push(`${href} ${body}`);
    return { status: 200, body: 'OK' };
  });
  expect(await beat(fetch)).toBeUndefined();
  expect(posted).toEqual(['https://hc.example.com/secret-check ']);
});

test.each([301, 404, 429, 500])('an answer of %d is none that helps', async (status) => {
  const fetch = madeUpFetch(() => ({ status, body: 'secret', headers: { location: '/other' } }));
  expect(await beat(fetch)).toBe(`HTTP ${status}`);
});

test('what goes wrong on the way is said without the URL', async () => {
  const reason = await beat(() => Promise.reject(new Error(`cannot reach ${url.href}`)));
  expect(reason).toBeDefined();
  expect(reason).not.toContain('secret');
});

test('a host whose address is private is not connected to', async () => {
  const fetch = openFetch((_host, answer) => {
    answer(null, [{ address: '100.100.100.200', family: 4 }]);
  });
  expect(await beat(fetch)).toBe('its host has a private address');
});

test('nothing is sent after the deadline', async () => {
  const fetch: Fetch = () => Promise.reject(new Error('it was sent'));
  expect(await beat(fetch, Date.now() - 1)).toBe('no time was left to send it');
});
