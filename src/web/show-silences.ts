import type { Pass } from '../links/links.ts';
import { holdsAt } from '../model/response.ts';
import { checkLink } from './check-link.ts';
import { silencesPage } from './pages/silences-page.ts';
import type { Site } from './site.ts';
import type { Reply, Visit } from './visit.ts';

/** GET /silences: those that hold, and those that are over. It changes nothing. */
export async function showSilences(visit: Visit, site: Site): Promise<Reply> {
  const checked = checkLink(visit.query('t'), '/silences', visit, site);
  return checked.kind === 'refused' ? checked.reply : silencesReply(checked, visit, site);
}

interface Shown {
  readonly pass: Pass;
  readonly token: string;
  /** The id of a silence that nobody's name came for. */
  readonly nameless?: string;
}

export async function silencesReply(
  { pass, token, nameless }: Shown,
  { locale, name, query }: Visit,
  { ledger, links, voice, now }: Site,
): Promise<Reply> {
  const { silences } = await ledger.responses.read();
  const [at, newest] = [now(), silences.toReversed()];
  const page = silencesPage({
    locale,
    timezone: voice.timezone,
    accounts: voice.accounts,
    holding: newest
      .filter((silence) => holdsAt(silence, at))
      .map((silence) => ({
        silence,
        ticket: links.sign({ use: 'ticket', aim: 'end-silence', about: silence.id }, pass),
      })),
    over: newest.filter((silence) => !holdsAt(silence, at)),
    token,
    name,
    done: query('done'),
    nameless,
  });
  return { kind: 'page', status: nameless === undefined ? 200 : 400, page };
}
