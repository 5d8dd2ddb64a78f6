import { expect, test } from 'vitest';
import { judgeSlack } from '../../src/channels/slack/answer.ts';
import { formatSlack } from '../../src/channels/slack/message.ts';
import { label, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';
import { slackContract } from './slack-contract.ts';

channelContract(slackContract({}));

test('a message is laid out in blocks, with values in rich text', () => {
  expect(formatSlack(alertAbout('alice'))).toEqual({
    text: '[High] Cloud desktops deleted ×3\nalice deleted ecd-1, and it succeeded.',
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: '[High] Cloud desktops deleted ×3', emoji: false },
      },
      paragraph(bold('alice'), words(' deleted '), bold('ecd-1'), words(', and it succeeded.')),
      paragraph(
        bold('From '),
        words('203.0.113.7'),
        words(' with '),
        words('alice'),
        words('\n'),
        bold('Account '),
        words('1234567890123456'),
      ),
      {
        type: 'rich_text',
        elements: [
          section(bold('What to do')),
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [
              section(words('Ask '), words('alice')),
              section(words('alice')),
              section(words('Restore the snapshot')),
            ],
          },
        ],
      },
      paragraph(
        {
          type: 'link',
          url: 'https://actiontrail.console.aliyun.com/event?id=E-1',
          text: 'Event',
        },
        words(' · '),
        { type: 'link', url: 'https://runbooks.example/ecd', text: 'Runbook' },
      ),
      {
        type: 'context',
        elements: [{ type: 'plain_text', text: 'event E-1 · rule ecd-delete', emoji: false }],
      },
    ],
    unfurl_links: false,
    unfurl_media: false,
  });
});

test('a minimal message has its title and its lines', () => {
  expect(formatSlack(alertAbout('alice'), {}, 'minimal')).toEqual({
    text: '[High] Cloud desktops deleted ×3',
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: '[High] Cloud desktops deleted ×3', emoji: false },
      },
      paragraph(words('Rule ecd-delete, event E-1'), words('\n'), {
        type: 'link',
        url: 'https://actiontrail.console.aliyun.com/event?id=E-1',
        text: 'Event',
      }),
    ],
    unfurl_links: false,
    unfurl_media: false,
  });
});

test('answers are links, since Slack warns of a button that no app answers for', () => {
  const { blocks } = formatSlack(alertAbout('alice', { offers }));
  const [one, two, three, four] = offers.map(({ url, label: text }) => ({
    type: 'link',
    url,
    text,
  }));
  const dot = words(' · ');
  expect(blocks.at(-2)).toEqual(
    paragraph(...[one, dot, two, dot, three, dot, four].filter((each) => each !== undefined)),
  );
  expect(blocks.map(({ type }) => type)).not.toContain('actions');
});

test('where the app is interactive, answers are buttons that carry what proves them', () => {
  const { blocks } = formatSlack(alertAbout('alice', { offers }), { interactive: true });
  const [, ...others] = offers;
  expect(blocks.at(-2)).toEqual({
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'acknowledge',
        text: { type: 'plain_text', text: 'Acknowledge', emoji: false },
        value: 'acknowledge-example'.padEnd(60, '0'),
        accessibility_label: 'Acknowledge: [High] Cloud desktops deleted ×3',
      },
      ...others.map(({ action, token }) =>
        expect.objectContaining({ action_id: action, value: token }),
      ),
    ],
  });
  expect(JSON.stringify(blocks)).not.toContain('alerts.example.com');
});

test('no button is too wordy for Slack', () => {
  const wordy = offers.map((offer) => ({ ...offer, label: 'x'.repeat(200) }));
  const { blocks } = formatSlack(alertAbout('', { offers: wordy }), { interactive: true });
  const name = `${'x'.repeat(74)}…`;
  expect(blocks.at(-2)).toMatchObject({ elements: offers.map(() => ({ text: { text: name } })) });
  expect(blocks.at(-2)).toMatchObject({
    elements: offers.map(() => ({ accessibility_label: name })),
  });
});

