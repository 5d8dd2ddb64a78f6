import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createLinks } from '../../src/links/links.ts';
import { alertOf, openWeb, OTHER_KEY, pressOf, session, SITE, START } from './open-web.ts';

const nobody = { silences: [], acknowledgements: [] };

async function openPressed(options: Parameters<typeof openWeb>[0] = {}) {
  const opened = openWeb(options);
  const alert = await opened.tell(alertOf([session]));
  return { ...opened, alert, link: opened.token(alert) };
}

test("a button silences what is narrowest, by Slack's word for who pressed it", async () => {
  const { slackPost, ledger, link, alert, toSlack, now } = await openPressed();
  expect((await slackPost(pressOf(link))).status).toBe(200);
  expect((await ledger.responses.read()).silences).toMatchObject([
    {
      alert,
      by: { name: 'alice (U0EXAMPLE1)', isVerified: true },
      subject: { session: 'laptop-of-alice' },
      endsAt: now() + 4 * 3_600_000,
    },
  ]);
  expect(toSlack).toHaveLength(1);
  expect(toSlack[0]?.url).toBe('https://hooks.slack.com/actions/T0EXAMPLE/1/example');
  expect(toSlack[0]?.message).toMatchObject({
    replace_original: false,
    // The sweep tells all channels that the alert was for.
    response_type: 'ephemeral',
  });
  expect(toSlack[0]?.message['text']).toMatch(
    /^alice \(U0EXAMPLE1\) silenced “Endpoint Service Deleted” until 2026-11-21 19:10:00 Asia\/Shanghai/,
  );
});

test('a button acknowledges', async () => {
  const { slackPost, ledger, alert, token, toSlack } = await openPressed();
  await slackPost(pressOf(token(alert, 'acknowledge'), 'acknowledge'));
  const { silences, acknowledgements } = await ledger.responses.read();
  expect([silences.length, acknowledgements.length]).toEqual([0, 1]);
  expect(toSlack[0]?.message).toMatchObject({ response_type: 'in_channel' });
  expect(toSlack[0]?.message['text']).toBe(
    'alice (U0EXAMPLE1) acknowledged “Endpoint Service Deleted”',
  );
});

test('a press that comes again changes nothing and says nothing', async () => {
  const { slackPost, ledger, link, toSlack } = await openPressed();
  for (let times = 0; times < 3; times += 1) await slackPost(pressOf(link));
  expect((await ledger.responses.read()).silences).toHaveLength(1);
  expect(toSlack).toHaveLength(1);
});

test('a press that comes again after its silence was ended does not silence again', async () => {
  const { slackPost, ledger, link } = await openPressed();
  await slackPost(pressOf(link));
  const [silence] = (await ledger.responses.read()).silences;
  await ledger.responses.end(silence?.id ?? '', {
    name: 'bob',
    isVerified: false,
    address: undefined,
  });
  await slackPost(pressOf(link));
  expect((await ledger.responses.read()).silences).toMatchObject([{ ended: {} }]);
});

test.each([
  ['of another secret', { secret: 'other-example-secret' }],
  ['that is old', { at: START - 301_000 }],
  ['of the future', { at: START + 301_000 }],
  ['of another body', { body: 'payload=%7B%7D' }],
])('a signature %s is refused before anything is read', async (_, signing) => {
  const { slackPost, ledger, link, journal } = await openPressed();
  expect((await slackPost(pressOf(link), signing)).status).toBe(401);
  expect(await ledger.responses.read()).toEqual(nobody);
  expect(journal).toEqual([{ kind: 'web-refused', page: '/slack', why: 'signature' }]);
});

test.each<Record<string, string>>([
  {},
  { 'x-slack-signature': '' },
  { 'x-slack-signature': 'v0=', 'x-slack-request-timestamp': 'NaN' },
  {
    'x-slack-signature': `v0=${'0'.repeat(64)}`,
    'x-slack-request-timestamp': String(START / 1000),
  },
])('headers that prove nothing are refused: %j', async (headers) => {
  const { web } = openWeb();
  const request = new Request('https://alerts.example.com/slack', { method: 'POST', headers });
  expect((await web.fetch(request, { address: undefined })).status).toBe(401);
});

test('the signing secret before is valid while it is set', async () => {
  const { slackPost, ledger, link } = await openPressed({
    settings: {
      web: {
        url: 'https://alerts.example.com',
        keys: ['${WEB_KEY}'],
        slack_signing_secrets: ['new-example-secret', '${SLACK_SIGNING_SECRET}'],
      },
    },
  });
  expect((await slackPost(pressOf(link))).status).toBe(200);
  expect((await slackPost(pressOf(link), { secret: 'new-example-secret' })).status).toBe(200);
  expect((await ledger.responses.read()).silences).toHaveLength(1);
});

