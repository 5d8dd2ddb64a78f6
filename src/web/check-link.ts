import type { Pass } from '../links/links.ts';
import { sayingPage } from './pages/saying-page.ts';
import type { SayingName } from './pages/sayings.ts';
import type { Site } from './site.ts';
import type { PageStatus, Reply, Visit } from './visit.ts';

export type Checked =
  | { readonly kind: 'valid'; readonly pass: Pass; readonly token: string }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** Whether a visitor holds a link. Any link opens the pages; only a ticket changes something. */
export function checkLink(
  token: string | null | undefined,
  page: string,
  visit: Visit,
  site: Site,
): Checked {
  if (!token) return refuse('no-link', 403, { page, visit, site });
  const read = site.links.read(token);
  if (read.kind === 'refused') {
    return refuse(read.why, read.why === 'expired' ? 410 : 403, { page, visit, site });
  }
  if (read.pass.use !== 'link') return refuse('forged', 403, { page, visit, site });
  return { kind: 'valid', pass: read.pass, token };
}

/**
 * Whether a form was sent from a page of ours, by whoever was shown it: its ticket, which stands in the page
 * alone. `token` is the link that opened the page, for the way back.
 */
export function checkTicket(
  token: string,
  page: string,
  isRight: (pass: Pass) => boolean,
  visit: Visit,
  site: Site,
): Checked {
  const ticket = visit.form.get('ticket') ?? '';
  const read = site.links.read(ticket);
  const around = { page, visit, site, token };
  if (read.kind === 'refused' && read.why === 'expired') return refuse('old-page', 410, around);
  if (read.kind === 'refused' || read.pass.use !== 'ticket' || !isRight(read.pass)) {
    return refuse('wrong-page', 403, around);
  }
  return { kind: 'valid', pass: read.pass, token: ticket };
}

interface RefusedAround {
  readonly page: string;
  readonly visit: Visit;
  readonly site: Site;
  readonly token?: string;
}

function refuse(
  why: SayingName,
  status: PageStatus,
  { page, visit, site, token }: RefusedAround,
): Checked {
  site.journal({ kind: 'web-refused', page, why });
  const said = sayingPage(why, visit.locale, { token });
  return { kind: 'refused', reply: { kind: 'page', status, page: said } };
}
