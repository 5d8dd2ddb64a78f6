import type { Detail, RuleSnapshot, Sample } from '../model/alert.ts';
import type { Actor, AuditEvent, Resource } from '../model/audit-event.ts';
import { clip } from './clip.ts';
import { pickDetails } from './details.ts';
import { maskAccessKey, redact } from './redact.ts';

/** Longer than any real name, user agent or code, and short enough to keep a few of. */
export const LONGEST = 300;

/** What an alert keeps of an event: its texts redacted and cut, its access key masked. */
export function takeSample(event: AuditEvent, rule: Pick<RuleSnapshot, 'fields'>): Sample {
  const { id, time, access, summary, outcome, trailUrl } = event;
  return {
    id,
    time,
    access,
    summary,
    trailUrl,
    service: tidy(event.service),
    name: tidy(event.name),
    actor: tidyActor(event.actor),
    sourceIp: tidyOptional(event.sourceIp),
    userAgent: tidyOptional(event.userAgent),
    account: tidyOptional(event.account),
    region: tidyOptional(event.region),
    requestId: tidyOptional(event.requestId),
    outcome:
      outcome.kind === 'succeeded' ? outcome : { kind: outcome.kind, code: tidy(outcome.code) },
    details: detailsOf(event, rule),
  };
}

/** A mistake of ours in picking what to show must not cost anybody the alert. */
function detailsOf(event: AuditEvent, rule: Pick<RuleSnapshot, 'fields'>): readonly Detail[] {
  try {
    return pickDetails(event, rule.fields);
  } catch {
    return [];
  }
}

export function tidyActor({ kind, name, account, accessKey, session, mfa }: Actor): Actor {
  return {
    kind: tidy(kind),
    name: tidy(name),
    account: tidyOptional(account),
    accessKey: accessKey && maskAccessKey(clip(accessKey, LONGEST)),
    session: tidyOptional(session),
    mfa,
  };
}

export function tidyResource(resource: Resource): Resource {
  const { type, id, url } = resource;
  return { type: tidy(type), id: tidy(id), ...(url && { url: clip(url, LONGEST) }) };
}

/** A text of an event, redacted and cut. */
export function tidy(text: string): string {
  return redact(clip(text, LONGEST));
}

function tidyOptional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : tidy(text);
}
