import * as z from 'zod';
import { parseJson } from '../../model/fields.ts';
import { type Answer, type Verdict, judgeStatus, refused, retry, unknown } from '../answer.ts';

/** The limit is one of messages in a minute: https://developer.work.weixin.qq.com/document/path/99110 */
const LIMIT_SECONDS = 60;

const answerSchema = z.object({ errcode: z.number().int(), errmsg: z.string().catch('') });

/** https://developer.work.weixin.qq.com/document/path/90455 */
const verdicts: ReadonlyMap<number, Verdict> = new Map([
  [0, { kind: 'delivered' }],
  [-1, retry('-1: the service is busy')],
  [45009, retry('45009: too many messages', LIMIT_SECONDS)],
  [45033, retry('45033: too many messages at once', LIMIT_SECONDS)],
  [93004, refused('configuration', '93004: the robot was stopped')],
  [93008, refused('configuration', '93008: the robot is not in the group')],
  // The types and fields are ours and never change, so it is the text that makes the difference:
  // the minimal form has another.
  [40008, refused('payload', '40008: the message was not understood')],
  [40033, refused('payload', '40033: the message holds a character that is not allowed')],
  [40035, refused('payload', '40035: the message was not understood')],
  [40058, refused('payload', '40058: the message is too long, or was not understood')],
  [44004, refused('payload', '44004: the message is empty')],
  [45002, refused('payload', '45002: the message is too long')],
  [47001, refused('payload', '47001: the message was not understood')],
]);

/** What WeCom's answer means. `errmsg` can echo the message, so it is read and never quoted. */
export function judgeWecom(answer: Answer, now: number): Verdict {
  if (answer.status < 200 || answer.status > 299) return judgeStatus(answer, now);
  const read = answerSchema.safeParse(parseJson(answer.body));
  if (!read.success) return judgeStatus(answer, now);
  const { errcode, errmsg } = read.data;
  if (errcode === 93000) return judgeContested(errmsg);
  return verdicts.get(errcode) ?? unknown(`${errcode}: a code that is not known`);
}

/** 93000 is told of a key that is gone, and has been told of a message that was too long. */
function judgeContested(errmsg: string): Verdict {
  return /exceed|too long|content/iu.test(errmsg)
    ? refused('payload', '93000: the message was refused')
    : refused('configuration', '93000: the key does not exist, or the robot left the group');
}
