import { html } from 'hono/html';
import { sayAlert } from '../alerts/say-alert.ts';
import { answersTo } from '../alerts/subject.ts';
import { NOTHING, type Pass } from '../links/links.ts';
import { type AnswerAction, answers } from '../model/action.ts';
import { type Answered, titleOf } from '../model/response.ts';
import { readTold, type ToldEntry } from '../told-alert.ts';
import { checkLink } from './check-link.ts';
import { alertPage, type Entered } from './pages/alert-page.ts';
import { answerLine } from './pages/answers-list.ts';
import { momentText } from './pages/moment.ts';
import { sayingPage } from './pages/saying-page.ts';
import { silenceEnd } from './silence-end.ts';
import type { Site } from './site.ts';
import type { Reply, Visit } from './visit.ts';

/** GET /a: what an alert says, who has answered, and a form to answer by. It changes nothing. */
export async function showAlert(visit: Visit, site: Site): Promise<Reply> {
  const checked = checkLink(visit.query('t'), '/a', visit, site);
  if (checked.kind === 'refused') return checked.reply;
  const { pass, token } = checked;
  if (pass.aim === 'end-silence') return { kind: 'see', path: `/silences?t=${token}` };
  if (pass.about === NOTHING) return { kind: 'see', path: `/alerts?t=${token}` };

  const told = await findTold(pass.about, site);
  if (told === undefined) return goneReply(pass.about, token, visit, site);
  const entered = {
    action: isAnswer(pass.aim) ? pass.aim : 'acknowledge',
    subject: told.subjects[0],
    name: visit.name,
    comment: '',
  } as const;
  return alertReply({ told, pass, token, entered }, visit, site);
}

interface Shown {
  readonly told: ToldEntry;
  /** What opened the page, and as text. */
  readonly pass: Pass;
  readonly token: string;
  readonly entered: Entered;
}

/** The page of an alert, with a ticket of its own. */
export async function alertReply(
  { told, pass, token, entered }: Shown,
  { locale, query }: Visit,
  { ledger, links, voice, now }: Site,
): Promise<Reply> {
  const { timezone, accounts } = voice;
  const answered = await ledger.responses.read();
  const shownAt = now();
  const endOf = (action: Exclude<AnswerAction, 'acknowledge'>): string =>
    momentText(silenceEnd(action, shownAt, timezone), timezone);
  const page = alertPage({
    locale,
    timezone,
    accounts,
    notification: sayAlert(
      told.alert,
      { ...voice, locale },
      { mayRepeat: false, keptBack: undefined },
    ),
    subjects: told.subjects,
    answered: answersTo(told.alert, answered),
    shownAt,
    ends: {
      'silence-1h': endOf('silence-1h'),
      'silence-4h': endOf('silence-4h'),
      'silence-morning': endOf('silence-morning'),
    },
    token,
    ticket: links.sign({ use: 'ticket', aim: entered.action, about: pass.about }, pass),
    entered,
    done: query('done'),
  });
  return { kind: 'page', status: entered.wrong === undefined ? 200 : 400, page };
}

export async function findTold(id: string, { ledger }: Site): Promise<ToldEntry | undefined> {
  const found = await ledger.told.find(id);
  return found && readTold(found.text);
}

/** An alert that is not kept any more: what was answered to it may still be known. */
export async function goneReply(
  id: string,
  token: string,
  { locale }: Visit,
  { ledger, voice }: Site,
): Promise<Reply> {
  const answered: Answered = await ledger.responses.read();
  const known = [...answered.silences, ...answered.acknowledgements].filter(
    ({ alert }) => alert === id,
  );
  const reader = { locale, timezone: voice.timezone };
  const more = html`<ul class="plain">${known.map(
    (response) => html`<li><p>${titleOf(response, locale)}</p>${answerLine(response, reader)}</li>`,
  )}</ul>`;
  return { kind: 'page', status: 410, page: sayingPage('gone', locale, { token, more }) };
}

export function isAnswer(text: string | null): text is AnswerAction {
  return answers.some((action) => action === text);
}
