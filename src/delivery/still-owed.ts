import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { markKey } from './mark-key.ts';

export interface Match {
  readonly rule: RuleSnapshot;
  readonly event: AuditEvent;
}

export interface OwedMatch extends Match {
  /** The names of the channels that were not told of it yet. */
  readonly channels: readonly string[];
}

/** What the ledger says about matches: each with the channels that have still to be told. */
export async function stillOwed(
  matches: readonly Match[],
  { channels, ledger }: { readonly channels: readonly Channel[]; readonly ledger: Ledger },
): Promise<readonly OwedMatch[]> {
  const names = channels.map(({ name }) => name);
  const keyOf = ({ rule, event }: Match, name: string): string => markKey(rule.id, event.id, name);
  const marked = await ledger.marked(
    matches.flatMap((match) => names.map((name) => keyOf(match, name))),
  );
  return matches.map((match) => ({
    ...match,
    channels: names.filter((name) => !marked.has(keyOf(match, name))),
  }));
}
