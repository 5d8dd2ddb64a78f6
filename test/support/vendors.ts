import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { parseJson } from '../../src/model/fields.ts';
import { type Told, wordsOf } from './told.ts';

/** Made-up webhooks at the vendors' own addresses. */
export const vendorEnv = {
  DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/robot/send?access_token=secret-dingtalk-token',
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0SECRET/B0SECRET/secret-slack-token',
};

/** One request as a vendor saw it. */
export interface Posted {
  readonly channel: Told;
  readonly url: URL;
  readonly body: string;
  /** What readers would see of it. */
  readonly words: string;
  /** Whether the vendor said so. */
  readonly taken: boolean;
}

/** Undefined is a connection that breaks before the answer. */
export type Answer = (posted: Pick<Posted, 'body' | 'words'>) => Response | undefined;

const accepting: Readonly<Record<Told, Answer>> = {
  dingtalk: () => HttpResponse.json({ errcode: 0, errmsg: 'ok' }),
  slack: () => HttpResponse.text('ok'),
};

/** DingTalk and Slack at their own addresses, for all tests of a file. They take what they are sent. */
export function interceptVendors() {
  const posted: Posted[] = [];
  const strangers: string[] = [];
  const answers: Record<Told, Answer[]> = { dingtalk: [], slack: [] };

  async function receive(channel: Told, request: Request): Promise<Response> {
    const url = new URL(request.url);
    const body = await request.text();
    const words = wordsOf(parseJson(body));
    const answer = (answers[channel].shift() ?? accepting[channel])({ body, words });
    const said = await answer?.clone().text();
    const taken =
      answer?.status === 200 && (said === 'ok' || said === '{"errcode":0,"errmsg":"ok"}');
    posted.push({ channel, url, body, words, taken });
    return answer ?? HttpResponse.error();
  }

  const server = setupServer(
    http.post('https://oapi.dingtalk.com/*', ({ request }) => receive('dingtalk', request)),
    http.post('https://hooks.slack.com/*', ({ request }) => receive('slack', request)),
    http.all('https://*', ({ request }) => {
      strangers.push(request.url);
      return HttpResponse.text('ok');
    }),
  );
  beforeAll(() => server.listen({ onUnhandledRequest: 'bypass' }));
  afterEach(() => {
    posted.length = 0;
    strangers.length = 0;
    answers.dingtalk.length = 0;
    answers.slack.length = 0;
  });
  afterAll(() => server.close());

  const postedTo = (channel: Told) => posted.filter((each) => each.channel === channel);
  return {
    /** In turn; then a vendor takes what it is sent again. */
    answerWith(channel: Told, ...next: readonly Answer[]): void {
      answers[channel].push(...next);
    },
    posted: postedTo,
    /** What readers of a channel see. */
    shown: (channel: Told): readonly string[] =>
      postedTo(channel).flatMap(({ taken, words }) => (taken ? [words] : [])),
    /** Hosts that nobody has any business with. */
    strangers: (): readonly string[] => strangers,
  };
}

export function says(
  status: number,
  body: string | null = '',
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return () => new HttpResponse(body, { status, headers });
}

export function errcode(code: number, errmsg = ''): Answer {
  return () => HttpResponse.json({ errcode: code, errmsg });
}

/** So many times the same. */
export function times(count: number, answer: Answer): readonly Answer[] {
  return Array.from({ length: count }, () => answer);
}
