import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createLinks, type Pass } from '../../src/links/links.ts';
import { KEY, openWeb, OTHER_KEY, SITE, ticketsIn } from './open-web.ts';

const HOUR_MS = 3_600_000;
const nobody = { silences: [], acknowledgements: [] };

/** A page with an alert, a link to it, and the form that it shows. */
async function openForm() {
  const opened = openWeb();
  const alert = await opened.tell();
  const link = opened.token(alert);
  return { ...opened, alert, link, form: await opened.formOf(link) };
}

/** Signs as somebody else would. */
function foreign(wanted: Pick<Pass, 'use' | 'aim' | 'about'>, now: () => number, key = OTHER_KEY) {
  return createLinks({ url: SITE, keys: [key], now, randomBytes }).sign(wanted);
}

test.each(['/a', '/silences', '/alerts'])('%s without a link is refused', async (path) => {
  const { get, post } = openWeb();
  expect((await get(path)).status).toBe(403);
  expect((await get(`${path}?t=`)).status).toBe(403);
  if (path !== '/alerts') expect((await post(path, { name: 'alice' })).status).toBe(403);
});

test('an expired link is refused, on the page and in the form', async () => {
  const { get, post, link, form, wait, ledger, journal } = await openForm();
  wait(24 * HOUR_MS);
  for (const path of ['/a', '/silences', '/alerts']) {
    const page = await get(`${path}?t=${link}`);
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('Links work for 24 hours');
  }
  expect((await post('/a', form)).status).toBe(410);
  expect(await ledger.responses.read()).toEqual(nobody);
  expect(journal.at(-1)).toEqual({ kind: 'web-refused', page: '/a', why: 'expired' });
});

test('an altered link is refused, whichever character it is', async () => {
  const { get, post, link, form, ledger } = await openForm();
  for (let at = 0; at < link.length; at += 1) {
    const other = link[at] === 'A' ? 'B' : 'A';
    const altered = link.slice(0, at) + other + link.slice(at + 1);
    expect((await get(`/a?t=${altered}`)).status).toBe(403);
    expect((await post('/a', { ...form, t: altered })).status).toBe(403);
  }
  expect(await ledger.responses.read()).toEqual(nobody);
});

test('a link of a foreign key is refused', async () => {
  const { get, post, alert, form, ledger, now } = await openForm();
  const link = foreign({ use: 'link', aim: 'silence-4h', about: alert }, now);
  const page = await get(`/a?t=${link}`);
  expect(page.status).toBe(403);
  expect(await page.text()).toContain('This link is not valid');
  expect((await post('/a', { ...form, t: link })).status).toBe(403);
  expect(await ledger.responses.read()).toEqual(nobody);
});

test('a link of the key before is valid while it is set', async () => {
  const { get, tell, now } = openWeb({ env: { WEB_KEY: OTHER_KEY, WEB_KEY_BEFORE: KEY } });
  const about = await tell();
  for (const key of [KEY, OTHER_KEY]) {
    const link = foreign({ use: 'link', aim: 'look', about }, now, key);
    expect((await get(`/a?t=${link}`)).status).toBe(200);
  }
});

test('a ticket does not open a page', async () => {
  const { get, form } = await openForm();
  for (const path of ['/a', '/silences', '/alerts']) {
    expect((await get(`${path}?t=${form['ticket']}`)).status).toBe(403);
  }
});

test('a link is no ticket', async () => {
  const { post, link, form, ledger } = await openForm();
  expect((await post('/a', { ...form, ticket: link })).status).toBe(403);
  expect((await post('/a', { ...form, ticket: '' })).status).toBe(403);
  expect(await ledger.responses.read()).toEqual(nobody);
});

test('the ticket of another alert is refused', async () => {
  const { post, links, form, ledger } = await openForm();
  const ticket = links.sign({ use: 'ticket', aim: 'silence-4h', about: 'b'.repeat(32) });
  expect((await post('/a', { ...form, ticket })).status).toBe(403);
  expect(await ledger.responses.read()).toEqual(nobody);
});

test('a ticket that ends a silence answers no alert, and the other way round', async () => {
  const { get, post, links, alert, link, form, ledger } = await openForm();
  const ending = links.sign({ use: 'ticket', aim: 'end-silence', about: alert });
  expect((await post('/a', { ...form, ticket: ending })).status).toBe(403);
  await post('/a', form);
  const [silence] = (await ledger.responses.read()).silences;
  const about = silence?.id ?? '';
  const answering = links.sign({ use: 'ticket', aim: 'silence-4h', about });
  expect((await post('/silences', { t: link, ticket: answering, name: 'bob' })).status).toBe(403);
  expect((await ledger.responses.read()).silences).toEqual([silence]);
  expect(ticketsIn(await (await get(`/silences?t=${link}`)).text())).toHaveLength(1);
});

