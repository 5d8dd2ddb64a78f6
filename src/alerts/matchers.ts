import type { RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { Matchers } from '../model/routing.ts';
import { fitsGlob } from './glob.ts';

/** What is routed: a rule, and what it found. */
export interface Routable {
  readonly rule: RuleSnapshot;
  /** The event, or as many as are remembered of those that were correlated. */
  readonly events: readonly AuditEvent[];
  /** Whether those are all of them. */
  readonly isWhole: boolean;
  /** Of a correlation: what makes two of them a repeat of each other, as `Alert.key`. */
  readonly group?: string | undefined;
  /** When its log was written to the logstore, in milliseconds since 1970. */
  readonly logged: number;
}

/** A rule and one event, which is undefined where nothing is known of it. */
export interface Occurrence {
  readonly rule: RuleSnapshot;
  readonly event: AuditEvent | undefined;
  /** Of a correlation, as `Alert.key`. */
  readonly group?: string | undefined;
}

/** Whether all that is named fits. `accounts` is what people call them, by id. */
export function fits(
  match: Matchers,
  { rule, event }: Occurrence,
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
    actorFits(match.actor, event) &&
    (match.outcome === undefined ||
      (event !== undefined && match.outcome.includes(event.outcome.kind)))
  );
}

/**
 * Names are anybody's to choose in an account of their own, so a name alone is one of the account that
 * the event happened in; another account's is written with it.
 */
function actorFits(
  patterns: readonly string[] | undefined,
  event: AuditEvent | undefined,
): boolean {
  if (patterns === undefined) return true;
  if (event === undefined) return false;
  const { name, account } = event.actor;
  const isOwn = account === undefined || account === event.account;
  return patterns.some((pattern) =>
    pattern.includes('/')
      ? fitsGlob(pattern, `${account}/${name}`)
      : isOwn && fitsGlob(pattern, name),
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
