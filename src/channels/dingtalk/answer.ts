import * as z from 'zod';
import { parseJson } from '../../model/fields.ts';
import { type Answer, type Verdict, judgeStatus, refused, retry, unknown } from '../answer.ts';

/**
 * A robot that sends more than 20 messages a minute is silenced for ten:
 * https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
 */
const PENALTY_SECONDS = 600;

const answerSchema = z.object({ errcode: z.number().int(), errmsg: z.string().catch('') });

/** DingTalk's firewall answers in a form of its own, without an errcode. */
const punishedSchema = z.object({ status: z.literal(1111) });

/** https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages, error codes. */
const refusals: ReadonlyMap<number, readonly ['configuration' | 'payload', string]> = new Map([
  [300005, ['configuration', 'the access token does not exist']],
  [400013, ['configuration', 'the group is gone']],
  [400101, ['configuration', 'the access token is not known']],
  [400102, ['configuration', 'the robot was stopped']],
  [400105, ['configuration', 'the robot does not take this type of message']],
  [400106, ['configuration', 'the robot does not exist']],
  [40035, ['configuration', 'the parameters are not valid']],
  [43002, ['configuration', 'the webhook does not take a POST']],
  [43004, ['configuration', 'the webhook does not take JSON']],
  [430101, ['payload', 'the message holds a link that was judged unsafe']],
  [430102, ['payload', 'the message holds text that was judged unsuitable']],
  [430103, ['payload', 'the message holds a picture that was judged unsuitable']],
  [430104, ['payload', 'the message holds content that was judged unsuitable']],
  [460101, ['payload', 'the message is too long']],
] as const);

/** What DingTalk's answer means. `errmsg` can echo the message, so it is read and never quoted. */
export function judgeDingtalk(answer: Answer, now: number): Verdict {
  if (answer.status < 200 || answer.status > 299) return judgeStatus(answer, now);
  const body = parseJson(answer.body);
  const read = answerSchema.safeParse(body);
  if (!read.success) {
    if (!punishedSchema.safeParse(body).success) return judgeStatus(answer, now);
    return retry('status 1111: too many messages', PENALTY_SECONDS);
  }
  const { errcode, errmsg } = read.data;
  if (errcode === 0) return { kind: 'delivered' };
  if (errcode === -1) return retry('-1: the service is busy');
  if (errcode === 130101 || errcode === 410100) {
    return retry(`${errcode}: too many messages`, PENALTY_SECONDS);
  }
  if (errcode === 300001) return judgeContested(errmsg);
  if (errcode === 310000) return judgeSecurity(errmsg);
  const refusal = refusals.get(errcode);
  if (refusal === undefined) return unknown(`${errcode}: a code that is not known`);
  return refused(refusal[0], `${errcode}: ${refusal[1]}`);
}

/** 300001 is told of both a robot that sends too often and a request that will never work. */
function judgeContested(errmsg: string): Verdict {
  return /frequen|too fast|too many|limit|频|限流/iu.test(errmsg)
    ? retry('300001: too many messages', PENALTY_SECONDS)
    : refused('configuration', '300001: the request was refused');
}

/** The robot's security settings share one code; only the text tells them apart. */
function judgeSecurity(errmsg: string): Verdict {
  const says = (words: string) => errmsg.toLowerCase().includes(words);
  if (says('timestamp')) {
    return { kind: 'stale', reason: '310000: the timestamp was refused, check secret and clock' };
  }
  const because = says('keyword')
    ? 'the keyword is missing, check keyword'
    : says('sign')
      ? 'the signature does not match, check secret'
      : says('whitelist')
        ? "our address is not on the robot's list"
        : "the robot's security settings refused it";
  return refused('configuration', `310000: ${because}`);
}
