import { expect, test } from 'vitest';
import { MOST_SILENCES } from '../../src/ledger/responses.ts';
import { writeTold } from '../../src/told-alert.ts';
import { ADDRESS, alertOf, openWeb, scopesIn, session, START, ticketsIn } from './open-web.ts';

test('a link opens the page of its alert, in the words of the messages', async () => {
  const { get, tell, token } = openWeb();
  const response = await get(`/a?t=${token(await tell())}`);
  expect(response.status).toBe(200);
  const page = await response.text();
  expect(page).toContain('Endpoint Service Deleted');
  expect(page).toContain('<bdi>alice</bdi> deleted an endpoint service');
  expect(page).toContain('Look for what else they did.');
  expect(page).toMatch(/value="silence-4h" checked/);
  expect(page).not.toMatch(/value="acknowledge" checked/);
});

test('a form that is shown again can be read in the other language', async () => {
  const { get, post, tell, token, formOf } = openWeb();
  const page = await post('/a', { ...(await formOf(token(await tell()))), name: '' });
  const [, query = ''] = /<a href="(\?[^"]*)" hreflang/.exec(await page.text()) ?? [];
  const other = await get(`/a${query.replaceAll('&amp;', '&')}`);
  expect(other.status).toBe(200);
  expect(await other.text()).toContain('<html lang="zh-CN">');
});

test('a page is shown in the language that was asked for, chosen before, or accepted', async () => {
  const { get, tell, token } = openWeb();
  const path = `/a?t=${token(await tell())}`;
  const lang = async (more: string, headers: Record<string, string> = {}) =>
    /<html lang="([\w-]+)"/.exec(await (await get(path + more, headers)).text())?.[1];
  expect(await lang('')).toBe('en');
  expect(await lang('', { 'accept-language': 'fr,zh-CN;q=0.8,en;q=0.5' })).toBe('zh-CN');
  expect(await lang('', { 'accept-language': 'zh', cookie: 'trailbell-language=en' })).toBe('en');
  expect(await lang('&lang=zh', { cookie: 'trailbell-language=en' })).toBe('zh-CN');
  const chosen = await get(`${path}&lang=zh`);
  expect(chosen.headers.get('set-cookie')).toMatch(/^trailbell-language=zh;.*HttpOnly; Secure/);
});

test('looking changes nothing, however often', async () => {
  const { get, tell, token, ledger } = openWeb();
  const link = token(await tell());
  for (const path of [`/a?t=${link}`, `/silences?t=${link}`, `/alerts?t=${link}`, '/healthz']) {
    expect((await get(path)).status).toBe(200);
    const head = await get(path, {}, 'HEAD');
    expect({ status: head.status, body: await head.text() }).toEqual({ status: 200, body: '' });
  }
  expect(await ledger.responses.read()).toEqual({ silences: [], acknowledgements: [] });
});

test('a silence says who, from where, why and until when, and the page then shows it', async () => {
  const { get, post, tell, token, formOf, ledger, now, journal } = openWeb();
  const alert = await tell();
  const link = token(alert);
  const posted = await post('/a', { ...(await formOf(link)), comment: 'a planned move' });
  expect(posted.status).toBe(303);
  const { silences } = await ledger.responses.read();
  expect(silences).toMatchObject([
    {
      alert,
      by: { name: 'alice', isVerified: false, address: ADDRESS },
      comment: 'a planned move',
      at: now(),
      endsAt: now() + 4 * 3_600_000,
      channels: ['oncall'],
      subject: { actor: { name: 'alice' } },
    },
  ]);
  const location = posted.headers.get('location') ?? '';
  expect(location).toBe(`/a?t=${link}&done=${silences[0]?.id}`);
  const page = await (await get(location)).text();
  expect(page).toContain('Done: silenced until');
  expect(page).toContain(ADDRESS);
  expect(page).toContain('not verified');
  expect(page).toContain('a planned move');
  expect(journal.at(-1)).toMatchObject({ kind: 'answered', what: 'silence', alert });
  expect(JSON.stringify(journal)).not.toContain(ADDRESS);
});

test('an acknowledgement keeps nothing from ringing', async () => {
  const { post, tell, token, formOf, ledger } = openWeb();
  await post('/a', { ...(await formOf(token(await tell()))), action: 'acknowledge' });
  const { silences, acknowledgements } = await ledger.responses.read();
  expect(silences).toEqual([]);
  expect(acknowledgements).toMatchObject([{ by: { name: 'alice' } }]);
});

