import type { Told } from './delivery/fate.ts';
import type { Settled } from './delivery/settle.ts';
import type { RuleSnapshot } from './model/alert.ts';
import type { BatchSummary, Journal, JournalEntry } from './model/journal.ts';
import type { LogScreen } from './model/log-screen.ts';
import type { Origin } from './model/raw-log.ts';

export type Tally = ReturnType<typeof openTally>;

/** Counts a batch while it goes, and writes the journal's lines where the counting happens. */
export function openTally(journal: Journal, now: () => number) {
  const started = now();
  /** By the ids of their rules. */
  const unrouted = new Map<string, string[]>();
  const sum = {
    records: 0,
    skipped: 0,
    malformed: 0,
    evaluated: 0,
    matches: 0,
    correlated: 0,
    repeated: 0,
    elsewhere: 0,
    unrouted: 0,
    alerts: 0,
    owed: 0,
    delivered: 0,
    suppressed: 0,
    muted: 0,
    held: 0,
    deadLetters: 0,
    retried: 0,
  };
  return {
    /** The same screen, with what it rejects counted. */
    countRejected({ content, rejects }: LogScreen): LogScreen {
      return {
        content,
        rejects(bytes, start, end) {
          const rejected = rejects(bytes, start, end);
          if (rejected) {
            sum.records += 1;
            sum.skipped += 1;
          }
          return rejected;
        },
      };
    },
    malformed(why: string, origin: Origin): void {
      sum.records += 1;
      sum.malformed += 1;
      journal({ kind: 'malformed', why, origin });
    },
    evaluated(matches: number): void {
      sum.records += 1;
      sum.evaluated += 1;
      sum.matches += matches;
    },
    correlated(found: number): void {
      sum.correlated += found;
    },
    repeated(findings: number): void {
      sum.repeated += findings;
    },
    elsewhere(findings: number): void {
      sum.elsewhere += findings;
    },
    unrouted({ id }: RuleSnapshot, finding: string): void {
      sum.unrouted += 1;
      const known = unrouted.get(id) ?? [];
      known.push(finding);
      unrouted.set(id, known);
    },
    told({ alert, fates, routed: { mutedBy } }: Told, settled: ReadonlyMap<string, Settled>): void {
      const { id, rule, events, count } = alert;
      sum.alerts += 1;
      for (const [channel, fate] of fates) {
        sum.owed += 1;
        const ending = settled.get(channel) ?? 'left';
        sum[counter[ending]] += 1;
        if (!('reason' in fate)) continue;
        const kind = ending === 'dead' ? 'dead-letter' : 'retry';
        journal({ kind, alert: id, rule: rule.id, events, channel, reason: fate.reason });
      }
      journal({
        kind: 'alert',
        alert: id,
        rule: rule.id,
        level: rule.level,
        count,
        events,
        channels: Object.fromEntries([...fates].map(([channel, { kind }]) => [channel, kind])),
        ...(mutedBy !== undefined && { mutedBy }),
      });
    },
    /** What was told, or is held, together. */
    digests(told: readonly Told[]): void {
      const digests = new Map<string, Extract<JournalEntry, { kind: 'digest' }>>();
      for (const { alert, fates } of told) {
        for (const [channel, fate] of fates) {
          if (!('digest' in fate)) continue;
          const place = JSON.stringify([fate.digest, channel]);
          const { alerts = 0, count = 0 } = digests.get(place) ?? {};
          digests.set(place, {
            kind: 'digest',
            digest: fate.digest,
            channel,
            state: fate.kind === 'held' ? 'held' : 'told',
            alerts: alerts + 1,
            count: count + alert.count,
          });
        }
      }
      for (const digest of digests.values()) journal(digest);
    },
    close(): BatchSummary {
      for (const [rule, events] of unrouted) journal({ kind: 'unrouted', rule, events });
      const summary = { ...sum, ms: now() - started };
      journal({ kind: 'batch', ...summary });
      return summary;
    },
  };
}

const counter = {
  delivered: 'delivered',
  suppressed: 'suppressed',
  muted: 'muted',
  held: 'held',
  dead: 'deadLetters',
  left: 'retried',
} as const satisfies Readonly<Record<Settled, string>>;
