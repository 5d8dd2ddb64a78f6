import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { LedgerDownError } from '../ledger/cells.ts';
import { errorName } from '../model/error-name.ts';
import type { Journal } from '../model/journal.ts';
import type { Locale } from '../model/locale.ts';
import { pageHtml } from './pages/layout.ts';
import { sayingPage } from './pages/saying-page.ts';
import type { SayingName } from './pages/sayings.ts';
import { readBody } from './read-body.ts';
import { readLocale } from './read-locale.ts';
import { securityHeaders } from './security-headers.ts';
import { showAlert } from './show-alert.ts';
import { showAlerts } from './show-alerts.ts';
import { showSilences } from './show-silences.ts';
import type { Site } from './site.ts';
import { takeAnswer } from './take-answer.ts';
import { takeEnd } from './take-end.ts';
import { takeSlackAnswer } from './take-slack-answer.ts';
import { NAME_CHARACTERS, tidyEntry } from './tidy-entry.ts';
import type { PageStatus, Reply, Visit } from './visit.ts';

/** The site, or that its configuration is wrong. */
export type Opened = { readonly kind: 'open'; readonly site: Site } | { readonly kind: 'wrong' };

export interface ServeOptions {
  readonly open: () => Opened;
  readonly journal: Journal;
  readonly randomBytes: (count: number) => Buffer;
}

interface WebEnv {
  Bindings: { readonly address: string | undefined };
  Variables: { nonce: string };
}

type WebContext = Context<WebEnv>;

type Handler = (visit: Visit, site: Site) => Promise<Reply>;

/** Forms are a few hundred bytes: two tokens of 60 characters, a name and a sentence. */
const FORM_BYTES = 16 * 1024;

/** What Slack tells of a press holds the message: 10,000 characters, of which a form makes nine bytes each. */
const SLACK_BYTES = 128 * 1024;

/** The language and the name of a visitor, for the next time. They prove nothing. */
const LANGUAGE_COOKIE = 'trailbell-language';
const NAME_COOKIE = 'trailbell-name';
const COOKIE_SECONDS = 180 * 24 * 60 * 60;

/**
 * Every request that the function web answers. There is no limit on requests: a token of 128 bits is not
 * guessed, and a request that is turned away here has cost as much as one that is not.
 */
export function serve({ open, journal, randomBytes }: ServeOptions): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.use(async (c, next) => {
    c.set('nonce', randomBytes(16).toString('base64'));
    await next();
    for (const [name, value] of Object.entries(securityHeaders(c.get('nonce')))) {
      c.res.headers.set(name, value);
    }
  });

  const paged = (handler: Handler) => async (c: WebContext) => {
    const opened = open();
    if (opened.kind === 'wrong') return notConfigured(c);
    const { site } = opened;
    const isForm = c.req.method === 'POST';
    const locale = localeOf(c, site.voice.locale);
    const refuse = (name: SayingName, status: PageStatus) => {
      const page = sayingPage(name, locale);
      return answer(c, { kind: 'page', status, page }, { locale, timezone: site.voice.timezone });
    };
    if (isForm && !isUrlencoded(c)) return refuse('no-form', 415);
    if (isForm && isOfAnotherSite(c)) return refuse('wrong-page', 403);
    const body = isForm ? await readBody(c.req.raw, FORM_BYTES) : Buffer.alloc(0);
    if (body === undefined) return refuse('too-long', 413);
    const visit: Visit = {
      query: (name) => c.req.query(name),
      form: new URLSearchParams(body.toString()),
      locale,
      name: tidyEntry(getCookie(c, NAME_COOKIE), NAME_CHARACTERS),
      address: c.env.address,
    };
    const reply = await handler(visit, site);
    return answer(c, reply, { locale, timezone: site.voice.timezone });
  };

  app.get('/a', paged(showAlert));
  app.post('/a', paged(takeAnswer));
  app.get('/silences', paged(showSilences));
  app.post('/silences', paged(takeEnd));
  app.get('/alerts', paged(showAlerts));

  app.post('/slack', async (c) => {
    const opened = open();
    if (opened.kind === 'wrong') return c.text('not configured: see the log of the function', 503);
    const { site } = opened;
    if (site.slackSecrets.length === 0) {
      return c.text('web.slack_signing_secrets: is empty. Set the variable that it refers to', 503);
    }
    const body = await readBody(c.req.raw, SLACK_BYTES);
    if (body === undefined) return c.text('too long', 413);
    const timestamp = c.req.header('x-slack-request-timestamp');
    const signature = c.req.header('x-slack-signature');
    return c.body(null, await takeSlackAnswer({ timestamp, signature, body }, site));
  });

  app.get('/healthz', async (c) => {
    const opened = open();
    if (opened.kind === 'wrong')
      return c.json({ ok: false, ledger: 'down', configured: false }, 503);
    try {
      await opened.site.ledger.responses.read();
      return c.json({ ok: true, ledger: 'up', configured: true });
    } catch (error) {
      if (!(error instanceof LedgerDownError)) throw error;
      return c.json({ ok: false, ledger: 'down', configured: true }, 503);
    }
  });

  for (const [path, methods] of Object.entries(allowed)) {
    app.all(path, (c) => {
      c.header('allow', methods);
      return say(c, 'wrong-method', 405);
    });
  }
  app.notFound((c) => say(c, 'not-found', 404));
  app.onError((error, c) => {
    const page = c.req.path;
    if (error instanceof LedgerDownError) {
      return say(c, c.req.method === 'POST' ? 'ledger-answer' : 'ledger', 503);
    }
    journal({ kind: 'web-failed', page, error: errorName(error) });
    return say(c, 'failed', 500);
  });
  return app;

  /** A page of words, whether anything is configured or not. */
  function say(c: WebContext, name: SayingName, status: PageStatus): Promise<Response> {
    const opened = open();
    if (opened.kind === 'wrong' && name !== 'not-found' && name !== 'wrong-method') {
      return notConfigured(c);
    }
    const voice = opened.kind === 'open' ? opened.site.voice : undefined;
    const locale = localeOf(c, voice?.locale ?? 'en');
    const reply: Reply = { kind: 'page', status, page: sayingPage(name, locale) };
    return answer(c, reply, { locale, timezone: voice?.timezone });
  }
}

