import type { Outcome } from './audit-event.ts';
import type { Level } from './level.ts';

/**
 * What events are told together by, beside their rule and account, which are always the same. `...` is
 * Alertmanager's word for everything: each event is told alone.
 */
export const groupings = [
  'rule',
  'account',
  'actor',
  'service',
  'event',
  'region',
  'outcome',
  'source_ip',
  '...',
] as const;

export type Grouping = (typeof groupings)[number];

/** What a finding has to be like. All that is named has to fit; of a list, one. `*` stands for anything. */
export interface Matchers {
  readonly level?: readonly Level[] | undefined;
  /** Id or title. */
  readonly rule?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly service?: readonly string[] | undefined;
  /** Id, or what people call it. */
  readonly account?: readonly string[] | undefined;
  readonly region?: readonly string[] | undefined;
  /** The name of a user or a role of the account, or, of another one, with it: `account/name`. */
  readonly actor?: readonly string[] | undefined;
  readonly outcome?: readonly Outcome['kind'][] | undefined;
}

/** Inclusive, both of them. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** Minutes of a day; `to` is not part of it, and is before `from` where it goes on after midnight. */
export type ClockBounds = Bounds;

/** A time that comes again. All that is named has to fit; of a list, one. */
export interface RecurringTime {
  readonly times: readonly ClockBounds[];
  /** 0 is Sunday. */
  readonly weekdays: readonly Bounds[];
  /** From 1, or from the end of the month, of which -1 is the last. */
  readonly daysOfMonth: readonly Bounds[];
  /** From 1. */
  readonly months: readonly Bounds[];
  readonly years: readonly Bounds[];
  /** An IANA name. */
  readonly location: string;
}

export interface TimeInterval {
  readonly name: string;
  /** One of them has to fit. */
  readonly times: readonly RecurringTime[];
}

/** How findings that take a route are told. */
export interface Route {
  /** Its place in trailbell.yml: `route`, `route.routes.2`. */
  readonly path: string;
  readonly channels: readonly string[];
  readonly groupBy: readonly Grouping[];
  /** For how long repeats of an alert are only counted; 0 where all of them ring. */
  readonly repeatIntervalMs: number;
  /** What is below it does not ring. */
  readonly minLevel: Level | undefined;
  /** When it does not ring, by the time of the event. */
  readonly muteTimes: readonly TimeInterval[];
  /** When alone it does; always where there is none. */
  readonly activeTimes: readonly TimeInterval[];
}

/** A route and those below it, of which the first that fits takes a finding. */
export interface RouteNode {
  readonly route: Route;
  readonly match: Matchers;
  /** Whether the routes after it are asked as well. */
  readonly continues: boolean;
  readonly routes: readonly RouteNode[];
}

/** Keeps what fits from ringing, until it ends. */
export interface Silence {
  readonly match: Matchers;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly comment: string;
}

/** How one route that a finding takes has it told. */
export interface Routed {
  readonly route: Route;
  /** Those of the route's channels that it tells: a channel hears of a finding by one route alone. */
  readonly channels: readonly string[];
  /** The setting that keeps it from ringing; undefined where it rings. */
  readonly mutedBy: string | undefined;
  /** Whether it is so old that it is only counted in a digest. */
  readonly isLate: boolean;
}

/** How each channel is told of a finding, by its name. Empty where it is told to nobody. */
export type Ways = ReadonlyMap<string, Routed>;
