import * as z from 'zod';
import { parseJson } from '../../model/fields.ts';
import { type Answer, type Verdict, judgeStatus, refused, retry, unknown } from '../answer.ts';

/** Older bots answer with `StatusCode` alone. Beside a `code`, it is 0 even where the code is not. */
const answerSchema = z
  .object({
    code: z.number().int().optional(),
    StatusCode: z.number().int().optional(),
    msg: z.string().catch(''),
  })
  .transform(({ code, StatusCode, msg }) => ({ code: code ?? StatusCode, msg }));

/**
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot, and for what it leaves out
 * https://open.feishu.cn/document/server-docs/im-v1/message/create
 */
const verdicts: ReadonlyMap<number, Verdict> = new Map([
  [0, { kind: 'delivered' }],
  [11232, retry('11232: too many messages')],
  [230020, retry('230020: too many messages')],
  [99991400, retry('99991400: too many requests')],
  [19001, refused('configuration', '19001: the webhook does not exist')],
  [19002, refused('payload', '19002: the message was not understood')],
  [19007, refused('configuration', '19007: the bot was stopped')],
  // One code for both, and the text is the same as well: signing again tells which it was.
  [
    19021,
    {
      kind: 'stale',
      reason: '19021: the signature or its timestamp was refused, check secret and clock',
    },
  ],
  [19022, refused('configuration', "19022: our address is not on the bot's list")],
  [19024, refused('configuration', '19024: the keyword is missing, check keyword')],
]);

/** What Feishu's answer means. `msg` can echo the message, so it is read and never quoted. */
export function judgeFeishu(answer: Answer, now: number): Verdict {
  const plain = judgeStatus(answer, now);
  const { success, data } = answerSchema.safeParse(parseJson(answer.body));
  if (!success || data.code === undefined) return plain;
  const verdict = judgeCode(data.code, data.msg);
  if (answer.status >= 200 && answer.status <= 299) return verdict;
  // Some failures come with a status of 400, which says less than their code. No code is believed to
  // mean success then, nor against a status that says more.
  const isVague = answer.status >= 400 && plain.kind === 'refused';
  return isVague && verdict.kind !== 'delivered' && verdict.kind !== 'unknown' ? verdict : plain;
}

function judgeCode(code: number, msg: string): Verdict {
  if (code === 9499) return judgeContested(msg);
  if (isOfCard(code)) return refused('payload', `${code}: the card was refused`);
  return verdicts.get(code) ?? unknown(`${code}: a code that is not known`);
}

/**
 * 9499 is told of both a request that was not understood and a bot that sends too often. Only how the
 * text begins counts: what it may echo further on is somebody else's.
 */
function judgeContested(msg: string): Verdict {
  return /^(?:too many|frequency|request trigger frequency)/iu.test(msg)
    ? retry('9499: too many messages')
    : refused('payload', '9499: the message was not understood');
}

/**
 * What is wrong with a card has a code for each of its parts, told bare or inside of 11246 or 230099:
 * https://open.feishu.cn/document/server-docs/im-v1/message/create, error codes.
 */
function isOfCard(code: number): boolean {
  if (verdicts.has(code)) return false;
  return [11246, 11310, 300305].includes(code) || /^(200|230)\d{3}$/u.test(String(code));
}