const allowed = {
  '/a': 'GET, HEAD, POST',
  '/silences': 'GET, HEAD, POST',
  '/alerts': 'GET, HEAD',
  '/slack': 'POST',
  '/healthz': 'GET, HEAD',
} as const;

/** What is wrong stands in the log: nobody can show that they have a link, and it names what is set. */
async function notConfigured(c: WebContext): Promise<Response> {
  const locale = localeOf(c, 'en');
  const page = sayingPage('not-configured', locale);
  return answer(c, { kind: 'page', status: 503, page }, { locale, timezone: undefined });
}

async function answer(
  c: WebContext,
  reply: Reply,
  { locale, timezone }: { readonly locale: Locale; readonly timezone: string | undefined },
): Promise<Response> {
  if (reply.kind === 'see') {
    if (reply.name !== undefined) remember(c, NAME_COOKIE, reply.name);
    return c.redirect(reply.path, 303);
  }
  const chosen = c.req.query('lang');
  if (chosen !== undefined && chosen === locale) remember(c, LANGUAGE_COOKIE, locale);
  const { search: query } = new URL(c.req.url);
  const around = { locale, nonce: c.get('nonce'), query, timezone };
  c.header('content-language', locale === 'zh' ? 'zh-CN' : 'en');
  return c.html(await pageHtml(reply.page, around), reply.status);
}

function localeOf(c: WebContext, standIn: Locale): Locale {
  return readLocale({
    chosen: [c.req.query('lang'), getCookie(c, LANGUAGE_COOKIE)],
    accepted: c.req.header('accept-language'),
    standIn,
  });
}

/**
 * Lax and not Strict, which would leave it out where a link is opened from a chat in the browser: the very
 * moment that it is for. One a response at most, because Function Compute's headers are single.
 */
function remember(c: WebContext, name: string, value: string): void {
  const path = '/';
  setCookie(c, name, value, {
    path,
    maxAge: COOKIE_SECONDS,
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
  });
}

/**
 * Whether another site made the browser send a form: in the name of its address, by a ticket that somebody
 * else was shown. Browsers that do not say so are taken at the ticket's word. `Origin` is of no use: it is
 * `null` wherever no referrer is sent.
 */
function isOfAnotherSite(c: WebContext): boolean {
  return ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '');
}

function isUrlencoded(c: WebContext): boolean {
  const [type = ''] = (c.req.header('content-type') ?? '').split(';');
  return type.trim().toLowerCase() === 'application/x-www-form-urlencoded';
}
