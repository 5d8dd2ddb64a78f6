import type { Offer } from './action.ts';
import type { AuditEvent, Outcome, Resource } from './audit-event.ts';
import type { Level } from './level.ts';
import type { Answered } from './response.ts';
import type { Routed } from './routing.ts';

/** What an alert keeps of the rule that rang, so that it reads the same when the rule has gone. */
export interface RuleSnapshot {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  /** Sigma's `fields`: what of the record is worth showing. */
  readonly fields: readonly string[];
  /** What to do, step by step. */
  readonly runbook: readonly string[];
  /** The same in Chinese, where the rule says it. */
  readonly zh: { readonly title?: string; readonly runbook?: readonly string[] };
}

/** A field of the record and its value as text, redacted and cut. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** What is kept of an event to tell about it: bounded, whatever the record held. */
export interface Sample extends Omit<
  AuditEvent,
  'fields' | 'parameters' | 'origin' | 'resources' | 'otherResources'
> {
  readonly details: readonly Detail[];
}

/** A few different texts of an alert's events, redacted and cut; those of calls that succeeded first. */
export interface Distinct {
  readonly values: readonly { readonly text: string; readonly succeeded: boolean }[];
  /** Whether there were more. */
  readonly more: boolean;
}

export interface ResourceCount {
  readonly first: readonly Resource[];
  readonly total: number;
  readonly atLeast: boolean;
}

/** Events of one group, of this batch and earlier ones, that a correlation rule found together. */
export interface Correlated {
  readonly rule: RuleSnapshot;
  /** The same whenever the event that completed it is delivered again. */
  readonly id: string;
  /** What the events have in common; a name may be an alias for `fields` of the record. */
  readonly group: readonly (Detail & { readonly fields: readonly string[] })[];
  /** How many there are. */
  readonly count: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** In how many seconds they had to happen. */
  readonly timespan: number;
  /** Whether they are steps of one thing, rather than the same thing again and again. */
  readonly steps: boolean;
  /** The latest of them, in order of time. */
  readonly events: readonly AuditEvent[];
}

/** What one rule saw one actor do in one batch, or what a correlation rule saw over time. */
export interface Alert {
  /** The hash of its rule and its events: the same for every attempt to tell of them. */
  readonly id: string;
  /** Rule and actor, or the group of a correlation: what makes two alerts a repeat of each other. */
  readonly key: string;
  readonly rule: RuleSnapshot;
  /** What its channels are owed for: the ids of all its events, or that of what was correlated. */
  readonly events: readonly string[];
  /** How many events it speaks of. */
  readonly count: number;
  /** `told` is how many of the events are at hand: all else is said of these, the latest. */
  readonly correlation:
    | (Pick<Correlated, 'timespan' | 'steps'> & {
        readonly group: readonly Detail[];
        /** Of how many events the alert has more than their number. */
        readonly told: number;
      })
    | undefined;
  /** A few that differ, those that succeeded before the others; at least one. */
  readonly samples: readonly [Sample, ...Sample[]];
  /** Whether there are events that no sample was taken of. */
  readonly sampled: boolean;
  /** How many of the events ended in which way. */
  readonly outcomes: Readonly<Record<Outcome['kind'], number>>;
  /**
   * The resources of the calls that succeeded, or where none did of all: the first few, how many
   * there are, and whether there may be more than were counted.
   */
  readonly resources: ResourceCount;
  /** Event names. */
  readonly names: Distinct;
  readonly sessions: Distinct;
  readonly sourceIps: Distinct;
  readonly userAgents: Distinct;
  readonly regions: Distinct;
  /** Access key ids, masked. */
  readonly accessKeys: Distinct;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** The channels that still have to be told. */
  readonly channels: readonly string[];
  /** Whether they may have been told before: nobody can know. */
  readonly mayRepeat: boolean;
}

/** Repeats of an alert that were kept back. */
export interface KeptBack {
  /** Of how many events. */
  readonly count: number;
  /** When the first of them was, in milliseconds since 1970. */
  readonly since: number;
}

/** What there is to say to one channel about an alert, beside what happened. */
export interface Circumstances {
  /** Whether this channel may have been told before. */
  readonly mayRepeat: boolean;
  /** Repeats since the last time it rang. */
  readonly keptBack: KeptBack | undefined;
  /** What people have answered to alerts like it. */
  readonly answered?: Answered | undefined;
  /** What the reader may do about it. */
  readonly offers?: readonly Offer[];
}

/** Who still has to be told of something, and how. */
export type Owing = Pick<Alert, 'channels' | 'mayRepeat'> & { readonly routed: Routed };

/** An alert, and how its channels are to be told of it. */
export interface Due {
  readonly alert: Alert;
  readonly routed: Routed;
  /** Whether it speaks of all who were too many to be told apart: such alerts repeat nothing. */
  readonly isMixed?: boolean;
}

/** An alert that rings, and repeats of it that did not. */
export interface Ringing {
  readonly alert: Alert;
  readonly keptBack: KeptBack | undefined;
}
