import { knownEventsOf, knownServices } from '../../actiontrail/catalogue.ts';
import { isForActionTrail } from '../../rule-faults.ts';
import type { Event } from '../../sigma/event.ts';
import { compileRules } from '../../sigma/match/compile-rules.ts';
import { openJudge } from '../../sigma/match/judge.ts';
import type { Rule } from '../../sigma/rule.ts';

/** An event of the catalogue. */
export interface NamedEvent {
  readonly service: string;
  readonly name: string;
  /** Whether the rule rings for a plain call of it, or only in some cases. */
  readonly plain: boolean;
}

/** A call that succeeded, and of which the record says nothing more. */
export function plainCall({ service, name }: Pick<NamedEvent, 'service' | 'name'>): Event {
  return { serviceName: service, eventName: name, errorCode: '' };
}

const known = ['serviceName', 'eventName'];

/** What no operation is called. */
const NO_EVENT = 'trailbell-no-such-event';

/**
 * Finds the events of the catalogue that a rule asks for: those that it may match, though not an event
 * of any other name. A rule that looks at who called, whatever was called, answers none.
 */
export function openAnsweredEvents(): (rule: Rule) => readonly NamedEvent[] {
  const judge = openJudge();
  return (rule) => {
    if (!isForActionTrail(rule)) return [];
    const { detection } = rule;
    const set = compileRules([rule]);
    const rings = (event: Event) => set.match(event, () => {}).length > 0;
    return knownServices().flatMap((service) => {
      const judged = (eventName: string) =>
        judge(detection, { serviceName: service, eventName }, known);
      // Most rules are of one service, and there are many events.
      if (judge(detection, { serviceName: service }, ['serviceName']) === 'never') return [];
      const events = knownEventsOf(service);
      if (events.length === 0 || judged(NO_EVENT) !== 'never') return [];
      return events.flatMap((name) => {
        if (judged(name) === 'never') return [];
        return [{ service, name, plain: rings(plainCall({ service, name })) }];
      });
    });
  };
}
