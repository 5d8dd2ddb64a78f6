import { describeRecord } from '../../actiontrail/describe-record.ts';
import { readRecord } from '../../actiontrail/read-record.ts';
import { routesOf } from '../../alerts/route.ts';
import type { Env } from '../../config/resolve-env.ts';
import { standInConfig } from '../../config/stand-in-config.ts';
import type { RuleSnapshot } from '../../model/alert.ts';
import type { AuditEvent } from '../../model/audit-event.ts';
import type { Fields } from '../../model/fields.ts';
import type { Routed, RouteNode, Silence, TimeInterval } from '../../model/routing.ts';
import { isRecordOnly, openInstance } from '../../open-instance.ts';
import type { Project } from '../../project.ts';
import { ruleId } from '../../rule-faults.ts';
import type { Heading } from '../../sigma/rule.ts';
import { madeUpLog } from '../made-up-log.ts';
import type { RouteWarning } from './route-warning.ts';
import { warnOfRoutes } from './route-warnings.ts';

/** What there is to know of a project's routes, without asking anybody. */
export interface RouteOutline {
  readonly tree: RouteNode;
  readonly timeIntervals: readonly TimeInterval[];
  readonly silences: readonly Silence[];
  readonly staging: {
    readonly statuses: readonly string[];
    /** Titles of the rules that are only recorded. */
    readonly rules: readonly string[];
  };
  readonly warnings: readonly RouteWarning[];
  /** Variables that are not set: what needs them was left out. */
  readonly unset: readonly string[];
  /** What becomes of a record now; undefined where it is none. */
  follow(record: Fields): Followed | undefined;
}

/** The way of one record. */
export interface Followed {
  readonly event: AuditEvent;
  /** One for each rule that finds it, and rings on its own. */
  readonly findings: readonly {
    readonly rule: RuleSnapshot;
    /** The routes that take it, by their paths. */
    readonly routes: readonly string[];
    /** By the names of channels. */
    readonly ways: ReadonlyMap<string, Routed>;
  }[];
}

/** Opens a project's routes. Throws a ConfigError where the configuration is wrong. */
export function outlineRoutes(project: Project, env: Env, now: number): RouteOutline {
  const standIn = standInConfig(project.config, env);
  const { config, routing, story } = openInstance({
    project: { ...project, config: standIn.config },
    env,
    journal() {},
    onSay() {},
    fetch: () => Promise.reject(new TypeError('nobody is told by an outline')),
    now: () => now,
    allowLoopback: false,
  });
  const { tree, silences, timeIntervals } = routing;
  const rules: readonly Heading[] = [
    ...project.rules.map(({ rule }) => rule),
    ...project.correlations,
  ];
  return {
    tree,
    timeIntervals,
    silences,
    staging: {
      statuses: config.record_only,
      rules: rules.filter((rule) => isRecordOnly(rule, config)).map(({ title }) => title),
    },
    warnings: warnOfRoutes({
      tree,
      silences,
      now,
      channels: Object.keys(config.channels),
      timeIntervals,
      rules: rules.flatMap((rule) => [ruleId(rule), rule.title]),
      accounts: config.accounts,
      detections: project.rules.map(({ detection }) => detection),
    }),
    unset: standIn.unset,
    follow(record) {
      const reading = readRecord(madeUpLog(JSON.stringify(record), now));
      if (reading.kind === 'malformed') return undefined;
      const found = story.rules.match(reading.record);
      const event = describeRecord(reading.record);
      return {
        event,
        findings: found.rules.map((rule) => {
          const taken = routesOf({ rule, event }, routing);
          return {
            rule,
            routes: taken.map(({ path }) => path),
            ways: story.route({ rule, events: [event], isWhole: true, logged: now }, { now }),
          };
        }),
      };
    },
  };
}
