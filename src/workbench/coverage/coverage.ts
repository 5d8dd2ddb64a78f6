import {
  describeEvent,
  describeService,
  knownEventsOf,
  knownServices,
} from '../../actiontrail/catalogue.ts';
import type { Rule } from '../../sigma/rule.ts';
import { answeredEvents } from './answered-events.ts';

/** A rule that answers an event. */
export interface Answer {
  readonly rule: Rule;
  /** Whether it matches a plain call of it, or only in some cases. */
  readonly plain: boolean;
}

export interface CoveredEvent {
  readonly name: string;
  readonly access: 'read' | 'write';
  /** A verb phrase in the infinitive. */
  readonly summary: string;
  /** In the order of the rules. */
  readonly answers: readonly Answer[];
}

export interface ServiceCoverage {
  /** The canonical name. */
  readonly service: string;
  /** Whether the catalogue has all of the service's events, or those that rules need. */
  readonly whole: boolean;
  /** In the catalogue's order. */
  readonly events: readonly CoveredEvent[];
}

export interface Coverage {
  /** The services of which the catalogue describes events. */
  readonly services: readonly ServiceCoverage[];
  /** Rules that answer no event of the catalogue: they look at calls of any name, or at others. */
  readonly elsewhere: readonly Rule[];
}

/**
 * Puts rules beside the events of the catalogue. Correlations count by the rules that they refer to,
 * which are among these.
 */
export function coverEvents(rules: readonly Rule[]): Coverage {
  const answered = answeredEvents(rules);
  const answersTo = new Map<string, Answer[]>();
  const elsewhere: Rule[] = [];
  for (const rule of rules) {
    const events = answered.get(rule) ?? [];
    if (events.length === 0) elsewhere.push(rule);
    for (const { service, name, plain } of events) {
      const key = `${service} ${name}`;
      const known = answersTo.get(key);
      if (known === undefined) answersTo.set(key, [{ rule, plain }]);
      else known.push({ rule, plain });
    }
  }
  const services = knownServices().flatMap((service): readonly ServiceCoverage[] => {
    const events = knownEventsOf(service).flatMap((name): readonly CoveredEvent[] => {
      const described = describeEvent(service, name);
      const answers = answersTo.get(`${service} ${name}`) ?? [];
      return described === undefined
        ? []
        : [{ name, access: described.access, summary: described.en, answers }];
    });
    const whole = describeService(service)?.whole === true;
    return events.length === 0 ? [] : [{ service, whole, events }];
  });
  return { services, elsewhere };
}

/** What the report counts of a service. */
export interface CoverageCount {
  readonly events: number;
  readonly writes: number;
  /** Of the writes, those that a rule answers. */
  readonly covered: number;
  /** Of those, what is answered in some cases only. */
  readonly partly: number;
  /** The writes that no rule answers. */
  readonly uncovered: readonly string[];
  /** How many different rules answer an event of it. */
  readonly rules: number;
}

export function countCoverage({ events }: ServiceCoverage): CoverageCount {
  const writes = events.filter(({ access }) => access === 'write');
  const covered = writes.filter(({ answers }) => answers.length > 0);
  return {
    events: events.length,
    writes: writes.length,
    covered: covered.length,
    partly: covered.filter(({ answers }) => answers.every(({ plain }) => !plain)).length,
    uncovered: writes.filter(({ answers }) => answers.length === 0).map(({ name }) => name),
    rules: new Set(events.flatMap(({ answers }) => answers.map(({ rule }) => rule))).size,
  };
}
