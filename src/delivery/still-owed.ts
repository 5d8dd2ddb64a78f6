import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RuleSnapshot } from '../model/alert.ts';
import { markKey } from './mark-key.ts';

/** What a rule found, which channels are to be told of. */
interface Finding {
  readonly rule: RuleSnapshot;
  /** Of the event, or of what was correlated. */
  readonly id: string;
}

/** What the ledger says about findings: each with the names of the channels that were not told yet. */
export async function stillOwed<Found extends Finding>(
  findings: readonly Found[],
  { channels, ledger }: { readonly channels: readonly Channel[]; readonly ledger: Ledger },
): Promise<readonly (readonly [finding: Found, channels: readonly string[]])[]> {
  const names = channels.map(({ name }) => name);
  const keyOf = ({ rule, id }: Found, name: string): string => markKey(rule.id, id, name);
  const marked = await ledger.marked(
    findings.flatMap((finding) => names.map((name) => keyOf(finding, name))),
  );
  return findings.map((finding) => [
    finding,
    names.filter((name) => !marked.has(keyOf(finding, name))),
  ]);
}
