import { expect, test } from 'vitest';
import { judgeSlack } from '../../src/channels/slack/answer.ts';
import { formatSlack } from '../../src/channels/slack/message.ts';
import { slack } from '../../src/channels/slack/slack.ts';
import { label, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout } from './notification.ts';

const TOKEN = 'XXXXXXXXXXXXXXXXXXXXXXXX';

channelContract({
  name: 'slack',
  origin: 'https://hooks.slack.com',
  path: `/services/T00000000/B00000000/${TOKEN}`,
  open: (webhook, io) => slack.open('oncall', { type: 'slack', webhook }, io),
  secrets: [TOKEN, 'T00000000'],
  accepted: { status: 200, body: 'ok' },
  tooLong: { status: 400, body: 'invalid_blocks' },
  expectWithinLimits(body) {
    expect(body.length).toBeLessThan(10_000);
    const message: { blocks: { type: string; text?: { text: string } }[] } = JSON.parse(body);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    for (const { type, text } of message.blocks) {
      if (type === 'header') expect(text?.text.length).toBeLessThanOrEqual(150);
    }
    for (const words of wordsOf(message)) {
      expect(words.length).toBeGreaterThan(0);
      expect(words.length).toBeLessThanOrEqual(3000);
    }
  },
  skeleton(body) {
    const { text, ...rest }: { text: string } = JSON.parse(body);
    // Of the text, everything that mrkdwn could make a mention or a link of; of the blocks,
    // everything but the words.
    const marks = text.replaceAll(/&(?:amp|lt|gt);/g, '').replaceAll(/[^<>&@]/g, '');
    return [marks, withoutWords(rest)];
  },
});

/** What is shown as it stands, by any element of any block. */
function wordsOf(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, child]: [string, unknown]) =>
    key === 'text' && typeof child === 'string' ? [child] : wordsOf(child),
  );
}

function withoutWords(json: object): unknown {
  return JSON.parse(
    JSON.stringify(json, (key, child: unknown) =>
      key === 'text' && typeof child === 'string' ? '' : child,
    ),
  );
}

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
  expect(formatSlack(alertAbout('alice'), 'minimal')).toEqual({
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