test('without a signing secret nothing is taken from Slack', async () => {
  const { slackPost, link, ledger } = await openPressed({ env: { SLACK_SIGNING_SECRET: '' } });
  expect((await slackPost(pressOf(link), { secret: '' })).status).toBe(503);
  expect(await ledger.responses.read()).toEqual(nobody);
});

test('a body that is longer than any message is not read', async () => {
  const { slackPost } = await openPressed();
  expect((await slackPost({ type: 'x'.repeat(140_000) })).status).toBe(413);
});

test.each([
  ['what is expired', 24 * 3_600_000, (link: string) => pressOf(link), 'older than 24 hours'],
  ['what was altered', 0, (link: string) => pressOf(`A${link.slice(1, -1)}`), 'not valid'],
  ['another action than its own', 0, (link: string) => pressOf(link, 'silence-1h'), 'not valid'],
])(
  'a button with %s changes nothing, and only its presser hears why',
  async (_, ms, press, why) => {
    const { slackPost, ledger, link, toSlack, wait, now } = await openPressed();
    wait(ms);
    expect((await slackPost(press(link), { at: now() })).status).toBe(200);
    expect(await ledger.responses.read()).toEqual(nobody);
    expect(toSlack).toMatchObject([
      { message: { response_type: 'ephemeral', replace_original: false } },
    ]);
    expect(toSlack[0]?.message['text']).toContain(why);
  },
);

test('neither a ticket nor a link of a foreign key is a button', async () => {
  const { slackPost, ledger, alert, links, now } = await openPressed();
  const wanted = { aim: 'silence-4h', about: alert } as const;
  const others = createLinks({ url: SITE, keys: [OTHER_KEY], now, randomBytes });
  await slackPost(pressOf(links.sign({ use: 'ticket', ...wanted })));
  await slackPost(pressOf(others.sign({ use: 'link', ...wanted })));
  expect(await ledger.responses.read()).toEqual(nobody);
});

test.each([
  'https://evil.example.com/actions',
  'http://hooks.slack.com/actions/T/1/x',
  'https://hooks.slack.com.evil.example.com/',
  'https://hooks.slack.com:8443/actions',
  'https://alice@hooks.slack.com/actions',
  'http://127.0.0.1:8080/',
  'nonsense',
])('a reply goes to Slack alone: %s', async (response_url) => {
  const { slackPost, ledger, link, toSlack, journal } = await openPressed();
  expect((await slackPost(pressOf(link, 'silence-4h', { response_url }))).status).toBe(200);
  expect((await ledger.responses.read()).silences).toHaveLength(1);
  expect(toSlack).toEqual([]);
  expect(journal.at(-1)).toMatchObject({ kind: 'slack-not-told' });
});

test('what was answered is kept where the reply does not arrive, and the log has no address', async () => {
  const { slackPost, ledger, link, journal } = await openPressed({
    slack: () => ({ status: 500, body: 'no' }),
  });
  expect((await slackPost(pressOf(link))).status).toBe(200);
  expect((await ledger.responses.read()).silences).toHaveLength(1);
  expect(journal.at(-1)).toEqual({ kind: 'slack-not-told', reason: 'HTTP 500' });
});

test('names from Slack mention nobody, style nothing and say no other name', async () => {
  const { slackPost, link, toSlack } = await openPressed();
  const user = { id: 'U0EXAMPLE1', name: '<!channel> *bob* @here\u202e (U0EXAMPLE2)' };
  await slackPost(pressOf(link, 'silence-4h', { user }));
  const text = String(toSlack[0]?.message['text']);
  expect(text).not.toMatch(/<|\*|@|\u202e/);
  expect(text).toContain('(U0EXAMPLE1) silenced');
});

test.each([
  { type: 'view_submission' },
  { type: 'block_actions', actions: [] },
  pressOf('token', 'of-another-app'),
  'text',
  null,
])('whatever else Slack tells of is taken and left: %j', async (payload) => {
  const { slackPost, ledger, toSlack } = await openPressed();
  expect((await slackPost(payload)).status).toBe(200);
  expect(await ledger.responses.read()).toEqual(nobody);
  expect(toSlack).toEqual([]);
});

test('while the ledger is away, whoever pressed is asked to press again', async () => {
  const { slackPost, link, toSlack, setAway } = await openPressed();
  setAway(true);
  expect((await slackPost(pressOf(link))).status).toBe(200);
  expect(toSlack[0]?.message).toMatchObject({ response_type: 'ephemeral' });
});

test('the conversation is told in the language of the messages', async () => {
  const { slackPost, link, toSlack } = await openPressed({ settings: { locale: 'zh' } });
  await slackPost(pressOf(link));
  expect(toSlack[0]?.message['text']).toMatch(/静默了“终端节点服务被删除”，至 2026-11-21 19:10:00/);
});
