import ecd from '../src/actiontrail/catalogue/ecd.json' with { type: 'json' };
import privatelink from '../src/actiontrail/catalogue/privatelink.json' with { type: 'json' };

/** An API call as a record names it. */
export interface Call {
  /** `serviceName` of the record. */
  readonly service: string;
  readonly name: string;
}

/** What consoles and agents ask all day, and no rule names. */
export const reads = catalogued('read').filter(({ name }) => /^(?:Describe|Get|List)/.test(name));

export const writes = catalogued('write');

function catalogued(access: string): readonly Call[] {
  return [
    { service: 'PrivateLink', events: privatelink.events },
    { service: 'ecd', events: ecd.events },
  ].flatMap(({ service, events }) =>
    Object.entries(events)
      .filter(([, event]) => event.access === access)
      .map(([name]) => ({ service, name })),
  );
}
