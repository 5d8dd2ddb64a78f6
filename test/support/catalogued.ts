import {
  type CatalogueEvent,
  describeEvent,
  knownEventsOf,
} from '../../src/actiontrail/catalogue.ts';

/** The events of a service, each with what the catalogue says of it. */
export function eventsOf(service: string): readonly (readonly [string, CatalogueEvent])[] {
  return knownEventsOf(service).map((name) => {
    const event = describeEvent(service, name);
    if (event === undefined) throw new Error(`${service} has no ${name}`);
    return [name, event];
  });
}