test('the narrowest is chosen at first: the session, then the caller, then all of the rule', async () => {
  const { get, post, tell, token, formOf, ledger } = openWeb();
  const link = token(await tell(alertOf([session])));
  const page = await (await get(`/a?t=${link}`)).text();
  const [narrowest] = scopesIn(page);
  expect(page).toContain(`name="scope" value="${narrowest}" checked`);
  expect(page).toContain('this rule, in the session <bdi>laptop-of-alice</bdi>');
  expect(page).toContain('this rule, by anybody in the account <bdi>example-production</bdi>');
  for (const scope of scopesIn(page)) await post('/a', { ...(await formOf(link)), scope });
  const { silences } = await ledger.responses.read();
  expect(silences.map(({ subject }) => [subject.session, subject.actor?.name])).toEqual([
    ['laptop-of-alice', 'example-deploy'],
    [undefined, 'example-deploy'],
    [undefined, undefined],
  ]);
});

test('the form of whoever was denied says that it is about calls that do not succeed', async () => {
  const { get, tell, token } = openWeb();
  const path = `/a?t=${token(await tell(alertOf([{ errorCode: 'NoPermission' }])))}`;
  expect(await (await get(path)).text()).toContain(
    'this rule, by <bdi>alice</bdi> (only calls that do not succeed)',
  );
});

test('a silence ends when its page said, also where the morning came closer meanwhile', async () => {
  const { get, post, tell, token, formOf, ledger, wait } = openWeb();
  const link = token(await tell());
  // Ten minutes before eight: until nine is more than an hour, and a little later it would not be.
  wait(Date.parse('2026-11-21T23:50:00Z') - START);
  const form = await formOf(link);
  expect(await (await get(`/a?t=${link}`)).text()).toContain('Until 2026-11-22 09:00');
  wait(15 * 60_000);
  await post('/a', { ...form, action: 'silence-morning' });
  const [silence] = (await ledger.responses.read()).silences;
  expect(silence?.endsAt).toBe(Date.parse('2026-11-22T01:00:00Z'));
});

test.each(['', 'x', '0', '1e99', String(START + 60_000), String(START - 3_600_000)])(
  'a time that no page can have been shown at is now: %j',
  async (shown) => {
    const { post, tell, token, formOf, ledger, now } = openWeb();
    await post('/a', { ...(await formOf(token(await tell()))), shown });
    const [silence] = (await ledger.responses.read()).silences;
    expect(silence?.endsAt).toBe(now() + 4 * 3_600_000);
  },
);

test('a silence is about what its page said, whatever can be chosen since', async () => {
  const { post, tell, token, formOf, ledger } = openWeb();
  const manyOfAlice = Array.from({ length: 9 }, (_, at) => ({ sourceIpAddress: `192.0.2.${at}` }));
  const alert = alertOf(manyOfAlice);
  const form = await formOf(token(await tell(alert)));
  // By what another release groups by, it might be about others as well.
  await ledger.told.keep([{ id: alert.id, text: writeTold(alert, ['account'], ['oncall']) }]);
  const posted = await post('/a', form);
  expect(posted.status).toBe(400);
  expect(scopesIn(await posted.text())).not.toContain(form['scope']);
  expect((await ledger.responses.read()).silences).toEqual([]);
});

test('the same form twice is one answer, and says what the first one did', async () => {
  const { post, tell, token, formOf, ledger } = openWeb();
  const form = await formOf(token(await tell()));
  const first = await post('/a', form);
  const second = await post('/a', { ...form, action: 'acknowledge', name: 'bob' });
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  const { silences, acknowledgements } = await ledger.responses.read();
  expect([silences.length, acknowledgements.length]).toEqual([1, 0]);
});

test('a form that is sent again after its silence was ended does not silence again', async () => {
  const { get, post, tell, token, formOf, ledger } = openWeb();
  const link = token(await tell());
  const form = await formOf(link);
  await post('/a', form);
  const [ticket = ''] = ticketsIn(await (await get(`/silences?t=${link}`)).text());
  await post('/silences', { t: link, ticket, name: 'bob' });
  expect((await post('/a', form)).status).toBe(303);
  expect((await ledger.responses.read()).silences).toMatchObject([
    { ended: { by: { name: 'bob' } } },
  ]);
});

