import { expect, test } from 'vitest';
import { openWeb, OTHER_KEY, KEY } from './open-web.ts';

test.each([
  ['web.url', { env: { WEB_URL: '' } }],
  ['web.keys', { env: { WEB_KEY: '' } }],
  ['ledger.redis', { hasStore: false }],
  ['locale', { settings: { locale: 'fr' } }],
  ['rediss://', { hasStore: false, env: { REDIS_URL: 'http://user:hunter2@example.com' } }],
])(
  'where answers are not set up, every page says so, and the log alone says why: %s',
  async (named, options) => {
    const { get, post, slackPost, journal, token } = openWeb(options);
    const link = token('a'.repeat(32));
    for (const response of [await get(`/a?t=${link}`), await post('/silences', { t: link })]) {
      expect(response.status).toBe(503);
      const page = await response.text();
      expect(page).toContain('Answers are not set up');
      expect(page).not.toContain(named);
    }
    const pressed = await slackPost({});
    expect(pressed.status).toBe(503);
    expect(await pressed.text()).not.toContain(named);
    const health = await get('/healthz');
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({ ok: false, ledger: 'down', configured: false });
    const said = journal.filter(({ kind }) => kind === 'web-not-configured');
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said)).toContain(named);
    expect(JSON.stringify(journal)).not.toMatch(/hunter2|example-key/);
  },
);

test('neither webhooks nor a Log Service have to be set', async () => {
  const health = await openWeb().get('/healthz');
  expect(await health.json()).toEqual({ ok: true, ledger: 'up', configured: true });
});

test('the initializer tells the log what is wrong, and fails nothing', () => {
  const { web, journal } = openWeb({ env: { WEB_KEY: '', WEB_KEY_BEFORE: '' } });
  web.initialize();
  expect(journal).toMatchObject([{ kind: 'web-not-configured' }]);
});

test('while the ledger is away nothing is changed, and pages say so', async () => {
  const { get, post, tell, token, formOf, setAway, ledger } = openWeb();
  const link = token(await tell());
  const form = await formOf(link);
  setAway(true);
  for (const path of [`/a?t=${link}`, `/silences?t=${link}`, `/alerts?t=${link}`]) {
    const page = await get(path);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('Nothing was changed');
  }
  const posted = await post('/a', form);
  expect(posted.status).toBe(503);
  expect(await posted.text()).toContain('an answer counts once');
  const health = await get('/healthz');
  expect(health.status).toBe(503);
  expect(await health.json()).toEqual({ ok: false, ledger: 'down', configured: true });
  setAway(false);
  expect((await post('/a', form)).status).toBe(303);
  expect((await ledger.responses.read()).silences).toHaveLength(1);
});

test('no page, header or line of the journal holds a key', async () => {
  const { get, post, tell, token, formOf, journal } = openWeb({
    env: { WEB_KEY_BEFORE: OTHER_KEY },
  });
  const link = token(await tell());
  const responses = [
    await get(`/a?t=${link}`),
    await post('/a', await formOf(link)),
    await get('/a'),
  ];
  for (const response of responses) {
    const text = JSON.stringify([...response.headers]) + (await response.text());
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(OTHER_KEY);
  }
  expect(JSON.stringify(journal)).not.toMatch(new RegExp(`${KEY}|${OTHER_KEY}|${link}`));
});
