import { subjectId } from '../alerts/subject.ts';
import { TICKET_MS } from '../links/links.ts';
import type { Responder } from '../model/response.ts';
import { answerAlert } from './answer-alert.ts';
import { checkLink, checkTicket } from './check-link.ts';
import { sayingPage } from './pages/saying-page.ts';
import { alertReply, findTold, goneReply, isAnswer } from './show-alert.ts';
import type { Site } from './site.ts';
import { COMMENT_CHARACTERS, NAME_CHARACTERS, tidyEntry } from './tidy-entry.ts';
import type { Reply, Visit } from './visit.ts';

/** POST /a: keeps the answer of a form, once, and leads back to the alert. */
export async function takeAnswer(visit: Visit, site: Site): Promise<Reply> {
  const { form } = visit;
  const link = checkLink(form.get('t'), '/a', visit, site);
  if (link.kind === 'refused') return link.reply;
  const { pass, token } = link;
  const ticket = checkTicket(
    token,
    '/a',
    ({ aim, about }) => isAnswer(aim) && about === pass.about,
    visit,
    site,
  );
  if (ticket.kind === 'refused') return ticket.reply;
  const told = await findTold(pass.about, site);
  if (told === undefined) return goneReply(pass.about, token, visit, site);

  const action = form.get('action');
  // By its id and not by its place: what can be chosen may have changed since the page was shown.
  const subject = told.subjects.find((each) => subjectId(each) === form.get('scope'));
  const name = tidyEntry(form.get('name'), NAME_CHARACTERS);
  const comment = tidyEntry(form.get('comment'), COMMENT_CHARACTERS);
  if (!isAnswer(action) || subject === undefined || name === '') {
    const entered = {
      action: isAnswer(action) ? action : 'acknowledge',
      subject: subject ?? told.subjects[0],
      name,
      comment,
      wrong: isAnswer(action) && subject !== undefined ? 'name' : 'choice',
    } as const;
    return alertReply({ told, pass, token, entered }, visit, site);
  }

  const by = namedBy(name, visit);
  const proof = ['ticket', ticket.token];
  const from = shownAt(form, site.now());
  const answered = await answerAlert({ proof, action, told, subject, by, comment, from }, site);
  if (answered.kind === 'too-many') {
    const page = sayingPage('too-many', visit.locale, { token });
    return { kind: 'page', status: 409, page };
  }
  return { kind: 'see', path: `/a?t=${token}&done=${answered.response.id}`, name };
}

/** When the page was shown, in milliseconds since 1970; now, where the form says nothing that can be. */
function shownAt(form: URLSearchParams, now: number): number {
  const shown = Number(form.get('shown'));
  return shown <= now && now - shown <= TICKET_MS ? shown : now;
}

/** Whoever holds a link, and says what they are called. */
export function namedBy(name: string, { address }: Visit): Responder {
  return { name, isVerified: false, address };
}
