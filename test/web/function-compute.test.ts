import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openWeb } from './open-web.ts';

const context = { requestId: 'example' };

/** As Function Compute 3.0 tells an event function of a request. */
function eventOf(changes: object = {}, http: object = {}): Buffer {
  const event = {
    version: 'v1',
    rawPath: '/healthz',
    body: '',
    isBase64Encoded: false,
    headers: { Host: 'alerts.example.com', Accept: '*/*' },
    queryParameters: {},
    requestContext: {
      accountId: '1234567890123456',
      domainName: 'alerts.example.com',
      domainPrefix: 'alerts',
      requestId: '1-example',
      time: '2026-11-21T07:10:00Z',
      timeEpoch: '1795245000000',
      http: {
        method: 'GET',
        path: '/healthz',
        protocol: 'HTTP/1.1',
        sourceIp: '198.51.100.9',
        userAgent: 'example',
        ...http,
      },
    },
    ...changes,
  };
  return Buffer.from(JSON.stringify(event));
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

test("3.0's event is a request, and the answer is what its trigger takes", async () => {
  const answer = await openWeb().web.handler(eventOf(), context);
  expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: false });
  expect(JSON.parse(answer?.body ?? '')).toEqual({ ok: true, ledger: 'up', configured: true });
  expect(answer?.headers['cache-control']).toBe('no-store');
});

test.each([true, false])(
  'a form comes through 3.0 (base64: %s), with the address',
  async (isBase64Encoded) => {
    const { web, tell, token, formOf, ledger } = openWeb();
    const link = token(await tell());
    const page = await web.handler(
      eventOf({ rawPath: '/a', queryParameters: { t: link } }),
      context,
    );
    expect(page).toMatchObject({ statusCode: 200 });
    expect(page?.headers['content-type']).toContain('text/html');
    const body = new URLSearchParams({ ...(await formOf(link)), name: '王芳 + bob' }).toString();
    const posted = await web.handler(
      eventOf(
        {
          rawPath: '/a',
          headers: FORM,
          isBase64Encoded,
          body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
        },
        { method: 'POST' },
      ),
      context,
    );
    expect(posted?.statusCode).toBe(303);
    expect(posted?.headers['location']).toMatch(/^\/a\?t=/);
    expect(posted?.headers['set-cookie']).toContain('trailbell-name=');
    expect((await ledger.responses.read()).silences).toMatchObject([
      { by: { name: '王芳 + bob', address: '198.51.100.9' } },
    ]);
  },
);

test.each([
  ['nonsense', Buffer.from('{')],
  ['no event of HTTP', Buffer.from('{"triggerName":"timer"}')],
  ['a path that is none', eventOf({ rawPath: 'a' })],
  ['a method that browsers do not know', eventOf({}, { method: 'CONNECT' })],
  ['a header that is none', eventOf({ headers: { 'a b': 'c\n' } })],
])('%s is answered, and does not throw', async (_, event) => {
  expect(await openWeb().web.handler(event, context)).toMatchObject({ statusCode: 400 });
});

test('a path does not become another host', async () => {
  const answer = await openWeb().web.handler(
    eventOf({ rawPath: '//example.com/healthz' }),
    context,
  );
  expect(answer?.statusCode).toBe(404);
});

/** As Function Compute 2.0 lets an HTTP function answer. */
function fc2Response() {
  const sent = { status: 0, headers: new Map<string, string>(), body: '' };
  return {
    sent,
    setStatusCode: (status: number) => void (sent.status = status),
    setHeader: (name: string, value: string) => void sent.headers.set(name, value),
    send: (body: string) => void (sent.body = body),
  };
}

test.each(['stream', 'buffer'])(
  "2.0's request is answered by its response, the body a %s",
  async (kind) => {
    const { web, tell, token, formOf, ledger } = openWeb();
    const link = token(await tell());
    const looked = fc2Response();
    const look = {
      method: 'GET',
      path: '/a',
      queries: { t: link },
      headers: {},
      clientIP: '198.51.100.9',
    };
    expect(await web.handler(look, looked)).toBeUndefined();
    expect(looked.sent.status).toBe(200);
    expect(looked.sent.body).toContain('<!doctype html>');

    const body = Buffer.from(new URLSearchParams(await formOf(link)).toString());
    const request = {
      ...look,
      method: 'POST',
      queries: {},
      headers: { 'content-type': FORM['Content-Type'] },
    };
    const posted = fc2Response();
    const whole =
      kind === 'buffer' ? { ...request, body } : Object.assign(Readable.from([body]), request);
    await web.handler(whole, posted);
    expect(posted.sent.status).toBe(303);
    expect((await ledger.responses.read()).silences).toMatchObject([
      { by: { name: 'alice', address: '198.51.100.9' } },
    ]);
  },
);

test('what is no request is answered in 2.0 as well', async () => {
  const answer = fc2Response();
  await openWeb().web.handler({}, answer);
  expect(answer.sent.status).toBe(400);
});
