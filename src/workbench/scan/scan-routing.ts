import { routeFinding } from '../../alerts/route.ts';
import { resolveConfig } from '../../config/resolve-config.ts';
import type { Env } from '../../config/resolve-env.ts';
import { resolveRouting } from '../../config/resolve-routing.ts';
import { standInConfig } from '../../config/stand-in-config.ts';
import type { RuleSnapshot } from '../../model/alert.ts';
import type { Route } from '../../model/routing.ts';
import { isRecordOnly } from '../../open-instance.ts';
import { ruleSnapshot } from '../../rule-snapshot.ts';
import type { Heading } from '../../sigma/rule.ts';
import type { ScanMatch } from './scan.ts';

/** The routes by which a match would have rung on some channel; none where it rings nobody. */
export type RingingRoutes = (match: ScanMatch) => readonly RingingRoute[];

export type RingingRoute = Pick<Route, 'path' | 'groupBy'>;

/**
 * Goes by a trailbell.yml (its value) as it is now: its routes, `min_level`, mute times and silences, and
 * `record_only`; what it changes of rules has been changed. Of a correlation only the rule is known, not
 * its events. Throws a ConfigError where the configuration is wrong; what needs a variable that is not
 * set is left out.
 */
export function openRingingRoutes(value: unknown, env: Env): RingingRoutes {
  const config = resolveConfig(standInConfig(value, env).config, env);
  const routing = {
    ...resolveRouting(config),
    accounts: config.accounts,
    recordOnly: new Set<string>(),
    lateAfterMs: 0,
  };
  const snapshots = new Map<Heading, RuleSnapshot | undefined>();

  /** Undefined where the rule never rings. */
  function snapshotOf(rule: Heading): RuleSnapshot | undefined {
    if (snapshots.has(rule)) return snapshots.get(rule);
    const known = isRecordOnly(rule, config) ? undefined : ruleSnapshot(rule);
    snapshots.set(rule, known);
    return known;
  }

  return ({ rule, time, describe }) => {
    const known = snapshotOf(rule);
    if (known === undefined) return [];
    const event = describe?.();
    const events = event ? [event] : [];
    const finding = { rule: known, events, isWhole: event !== undefined, logged: time };
    const ways = [...routeFinding(finding, routing, time).values()];
    const ringing = ways.filter(({ mutedBy }) => mutedBy === undefined);
    return [...new Set(ringing.map(({ route }) => route))];
  };
}
