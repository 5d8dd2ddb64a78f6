import { checkLink, checkTicket } from './check-link.ts';
import { sayingPage } from './pages/saying-page.ts';
import { silencesReply } from './show-silences.ts';
import type { Site } from './site.ts';
import { namedBy } from './take-answer.ts';
import { NAME_CHARACTERS, tidyEntry } from './tidy-entry.ts';
import type { Reply, Visit } from './visit.ts';

/** POST /silences: ends the silence that a ticket is about. Ended ones stay as they are. */
export async function takeEnd(visit: Visit, site: Site): Promise<Reply> {
  const { form, locale } = visit;
  const link = checkLink(form.get('t'), '/silences', visit, site);
  if (link.kind === 'refused') return link.reply;
  const { token } = link;
  const ticket = checkTicket(token, '/silences', ({ aim }) => aim === 'end-silence', visit, site);
  if (ticket.kind === 'refused') return ticket.reply;
  const id = ticket.pass.about;
  const name = tidyEntry(form.get('name'), NAME_CHARACTERS);
  if (name === '') return silencesReply({ ...link, nameless: id }, visit, site);

  const { responses } = site.ledger;
  const before = (await responses.read()).silences.find((silence) => silence.id === id);
  const silence = await responses.end(id, namedBy(name, visit));
  if (silence === undefined) {
    return { kind: 'page', status: 404, page: sayingPage('no-silence', locale, { token }) };
  }
  if (before?.ended === undefined && silence.ended !== undefined) {
    site.journal({
      kind: 'answered',
      what: 'end',
      answer: id,
      alert: silence.alert,
      rule: silence.subject.rule,
      isVerified: false,
    });
  }
  return { kind: 'see', path: `/silences?t=${token}&done=${id}`, name };
}
