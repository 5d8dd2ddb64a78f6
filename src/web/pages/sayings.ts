import type { Locale } from '../../model/locale.ts';

/** What a page says that shows nothing but words: what is the matter, and what to do next. */
interface Saying {
  readonly title: string;
  readonly text: string;
}

export type SayingName =
  | 'no-link'
  | 'expired'
  | 'forged'
  | 'old-page'
  | 'wrong-page'
  | 'gone'
  | 'no-silence'
  | 'too-many'
  | 'ledger'
  | 'ledger-answer'
  | 'not-configured'
  | 'not-found'
  | 'wrong-method'
  | 'too-long'
  | 'no-form'
  | 'failed';

type Sayings = Readonly<Record<SayingName, Saying>>;

export const sayings: Readonly<Record<Locale, Sayings>> = {
  en: {
    'no-link': {
      title: 'A link is missing',
      text: 'These pages open by the links in alerts. Open one from a message of the last 24 hours.',
    },
    expired: {
      title: 'This link has expired',
      text: 'Links work for 24 hours. Nothing was changed. Open a link from a newer message.',
    },
    forged: {
      title: 'This link is not valid',
      text: 'It may have been cut off when it was copied, or its key was changed. Nothing was changed. Open it from the message again.',
    },
    'old-page': {
      title: 'This page was open for too long',
      text: 'A form works for 30 minutes. Nothing was changed. Load the page again and send your answer.',
    },
    'wrong-page': {
      title: 'This form belongs to another page',
      text: 'Nothing was changed. Load the page again and send your answer.',
    },
    gone: {
      title: 'This alert is not kept any more',
      text: 'Alerts can be answered for three days. The events are still in ActionTrail.',
    },
    'no-silence': {
      title: 'There is no such silence',
      text: 'It has ended, and is not kept any more. Nothing was changed.',
    },
    'too-many': {
      title: 'There are too many silences',
      text: 'Nothing was changed. End some that nobody needs, then send your answer again.',
    },
    ledger: {
      title: 'The ledger does not answer',
      text: 'Nothing was changed. Try again in a minute. Alerts go on ringing meanwhile.',
    },
    'ledger-answer': {
      title: 'The ledger does not answer',
      text: 'Your answer was probably not kept. Send it again in a minute: an answer counts once, however often it is sent.',
    },
    'not-configured': {
      title: 'Answers are not set up',
      text: 'Alerts ring all the same. Tell whoever runs trailbell: the log of the function web says what to mend.',
    },
    'not-found': {
      title: 'There is no such page',
      text: 'These pages open by the links in alerts.',
    },
    'wrong-method': {
      title: 'That cannot be done here',
      text: 'Nothing was changed. Open the page by its link.',
    },
    'too-long': {
      title: 'That was too long',
      text: 'Nothing was changed. Shorten what you wrote.',
    },
    'no-form': {
      title: 'That was not a form',
      text: 'Nothing was changed. Use the form of the page.',
    },
    failed: {
      title: 'Something went wrong here',
      text: 'Try again in a minute. If it stays, the log of the function says more.',
    },
  },
  zh: {
    'no-link': {
      title: '缺少链接',
      text: '请从最近 24 小时内的告警消息中打开链接。',
    },
    expired: {
      title: '链接已过期',
      text: '链接 24 小时内有效。未做任何更改，请从较新的消息中打开链接。',
    },
    forged: {
      title: '链接无效',
      text: '可能复制不完整，或签名密钥已更换。未做任何更改，请从消息中重新打开。',
    },
    'old-page': {
      title: '页面打开时间过长',
      text: '表单 30 分钟内有效。未做任何更改，请重新打开页面后提交。',
    },
    'wrong-page': {
      title: '表单与页面不符',
      text: '未做任何更改，请重新打开页面后提交。',
    },
    gone: {
      title: '此告警已不再保留',
      text: '告警发出后三天内可以处理。事件仍可在操作审计中查看。',
    },
    'no-silence': {
      title: '未找到此静默',
      text: '它已结束且不再保留。未做任何更改。',
    },
    'too-many': {
      title: '静默数量过多',
      text: '未做任何更改。请先解除不再需要的静默，再重新提交。',
    },
    ledger: {
      title: '存储暂时无响应',
      text: '未做任何更改，请一分钟后重试。期间告警照常通知。',
    },
    'ledger-answer': {
      title: '存储暂时无响应',
      text: '你的操作可能没有保存。请一分钟后再次提交，重复提交只算一次。',
    },
    'not-configured': {
      title: '尚未开通处理功能',
      text: '告警照常通知。请联系 trailbell 的维护人员：web 函数的日志写明了需要修正的配置。',
    },
    'not-found': {
      title: '没有这个页面',
      text: '请从告警消息中的链接打开。',
    },
    'wrong-method': {
      title: '无法执行此操作',
      text: '未做任何更改，请通过链接打开页面。',
    },
    'too-long': {
      title: '内容过长',
      text: '未做任何更改，请缩短后重试。',
    },
    'no-form': {
      title: '请求格式不正确',
      text: '未做任何更改，请使用页面上的表单。',
    },
    failed: {
      title: '出错了',
      text: '请一分钟后重试。如仍失败，请查看函数日志。',
    },
  },
};
