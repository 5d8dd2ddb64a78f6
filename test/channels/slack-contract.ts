import { expect } from 'vitest';
import type { SlackSettings } from '../../src/channels/slack/settings.ts';
import { slack } from '../../src/channels/slack/slack.ts';
import type { Contract } from './contract.ts';

const TOKEN = 'XXXXXXXXXXXXXXXXXXXXXXXX';

/** The same whether answers are links or buttons. */
export function slackContract(settings: Pick<SlackSettings, 'interactive'>): Contract {
  return {
    name: settings.interactive ? 'slack with buttons' : 'slack',
    origin: 'https://hooks.slack.com',
    path: `/services/T00000000/B00000000/${TOKEN}`,
    open: (webhook, io) => slack.open('oncall', { type: 'slack', webhook, ...settings }, io),
    secrets: [TOKEN, 'T00000000'],
    accepted: { status: 200, body: 'ok' },
    ...(settings.interactive && { offered: ({ token }) => token }),
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
  };
}

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
