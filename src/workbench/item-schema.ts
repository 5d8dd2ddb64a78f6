import { describeEvent, knownEventsOf, knownServices } from '../actiontrail/catalogue.ts';
import { modifiers } from '../sigma/items/modifiers.ts';
import type { RecordField } from './record-fields.ts';

/** A part of a JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** What most rules look at: ActionTrail's own fields, and the parameters that name a resource. */
const commonFields: readonly (RecordField | 'requestParameters.')[] = [
  'serviceName',
  'eventName',
  'eventType',
  'eventRW',
  'errorCode',
  'errorMessage',
  'acsRegion',
  'recipientAccountId',
  'sourceIpAddress',
  'userAgent',
  'userIdentity.type',
  'userIdentity.userName',
  'userIdentity.accountId',
  'userIdentity.principalId',
  'userIdentity.accessKeyId',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'additionalEventData.isMFAChecked',
  'additionalEventData.mfaChecked',
  'requestParameters.',
  'resourceName',
  'resourceType',
];

/** The modifiers that a person would type behind a field. */
const commonModifiers = ['contains', 'startswith', 'endswith', 're', 'cidr', 'expand', 'exists'];

/** `field|modifier: values`, one or more of them. It refers to definitions of `ruleSchema`. */
export function itemsSchema(): Schema {
  const modifier = `(?:${[...modifiers.keys()].join('|')})`;
  const plain = { $ref: '#/definitions/values' };
  const offered = commonFields.flatMap((field) => [
    field,
    ...commonModifiers.map((name) => `${field}|${name}`),
  ]);
  const known = {
    eventName: { $ref: '#/definitions/events' },
    serviceName: { $ref: '#/definitions/services' },
  };
  return {
    type: 'object',
    properties: { ...Object.fromEntries(offered.map((field) => [field, plain])), ...known },
    propertyNames: {
      pattern: String.raw`^[^|]*(?:\|${modifier})*$`,
      patternErrorMessage: 'There is no such modifier: docs/rules.md, "Modifiers".',
    },
    additionalProperties: plain,
  };
}

/** The names of the catalogue, as definitions. */
export function nameSchemas(): Schema {
  return {
    event: eventNames(),
    events: valuesOf('event'),
    service: { enum: knownServices() },
    services: valuesOf('service'),
  };
}

function eventNames(): Schema {
  const hints = new Map<string, string>();
  for (const service of knownServices()) {
    for (const name of knownEventsOf(service)) {
      const event = describeEvent(service, name);
      if (event === undefined) continue;
      const hint = `${service}: ${event.en} (${event.access}, ${event.risk})`;
      const known = hints.get(name);
      hints.set(name, known === undefined ? hint : `${known}; ${hint}`);
    }
  }
  const all = [...hints].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { enum: all.map(([name]) => name), enumDescriptions: all.map(([, hint]) => hint) };
}

/** One of the names, a list of them, or anything else: a pattern, an event of tomorrow. */
function valuesOf(definition: string): Schema {
  const known = { $ref: `#/definitions/${definition}` };
  const value = { anyOf: [known, { $ref: '#/definitions/value' }] };
  return { anyOf: [...value.anyOf, { type: 'array', items: value }] };
}
