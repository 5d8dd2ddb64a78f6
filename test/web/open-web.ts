import { createHmac, randomBytes } from 'node:crypto';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createSharedLedger, type SharedStore } from '../../src/ledger/shared-ledger.ts';
import { type Aim, createLinks } from '../../src/links/links.ts';
import type { Alert, RuleSnapshot } from '../../src/model/alert.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import { writeTold } from '../../src/told-alert.ts';
import { createWeb } from '../../src/web/create-web.ts';
import { deletion, eventOf } from '../support/audit-event.ts';
import { type MadeUpAnswer, madeUpFetch } from '../support/made-up-fetch.ts';
import { routedTo } from '../support/routed.ts';

export const SITE = 'https://alerts.example.com';
export const KEY = 'first-example-key-of-32-characters';
export const OTHER_KEY = 'other-example-key-of-32-characters';
const SLACK_SECRET = 'slack-example-secret';
export const ADDRESS = '198.51.100.7';

/** Saturday afternoon in Shanghai. */
export const START = Date.parse('2026-11-21T07:10:00Z');

export const rule: RuleSnapshot = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'Endpoint Service Deleted',
  level: 'high',
  tags: [],
  fields: ['requestParameters.ServiceId'],
  runbook: ['Ask the actor.', 'Look for what else they did.'],
  zh: { title: '终端节点服务被删除', runbook: ['联系操作人。', '查看其他操作。'] },
};

const config = {
  source: { endpoint: '${LOG_ENDPOINT}', project: '${LOG_PROJECT}', logstore: '${LOG_LOGSTORE}' },
  accounts: { '1234567890123456': 'example-production' },
  channels: { oncall: { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}' } },
  ledger: { redis: '${REDIS_URL:-}' },
  web: {
    url: '${WEB_URL:-}',
    keys: ['${WEB_KEY:-}', '${WEB_KEY_BEFORE:-}'],
    slack_signing_secrets: ['${SLACK_SIGNING_SECRET:-}'],
  },
};

/** An assumed role, whose session has a name. */
export const session = {
  userIdentity: {
    type: 'assumed-role',
    accountId: '1234567890123456',
    userName: 'example-deploy:laptop-of-alice',
    accessKeyId: 'STS.Example0000abcd',
  },
};

/** The alert of so many events, each a deletion with changes. */
export function alertOf(changes: readonly object[] = [{}], by = rule): Alert {
  const groups = groupMatches();
  const channels = ['oncall'];
  for (const [at, change] of changes.entries()) {
    const event = eventOf(deletion({ eventId: `example-${at}`, ...change }));
    groups.add(by, event, { channels, mayRepeat: false, routed: routedTo(channels) });
  }
  const [due] = groups.due();
  if (due === undefined) throw new Error('there is no alert');
  return due.alert;
}

export interface OpenWebOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** More of trailbell.yml. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly slack?: (url: URL, body: string) => MadeUpAnswer;
  readonly url?: string;
  /** Without it there is no ledger that is shared. */
  readonly hasStore?: boolean;
}

