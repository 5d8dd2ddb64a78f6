/** What a webhook does with one message. */
export interface Fault {
  /** Whether people get to see the message. */
  readonly taken: boolean;
  /** Whether the sender is left in doubt about that. */
  readonly ambiguous: boolean;
  readonly reply: Reply;
  /** What else happens, and to whom. */
  readonly strikes?: Strike;
}

export type Strike = 'kills-sender' | 'kills-redis' | 'stalls-redis' | 'silences-channel';

export type Reply =
  | 'accepts'
  | 'accepts-late'
  | 'asks-to-wait'
  | 'fails'
  | 'is-unwell'
  | 'punishes'
  | 'refuses'
  | 'answers-rubbish'
  | 'breaks-off'
  | 'resets'
  | 'hangs';

/**
 * By the names that the report uses. A 5xx says as little as a broken connection: gateways answer it
 * for services that have long taken the message.
 */
export const faults = {
  ok: { taken: true, ambiguous: false, reply: 'accepts' },
  slow: { taken: true, ambiguous: false, reply: 'accepts-late' },
  '429': { taken: false, ambiguous: false, reply: 'asks-to-wait' },
  '5xx': { taken: false, ambiguous: true, reply: 'fails' },
  '5xx after taking': { taken: true, ambiguous: true, reply: 'fails' },
  'errcode -1': { taken: false, ambiguous: false, reply: 'is-unwell' },
  'ten minutes of silence': {
    taken: false,
    ambiguous: false,
    reply: 'punishes',
    strikes: 'silences-channel',
  },
  refusal: { taken: false, ambiguous: false, reply: 'refuses' },
  'unreadable answer': { taken: true, ambiguous: true, reply: 'answers-rubbish' },
  'half an answer': { taken: true, ambiguous: true, reply: 'breaks-off' },
  reset: { taken: false, ambiguous: true, reply: 'resets' },
  'reset after taking': { taken: true, ambiguous: true, reply: 'resets' },
  hang: { taken: false, ambiguous: true, reply: 'hangs' },
  'hang after taking': { taken: true, ambiguous: true, reply: 'hangs' },
  'kill before taking': { taken: false, ambiguous: false, reply: 'hangs', strikes: 'kills-sender' },
  'kill after taking': { taken: true, ambiguous: false, reply: 'hangs', strikes: 'kills-sender' },
  'kill after answering': {
    taken: true,
    ambiguous: false,
    reply: 'accepts',
    strikes: 'kills-sender',
  },
  'Redis down before the answer': {
    taken: true,
    ambiguous: false,
    reply: 'accepts-late',
    strikes: 'kills-redis',
  },
  'Redis down after the answer': {
    taken: true,
    ambiguous: false,
    reply: 'accepts',
    strikes: 'kills-redis',
  },
  'Redis stalls before the answer': {
    taken: true,
    ambiguous: false,
    reply: 'accepts-late',
    strikes: 'stalls-redis',
  },
  'Redis stalls after the answer': {
    taken: true,
    ambiguous: false,
    reply: 'accepts',
    strikes: 'stalls-redis',
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;

/** The two channels of a run, by their names in the configuration. */
export const channels = ['dingtalk', 'slack'] as const;

export type ChannelName = (typeof channels)[number];

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const html = { status: 200, body: '<html><body>Welcome to the guest network</body></html>' };

/** What the vendors say for replies that are answers. */
export const answers: Readonly<
  Record<ChannelName, Readonly<Record<Exclude<Reply, 'breaks-off' | 'resets' | 'hangs'>, Answer>>>
> = {
  dingtalk: {
    accepts: errcode(0, 'ok'),
    'accepts-late': errcode(0, 'ok'),
    'asks-to-wait': { status: 429, headers: { 'retry-after': '1' }, body: '' },
    fails: { status: 502, body: '<html>Bad Gateway</html>' },
    'is-unwell': errcode(-1, '系统繁忙'),
    punishes: errcode(130101, 'send too fast, exceed 20 times per minute'),
    refuses: errcode(430102, 'unsuitable text'),
    'answers-rubbish': html,
  },
  slack: {
    accepts: { status: 200, body: 'ok' },
    'accepts-late': { status: 200, body: 'ok' },
    'asks-to-wait': { status: 429, headers: { 'retry-after': '1' }, body: 'rate_limited' },
    fails: { status: 503, body: 'upstream connect error' },
    'is-unwell': { status: 500, body: 'rollup_error' },
    punishes: { status: 429, headers: { 'retry-after': '600' }, body: 'rate_limited' },
    refuses: { status: 400, body: 'invalid_blocks' },
    'answers-rubbish': html,
  },
};

function errcode(code: number, errmsg: string): Answer {
  return { status: 200, body: JSON.stringify({ errcode: code, errmsg }) };
}