test('what an alert lacks leaves no empty block', () => {
  const bare = alertAbout('', {
    sentence: [value('')],
    facts: [],
    steps: { label: 'What to do', items: [[value('\u0000')]] },
    links: [],
    footer: [],
  });
  expect(formatSlack(bare).blocks.map(({ type }) => type)).toEqual(['header']);
});

test('the push text escapes what mrkdwn reads', () => {
  const sentence = [value('<!channel> & @here <https://evil.example|x>')];
  expect(formatSlack(alertAbout('', { sentence })).text).toBe(
    '[High] Cloud desktops deleted ×3\n&lt;!channel&gt; &amp; ＠here &lt;https：//evil.example|x&gt;',
  );
});

test.each([
  ['*b* _i_ ~s~ `c`', '＊b＊ ＿i＿ ～s～ ｀c｀'],
  ['> quoted > x', '＞ quoted &gt; x'],
])('the push text does not style %s', (text, shown) => {
  const { text: push } = formatSlack(alertAbout('', { sentence: [value(text)] }));
  expect(push.split('\n')[1]).toBe(shown);
});

test('a long title is cut where the name of a rule stands', () => {
  const title = [label('High · '), value('x'.repeat(300)), label(' ×3')];
  const { blocks } = formatSlack(alertAbout('', { title }));
  expect(blocks[0]).toMatchObject({ text: { text: expect.stringMatching(/^High · x{139}… ×3$/) } });
});

test('long names do not push out of the sentence that the call was denied', () => {
  const sentence = [...Array.from({ length: 9 }, () => value('x'.repeat(999))), label(', denied.')];
  const { blocks } = formatSlack(alertAbout('', { sentence }));
  expect(JSON.stringify(blocks[1])).toContain('", denied."');
});

const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };

test.each<readonly [number, string, object]>([
  [200, 'ok', { kind: 'delivered' }],
  [200, 'OK', { kind: 'unknown' }],
  [200, 'ok\n', { kind: 'unknown' }],
  [200, '{"ok":true}', { kind: 'unknown' }],
  [200, 'no_service', { kind: 'unknown' }],
  [201, 'ok', { kind: 'unknown' }],
  [403, 'action_prohibited', configuration],
  [403, 'invalid_token', configuration],
  [403, 'team_disabled', configuration],
  [404, 'channel_not_found', configuration],
  [404, 'no_service', configuration],
  [404, 'no_team', configuration],
  [404, 'no_active_hooks', configuration],
  [410, 'channel_is_archived', configuration],
  [400, 'invalid_payload', payload],
  [400, 'invalid_blocks', payload],
  [400, 'no_text', payload],
  [400, 'too_many_attachments', payload],
  [400, 'a_word_that_is_new', payload],
  [403, 'a_word_that_is_new', configuration],
  [400, '<html>', configuration],
  [429, 'invalid_payload', { kind: 'retry' }],
  [500, 'rollup_error', { kind: 'retry' }],
  [500, 'ok', { kind: 'retry' }],
])('HTTP %i with %j is understood', (status, body, expected) => {
  expect(judgeSlack({ status, body, headers: new Headers() }, 0)).toMatchObject(expected);
});

test('a 429 says how long to wait', () => {
  const headers = new Headers({ 'retry-after': '30' });
  expect(judgeSlack({ status: 429, body: 'ratelimited', headers }, 0)).toEqual({
    kind: 'retry',
    reason: 'HTTP 429: too many messages',
    afterSeconds: 30,
  });
});

function words(text: string) {
  return { type: 'text', text };
}

function bold(text: string) {
  return { type: 'text', text, style: { bold: true } };
}

function section(...elements: readonly object[]) {
  return { type: 'rich_text_section', elements };
}

function paragraph(...elements: readonly object[]) {
  return { type: 'rich_text', elements: [section(...elements)] };
}
