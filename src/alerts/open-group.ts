import type { Alert, Owing, RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent, Outcome } from '../model/audit-event.ts';
import { clip } from './clip.ts';
import { collectDistinct } from './collect-distinct.ts';
import { collectResources } from './collect-resources.ts';
import { collectSamples } from './collect-samples.ts';
import { hash } from './hash.ts';
import { maskAccessKey } from './redact.ts';
import { LONGEST } from './sample.ts';

const MOST_DISTINCT = 5;

/** Events that are told as one alert. */
export interface Group {
  add(event: AuditEvent): void;
  alert(): Alert;
}

/** A group keeps the ids of its events and a bounded sample, never the records. */
export function openGroup(key: string, rule: RuleSnapshot, time: Date, owing: Owing): Group {
  const ids = new Set<string>();
  const names = collectDistinct(MOST_DISTINCT);
  const sessions = collectDistinct(MOST_DISTINCT);
  const sourceIps = collectDistinct(MOST_DISTINCT);
  const userAgents = collectDistinct(MOST_DISTINCT);
  const regions = collectDistinct(MOST_DISTINCT);
  const accessKeys = collectDistinct(MOST_DISTINCT);
  const outcomes: Record<Outcome['kind'], number> = { succeeded: 0, denied: 0, failed: 0 };
  const samples = collectSamples(rule);
  const changed = collectResources();
  const attempted = collectResources();
  let firstSeen = time;
  let lastSeen = time;
  return {
    add(event) {
      // ActionTrail delivers a record twice now and then: it still happened once.
      if (ids.has(event.id)) return;
      ids.add(event.id);
      outcomes[event.outcome.kind] += 1;
      const succeeded = event.outcome.kind === 'succeeded';
      const { session, accessKey } = event.actor;
      names.add(event.name, succeeded);
      sessions.add(session, succeeded);
      sourceIps.add(event.sourceIp, succeeded);
      userAgents.add(event.userAgent, succeeded);
      regions.add(event.region, succeeded);
      accessKeys.add(accessKey && maskAccessKey(clip(accessKey, LONGEST)), succeeded);
      samples.add(event);
      (succeeded ? changed : attempted).add(event.resources, event.otherResources);
      if (event.time < firstSeen) firstSeen = event.time;
      if (event.time > lastSeen) lastSeen = event.time;
    },
    alert() {
      const events = [...ids];
      return {
        id: hash([rule.id, ...events.toSorted()]),
        key,
        rule,
        events,
        count: events.length,
        correlation: undefined,
        ...samples.taken(),
        outcomes,
        resources: (outcomes.succeeded > 0 ? changed : attempted).counted(),
        names: names.distinct(),
        sessions: sessions.distinct(),
        sourceIps: sourceIps.distinct(),
        userAgents: userAgents.distinct(),
        regions: regions.distinct(),
        accessKeys: accessKeys.distinct(),
        firstSeen,
        lastSeen,
        channels: owing.channels,
        mayRepeat: owing.mayRepeat,
      };
    },
  };
}