test('an old ticket is refused, and the page says to load it again', async () => {
  const { post, form, wait, ledger } = await openForm();
  wait(HOUR_MS / 2);
  const refused = await post('/a', form);
  expect(refused.status).toBe(410);
  expect(await refused.text()).toContain('Load the page again');
  expect(await ledger.responses.read()).toEqual(nobody);
});

test('what a link leads to is not valid for longer than the link', async () => {
  const { get, link, wait } = await openForm();
  wait(23 * HOUR_MS);
  const page = await (await get(`/alerts?t=${link}`)).text();
  const [, fresh = ''] = /<a href="(\/a\?t=[\w-]+)">/.exec(page) ?? [];
  expect((await get(fresh)).status).toBe(200);
  wait(HOUR_MS);
  expect((await get(fresh)).status).toBe(410);
});

test('only forms are read', async () => {
  const { web, form } = await openForm();
  const send = (body: string | FormData, headers: Record<string, string>) =>
    web.fetch(new Request(`${SITE}/a`, { method: 'POST', body, headers }), { address: undefined });
  const json = { 'content-type': 'application/json' };
  expect((await send(JSON.stringify(form), json)).status).toBe(415);
  const multipart = new FormData();
  multipart.set('t', form['t'] ?? '');
  expect((await send(multipart, {})).status).toBe(415);
});

test.each([
  ['PUT', '/a'],
  ['DELETE', '/silences'],
  ['POST', '/alerts'],
  ['GET', '/slack'],
  ['POST', '/healthz'],
  ['OPTIONS', '/a'],
])('%s %s is not allowed, and the answer says what is', async (method, path) => {
  const response = await openWeb().get(path, {}, method);
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toMatch(/GET|POST/);
});

test.each(['cross-site', 'same-site'])(
  'a form that a page elsewhere made the browser send is refused: %s',
  async (from) => {
    const { web, form, ledger } = await openForm();
    const send = (headers: Record<string, string>) => {
      const body = new URLSearchParams(form);
      const request = new Request(`${SITE}/a`, { method: 'POST', body, headers });
      return web.fetch(request, { address: '203.0.113.99' });
    };
    expect((await send({ 'sec-fetch-site': from })).status).toBe(403);
    expect(await ledger.responses.read()).toEqual(nobody);
    expect((await send({ 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(303);
  },
);

test.each(['/', '/A', '/a/', '/favicon.ico', '/..%2fa', '/%00', '//example.com/a'])(
  'there is no page at %s',
  async (path) => {
    const response = await openWeb().get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<h1>');
  },
);

test.each(['//', '///', '//[', '//x:99999/', '//x//evil.example.com/', '/.//evil.example.com/'])(
  'a path that is no path is answered, and no link of its page leads to another host: %s',
  async (path) => {
    const { web } = openWeb();
    const event = { rawPath: path, requestContext: { http: { method: 'GET' } } };
    const answer = await web.handler(Buffer.from(JSON.stringify(event)), {});
    expect(answer?.statusCode).toBe(404);
    const links = [...(answer?.body ?? '').matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(links.filter((href) => !href?.startsWith('data:'))).toEqual(['?lang=zh']);
  },
);

test('no parameter leads off the site', async () => {
  const { post, form } = await openForm();
  const away = 'https://evil.example.com/';
  const sent = await post(`/a?done=${away}&next=${away}&url=${away}`, { ...form, next: away });
  expect(sent.headers.get('location')).toMatch(/^\/a\?t=[\w-]{60}&done=[0-9a-f]{32}$/);
});

test('a page that nobody answered by claims nothing, whatever its URL says', async () => {
  const { get, link } = await openForm();
  const page = await (await get(`/a?t=${link}&done=1`)).text();
  expect(page).not.toContain('role="status"');
});

test('every answer is kept nowhere, framed nowhere, and runs nothing', async () => {
  const { get, post, link, form, web } = await openForm();
  const all = [
    await get(`/a?t=${link}`),
    await get('/a'),
    await get('/nowhere'),
    await get('/healthz'),
    await get('/a', {}, 'PUT'),
    await post('/a', form),
    await web.fetch(new Request(`${SITE}/slack`, { method: 'POST' }), { address: undefined }),
    await web.fetch(new Request(`${SITE}//`), { address: undefined }),
    new Response('', await web.handler(Buffer.from('no event'), {})),
  ];
  for (const { headers } of all) {
    const csp = headers.get('content-security-policy') ?? '';
    expect(csp).toMatch(/default-src 'none'; style-src 'nonce-[\w+/=]{24}'/);
    for (const part of ["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(csp).toContain(part);
    }
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
  const nonces = await Promise.all([1, 2].map(async () => (await get('/a')).text()));
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(nonces[0]).not.toContain('<script');
});
