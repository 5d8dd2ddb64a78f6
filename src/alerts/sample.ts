import type { RuleSnapshot, Sample } from '../model/alert.ts';
import type { AuditEvent, Resource } from '../model/audit-event.ts';
import { clip } from './clip.ts';
import { pickDetails } from './details.ts';
import { maskAccessKey, redact } from './redact.ts';

/** Longer than any real name, user agent or code, and short enough to keep a few of. */
const LONGEST = 300;

/** What an alert keeps of an event: its texts redacted and cut, its access key masked. */
export function takeSample(event: AuditEvent, rule: RuleSnapshot): Sample {
  const { fields: _fields, origin: _origin, resources: _resources, ...kept } = event;
  return {
    ...kept,
    name: tidy(event.name),
    service: tidy(event.service),
    actor: {
      kind: tidy(event.actor.kind),
      name: tidy(event.actor.name),
      account: event.actor.account && tidy(event.actor.account),
      accessKey: event.actor.accessKey && maskAccessKey(clip(event.actor.accessKey, LONGEST)),
      session: event.actor.session && tidy(event.actor.session),
      mfa: event.actor.mfa,
    },
    sourceIp: event.sourceIp && tidy(event.sourceIp),
    userAgent: event.userAgent && tidy(event.userAgent),
    account: event.account && tidy(event.account),
    region: event.region && tidy(event.region),
    requestId: event.requestId && tidy(event.requestId),
    outcome:
      event.outcome.kind === 'succeeded'
        ? event.outcome
        : { kind: event.outcome.kind, code: tidy(event.outcome.code) },
    details: pickDetails(event, rule.fields),
  };
}

export function tidyResource(resource: Resource): Resource {
  return { ...resource, type: tidy(resource.type), id: tidy(resource.id) };
}

export function tidy(text: string): string {
  return redact(clip(text, LONGEST));
}