/** The pages over a ledger in memory, with a clock, a store that can go away, and links as detect signs them. */
export function openWeb(options: OpenWebOptions = {}) {
  const { url = SITE, hasStore = true, slack = () => ({ status: 200, body: 'ok' }) } = options;
  let time = START;
  let isAway = false;
  const now = () => time;
  const journal: JournalEntry[] = [];
  const toSlack: { readonly url: string; readonly message: Record<string, unknown> }[] = [];
  const store = createStore(now, () => isAway);
  const ledger = createSharedLedger(store, { now, rememberMs: 86_400_000, onDown: () => {} });
  const links = createLinks({ url, keys: [KEY], now, randomBytes });
  const web = createWeb({
    project: { config: { ...config, ...options.settings } },
    env: { WEB_URL: url, WEB_KEY: KEY, SLACK_SIGNING_SECRET: SLACK_SECRET, ...options.env },
    journal: (entry) => journal.push(entry),
    fetch: madeUpFetch((to, body) => {
      toSlack.push({ url: to.href, message: JSON.parse(body) as Record<string, unknown> });
      return slack(to, body);
    }),
    now,
    ...(hasStore && { store }),
  });
  const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    web.fetch(new Request(`${url}${path}`, { headers, method }), { address: ADDRESS });
  const post = (path: string, form: Readonly<Record<string, string>>) =>
    web.fetch(new Request(`${url}${path}`, { method: 'POST', body: new URLSearchParams(form) }), {
      address: ADDRESS,
    });
  const token = (about: string, aim: Aim = 'silence-4h') => links.sign({ use: 'link', aim, about });

  return {
    web,
    links,
    ledger,
    journal,
    toSlack,
    now,
    get,
    post,
    token,
    /** Keeps an alert as detect does before it tells it, and answers with its id. */
    async tell(alert: Alert = alertOf()): Promise<string> {
      await ledger.told.keep([{ id: alert.id, text: writeTold(alert, ['actor'], ['oncall']) }]);
      return alert.id;
    },
    /** The fields of the form on an alert's page, as it is shown. */
    async formOf(link: string): Promise<Record<string, string>> {
      const page = await (await get(`/a?t=${link}`)).text();
      return {
        t: link,
        ticket: ticketsIn(page)[0] ?? '',
        shown: /name="shown" value="(\d+)"/.exec(page)?.[1] ?? '',
        action: 'silence-4h',
        scope: scopesIn(page)[0] ?? '',
        name: 'alice',
      };
    },
    /** What Slack sends, signed. */
    slackPost: (payload: unknown, signing: Partial<SlackSigning> = {}) =>
      web.fetch(slackRequest(url, payload, { secret: SLACK_SECRET, at: time, ...signing }), {
        address: ADDRESS,
      }),
    wait(ms: number): void {
      time += ms;
    },
    setAway(away: boolean): void {
      isAway = away;
    },
  };
}

export function ticketsIn(page: string): readonly string[] {
  return [...page.matchAll(/name="ticket" value="([\w-]+)"/g)].map(([, ticket = '']) => ticket);
}

/** What an answer can be about, by the page of an alert. */
export function scopesIn(page: string): readonly string[] {
  return [...page.matchAll(/name="scope" value="(\w+)"/g)].map(([, scope = '']) => scope);
}

interface SlackSigning {
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In place of what is signed. */
  readonly body: string;
}

function slackRequest(
  url: string,
  payload: unknown,
  { secret, at, body: sent }: Pick<SlackSigning, 'secret' | 'at'> & Partial<SlackSigning>,
): Request {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return new Request(`${url}/slack`, {
    method: 'POST',
    body: sent ?? body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
    },
  });
}

/** As Slack tells of a button that was pressed. */
export function pressOf(value: string, action = 'silence-4h', changes: object = {}) {
  return {
    type: 'block_actions',
    user: { id: 'U0EXAMPLE1', username: 'alice', name: 'alice', team_id: 'T0EXAMPLE' },
    trigger_id: '1234567890.123456.example',
    response_url: 'https://hooks.slack.com/actions/T0EXAMPLE/1/example',
    actions: [
      { type: 'button', action_id: action, block_id: 'b', value, action_ts: '1763708400.000100' },
    ],
    ...changes,
  };
}

function createStore(now: () => number, isAway: () => boolean): SharedStore {
  const families = new Map<string, ReturnType<typeof createMemoryCells>>();
  return {
    cells(family) {
      const there = families.get(family) ?? createMemoryCells({ now });
      families.set(family, there);
      return {
        async change(keys, change) {
          if (isAway()) throw new LedgerDownError('the store is away');
          return there.change(keys, change);
        },
      };
    },
    wasLost: () => false,
    rest: async () => {},
  };
}
