import { expect, test } from 'vitest';
import { alertOf, openWeb, rule, ticketsIn } from './open-web.ts';

async function openSilenced() {
  const opened = openWeb();
  const link = opened.token(await opened.tell());
  await opened.post('/a', { ...(await opened.formOf(link)), comment: 'a planned move' });
  const page = await (await opened.get(`/silences?t=${link}`)).text();
  const [ticket = ''] = ticketsIn(page);
  return { ...opened, link, page, ticket };
}

test('silences that hold are shown with who, why, what and until when', async () => {
  const { page } = await openSilenced();
  expect(page).toContain('Endpoint Service Deleted');
  expect(page).toContain('this rule, by <bdi>alice</bdi>');
  expect(page).toContain('a planned move');
  expect(page).toContain('2026-11-21 19:10');
});

test('a silence is ended once, by whoever was first', async () => {
  const { get, post, link, ticket, ledger, journal } = await openSilenced();
  const ended = await post('/silences', { t: link, ticket, name: 'bob' });
  expect(ended.status).toBe(303);
  await post('/silences', { t: link, ticket, name: 'carol' });
  expect((await ledger.responses.read()).silences).toMatchObject([
    { ended: { by: { name: 'bob' } } },
  ]);
  expect(journal.filter((entry) => entry.kind === 'answered' && entry.what === 'end')).toHaveLength(
    1,
  );
  const page = await (await get(ended.headers.get('location') ?? '')).text();
  expect(page).toContain('Done: the silence has ended');
  expect(page).toContain('ended by <bdi>bob</bdi>');
  expect(ticketsIn(page)).toEqual([]);
});

test('whoever ends a silence says who they are', async () => {
  const { post, link, ticket, ledger } = await openSilenced();
  const refused = await post('/silences', { t: link, ticket, name: ' ' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('role="alert"');
  expect((await ledger.responses.read()).silences[0]?.ended).toBeUndefined();
});

test('a silence that is over stands below, and cannot be ended', async () => {
  const { get, token, wait } = await openSilenced();
  wait(5 * 3_600_000);
  const page = await (await get(`/silences?t=${token('a'.repeat(32), 'look')}`)).text();
  expect(page).toContain('Nothing is silenced');
  expect(page).toContain('a planned move');
  expect(ticketsIn(page)).toEqual([]);
});

test('a silence that nobody knows is not ended', async () => {
  const { post, links, link } = await openSilenced();
  const ticket = links.sign({ use: 'ticket', aim: 'end-silence', about: 'c'.repeat(32) });
  expect((await post('/silences', { t: link, ticket, name: 'bob' })).status).toBe(404);
});

test('a link that is about a silence, or about nothing, leads to where it belongs', async () => {
  const { get, links, token } = openWeb();
  const ending = token('c'.repeat(32), 'end-silence');
  expect((await get(`/a?t=${ending}`)).headers.get('location')).toBe(`/silences?t=${ending}`);
  const looking = links.sign({ use: 'link', aim: 'look', about: '0'.repeat(32) });
  expect((await get(`/a?t=${looking}`)).headers.get('location')).toBe(`/alerts?t=${looking}`);
});

test('recent alerts stand with the newest first, with what was answered, and lead to their pages', async () => {
  const { get, post, tell, token, formOf, wait } = openWeb();
  const link = token(await tell());
  await post('/a', await formOf(link));
  wait(60_000);
  const other = { ...rule, id: '00000000-0000-4000-8000-000000000002', title: 'Another Rule' };
  await tell(alertOf([{}], { ...other, level: 'critical' }));
  const page = await (await get(`/alerts?t=${link}`)).text();
  const items = [...page.matchAll(/<li class="(\w+)">.*?<\/li>/gs)].map(([text, level]) => [
    level,
    / · ([\w ]+)<\/p>/.exec(text)?.[1],
  ]);
  expect(items).toEqual([
    ['critical', 'Not answered'],
    ['high', 'Silenced'],
  ]);
  const [, path = ''] = /<a href="(\/a\?t=[\w-]+)">/.exec(page) ?? [];
  expect(await (await get(path)).text()).toContain('Another Rule');
});

test('recent alerts say who did what, so that two of one rule are told apart', async () => {
  const { get, tell, token } = openWeb();
  const link = token(await tell());
  await tell(alertOf([{ eventId: 'b', userIdentity: { type: 'ram-user', userName: 'bob' } }]));
  const page = await (await get(`/alerts?t=${link}`)).text();
  const said = [...page.matchAll(/<\/a><p>(.*?)<\/p>/gs)].map(([, text = '']) => text);
  expect(said).toEqual([
    expect.stringContaining('<bdi>bob</bdi>'),
    expect.stringContaining('<bdi>alice</bdi>'),
  ]);
});

test('an alert whose silence was ended is not said to be acknowledged', async () => {
  const { get, post, link, ticket } = await openSilenced();
  await post('/silences', { t: link, ticket, name: 'bob' });
  const page = await (await get(`/alerts?t=${link}`)).text();
  expect(page).not.toContain('Acknowledged');
  expect(page).toContain('No longer silenced');
});

test('of many alerts the latest fifty are listed, on a page that is quickly there', async () => {
  const { get, tell, token } = openWeb();
  let id = '';
  for (let at = 0; at < 60; at += 1) {
    id = await tell(alertOf([{ eventId: `example-of-${at}` }]));
  }
  const page = await (await get(`/alerts?t=${token(id)}`)).text();
  expect(page.match(/<a href="\/a\?t=/g)).toHaveLength(50);
  expect(page.length).toBeLessThan(20 * 1024);
});
