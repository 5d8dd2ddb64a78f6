import type { RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { Matchers } from '../model/routing.ts';
import { fitsGlob } from './glob.ts';

/** What is routed: a rule, and the event that it found, or that completed what it correlates. */
export interface Routable {
  readonly rule: RuleSnapshot;
  /** Undefined where nothing is remembered of what was correlated. */
  readonly event: AuditEvent | undefined;
  /** When its log was written to the logstore, in milliseconds since 1970. */
  readonly logged: number;
}

/** Whether all that is named fits. `accounts` is what people call them, by id. */
export function fits(
  match: Matchers,
  { rule, event }: Routable,
  accounts: Readonly<Record<string, string>>,
): boolean {
  const { account } = event ?? {};
  const alias = account !== undefined && Object.hasOwn(accounts, account) && accounts[account];
  return (
    (match.level === undefined || match.level.includes(rule.level)) &&
    anyFits(match.rule, rule.id, rule.title) &&
    anyFits(match.tags, ...rule.tags) &&
    anyFits(match.service, event?.service) &&
    anyFits(match.account, account, alias || undefined) &&
    anyFits(match.region, event?.region) &&
    anyFits(match.actor, event?.actor.name) &&
    (match.outcome === undefined ||
      (event !== undefined && match.outcome.includes(event.outcome.kind)))
  );
}

function anyFits(
  patterns: readonly string[] | undefined,
  ...texts: readonly (string | undefined)[]
): boolean {
  if (patterns === undefined) return true;
  return texts.some(
    (text) => text !== undefined && patterns.some((pattern) => fitsGlob(pattern, text)),
  );
}