test('a name is remembered for the next time', async () => {
  const { get, post, tell, token, formOf } = openWeb();
  const link = token(await tell());
  const posted = await post('/a', { ...(await formOf(link)), name: '王 芳' });
  const cookie = posted.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax$/);
  const page = await (await get(`/a?t=${link}`, { cookie: cookie.split(';')[0] ?? '' })).text();
  expect(page).toContain('value="王 芳"');
});

test.each(['', '   ', '\u202e\u0000\u200f'])(
  'a form without a name is shown again: %j',
  async (name) => {
    const { post, tell, token, formOf, ledger } = openWeb();
    const form = await formOf(token(await tell()));
    const posted = await post('/a', { ...form, name, comment: 'kept as it was' });
    expect(posted.status).toBe(400);
    const page = await posted.text();
    expect(page).toContain('role="alert"');
    expect(page).toContain('kept as it was');
    expect((await ledger.responses.read()).silences).toEqual([]);
  },
);

test.each([{ action: 'silence-for-ever' }, { action: '' }, { scope: '7' }, { scope: '-1' }])(
  'a form with a choice that nobody offered changes nothing: %j',
  async (changes) => {
    const { post, tell, token, formOf, ledger } = openWeb();
    const form = await formOf(token(await tell()));
    expect((await post('/a', { ...form, ...changes })).status).toBe(400);
    expect(await ledger.responses.read()).toEqual({ silences: [], acknowledgements: [] });
  },
);

test('names and reasons are one short line of what can be seen', async () => {
  const { post, tell, token, formOf, ledger } = openWeb();
  const form = await formOf(token(await tell()));
  const name = `\u0000bob\u202e\r\nadmin${'x'.repeat(10_000)}`;
  expect((await post('/a', { ...form, name, comment: 'y'.repeat(4_000) })).status).toBe(303);
  const [silence] = (await ledger.responses.read()).silences;
  expect(silence?.by.name).toHaveLength(60);
  expect(silence?.by.name).toMatch(/^bob adminx+…$/);
  expect(silence?.comment).toHaveLength(300);
});

test('what is longer than any form is turned away', async () => {
  const { post, tell, token, formOf } = openWeb();
  const form = await formOf(token(await tell()));
  expect((await post('/a', { ...form, comment: 'y'.repeat(20_000) })).status).toBe(413);
});

test('HTML in an event, a name or a reason is text', async () => {
  const { get, post, tell, token, formOf } = openWeb();
  const script = '<script>alert(1)</script>"\' onmouseover=x';
  const userIdentity = { type: 'ram-user', accountId: '1234567890123456', userName: script };
  const link = token(await tell(alertOf([{ userIdentity, userAgent: '"><img src=x>' }])));
  await post('/a', { ...(await formOf(link)), name: '<b>bob</b>', comment: '<i>why</i>' });
  for (const path of [`/a?t=${link}`, `/silences?t=${link}`, `/alerts?t=${link}`]) {
    const page = await (await get(path, { cookie: 'trailbell-name=%22%3E%3Cb%3E' })).text();
    expect(page).not.toMatch(/<script|<img|<b>|<i>|onmouseover=x(?![^<]*<\/bdi>)/);
  }
});

test('an alert that is not kept any more says so, and what was answered to it', async () => {
  const { get, post, token, tell, formOf, wait } = openWeb();
  const alert = await tell();
  await post('/a', await formOf(token(alert)));
  expect((await get(`/a?t=${token('f'.repeat(32))}`)).status).toBe(410);
  wait(3.5 * 86_400_000);
  const old = await get(`/a?t=${token(alert)}`);
  expect(old.status).toBe(410);
  expect(await old.text()).toContain('not kept any more');
});

test('where there are too many silences, the next one is refused in words', async () => {
  const { post, tell, token, formOf, ledger, now } = openWeb();
  const form = await formOf(token(await tell()));
  const by = { name: 'carol', isVerified: true, address: undefined };
  const silence = {
    kind: 'silence',
    subject: { rule: 'example', failedOnly: false },
    alert: 'a'.repeat(32),
    title: 'Example',
    by,
    at: now(),
    comment: '',
    endsAt: now() + 3_600_000,
    channels: [],
  } as const;
  for (let at = 0; at < MOST_SILENCES; at += 1) {
    await ledger.responses.silence({ ...silence, id: `example-${at}` });
  }
  const refused = await post('/a', form);
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain('too many silences');
});
