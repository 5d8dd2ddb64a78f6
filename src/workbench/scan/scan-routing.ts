import { routeFinding } from '../../alerts/route.ts';
import { resolveConfig } from '../../config/resolve-config.ts';
import type { Env } from '../../config/resolve-env.ts';
import { resolveRouting } from '../../config/resolve-routing.ts';
import { standInConfig } from '../../config/stand-in-config.ts';
import type { RuleSnapshot } from '../../model/alert.ts';
import { isRecordOnly } from '../../open-instance.ts';
import { ruleId } from '../../rule-faults.ts';
import type { Heading } from '../../sigma/rule.ts';
import type { ScanMatch } from './scan.ts';

/**
 * Whether a match would have rung on any channel, by a trailbell.yml (its value) as it is now: its routes,
 * `min_level`, mute times and silences, `record_only` and the changes to rules. Of a correlation only the
 * rule is known, not its events. Throws a ConfigError where the configuration is wrong; what needs a
 * variable that is not set is left out.
 */
export function openRinging(value: unknown, env: Env): (match: ScanMatch) => boolean {
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
    const change = config.rules[ruleId(rule)];
    if (change?.enabled === false || isRecordOnly(rule, config)) return undefined;
    const { title, tags, level } = rule;
    const silent = { fields: [], runbook: [], zh: {} };
    return { id: ruleId(rule), title, tags, level: change?.level ?? level, ...silent };
  }

  return ({ rule, time, describe }) => {
    const known = snapshots.has(rule) ? snapshots.get(rule) : snapshotOf(rule);
    snapshots.set(rule, known);
    if (known === undefined) return false;
    const event = describe?.();
    const events = event ? [event] : [];
    const finding = { rule: known, events, isWhole: event !== undefined, logged: time };
    const ways = routeFinding(finding, routing, time);
    return [...ways.values()].some(({ mutedBy }) => mutedBy === undefined);
  };
}
