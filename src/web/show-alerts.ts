import { sayAlert } from '../alerts/say-alert.ts';
import { answersTo } from '../alerts/subject.ts';
import type { ToldAlert } from '../ledger/ledger.ts';
import type { Pass } from '../links/links.ts';
import { type Answered, holdsAt } from '../model/response.ts';
import { readTold } from '../told-alert.ts';
import { checkLink } from './check-link.ts';
import { alertsPage, type ListedAlert } from './pages/alerts-page.ts';
import type { Site } from './site.ts';
import type { Reply, Visit } from './visit.ts';

const MOST_ALERTS = 50;

/** GET /alerts: what was told lately, the newest first. It changes nothing. */
export async function showAlerts(visit: Visit, site: Site): Promise<Reply> {
  const checked = checkLink(visit.query('t'), '/alerts', visit, site);
  if (checked.kind === 'refused') return checked.reply;
  const { pass, token } = checked;
  const [told, answered] = await Promise.all([
    site.ledger.told.recent(MOST_ALERTS),
    site.ledger.responses.read(),
  ]);
  const page = alertsPage({
    locale: visit.locale,
    timezone: site.voice.timezone,
    alerts: told.flatMap((each) => listed(each, { answered, pass, visit, site })),
    token,
  });
  return { kind: 'page', status: 200, page };
}

interface Around {
  readonly answered: Answered;
  readonly pass: Pass;
  readonly visit: Visit;
  readonly site: Site;
}

function listed(
  { id, text, at }: ToldAlert,
  { answered, pass, visit, site: { links, voice, now } }: Around,
): readonly ListedAlert[] {
  const told = readTold(text);
  if (told === undefined) return [];
  const circumstances = { mayRepeat: false, keptBack: undefined };
  const said = sayAlert(told.alert, { ...voice, locale: visit.locale }, circumstances);
  const { level, title, sentence } = said;
  const state = stateOf(answersTo(told.alert, answered), { at, now: now() });
  const token = links.sign({ use: 'link', aim: 'look', about: id }, pass);
  return [{ level, title, sentence, at, state, token }];
}

/** What became of an alert that was told `at`. What was answered before was about an earlier one. */
function stateOf(
  { silences, acknowledgements }: Answered,
  { at, now }: { readonly at: number; readonly now: number },
): ListedAlert['state'] {
  if (silences.some((silence) => holdsAt(silence, now))) return 'silenced';
  if (acknowledgements.some((each) => each.at >= at)) return 'acknowledged';
  return silences.some((each) => each.at >= at) ? 'noLongerSilenced' : 'unanswered';
}
