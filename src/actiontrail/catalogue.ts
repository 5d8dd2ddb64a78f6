import ecd from './catalogue/ecd.json' with { type: 'json' };
import privatelink from './catalogue/privatelink.json' with { type: 'json' };

export interface CatalogueEvent {
  readonly access: 'read' | 'write';
  /** A verb phrase in the infinitive. */
  readonly en: string;
  readonly zh: string;
}

export interface CatalogueService {
  /** The canonical name. */
  readonly service: string;
  /** Other names that records give it, in lower case. */
  readonly aliases: readonly string[];
  /** Request parameters that name a resource, the most telling first, and the type they name. */
  readonly resourceParameters: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, CatalogueEvent>>;
}

/** What is known of each service's events. A service joins with one file and one line. */
const described: readonly CatalogueService[] = [
  { ...privatelink, events: readEvents(privatelink.events) },
  { ...ecd, events: readEvents(ecd.events) },
];

/** JSON widens `access` to string; what is not plainly a read counts as a write. */
function readEvents(
  events: Readonly<Record<string, { access: string; en: string; zh: string }>>,
): Readonly<Record<string, CatalogueEvent>> {
  return Object.fromEntries(
    Object.entries(events).map(([name, event]) => [
      name,
      { ...event, access: event.access === 'read' ? 'read' : 'write' },
    ]),
  );
}

/** Services that records are known to name, although their events are not described yet. */
const named: Readonly<Record<string, readonly string[]>> = {
  AasCustomer: [],
  AasSub: [],
  Actiontrail: [],
  Cloudfw: [],
  Ecs: [],
  Fc: ['fc-open'],
  Ims: [],
  Kms: [],
  Log: ['sls'],
  Oss: [],
  PrivateZone: ['pvtz'],
  Ram: [],
  Rds: [],
  ResourceManager: [],
  Slb: [],
  Sts: [],
  Vpc: [],
};

const services = new Map(described.map((service) => [service.service, service]));

const canonical = new Map(
  [
    ...described.map(({ service, aliases }) => [service, aliases] as const),
    ...Object.entries(named),
  ].flatMap(([service, aliases]) =>
    [service, ...aliases].map((name) => [folded(name), service] as const),
  ),
);

/** `eds-user`, `EdsUser` and `eds_user` are one name. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

/** The canonical name of a service, or undefined where the catalogue does not know it. */
export function canonicalService(name: string): string | undefined {
  return services.get(name)?.service ?? canonical.get(folded(name));
}

export function describeService(service: string): CatalogueService | undefined {
  return services.get(service);
}

/** The canonical names of the services that the catalogue knows. */
export function knownServices(): readonly string[] {
  return [...new Set(canonical.values())];
}

/** The names of all events that are described, of every service. */
export function knownEvents(): readonly string[] {
  return described.flatMap(({ events }) => Object.keys(events));
}

export function describeEvent(service: string, name: string): CatalogueEvent | undefined {
  const events = services.get(service)?.events;
  return events && Object.hasOwn(events, name) ? events[name] : undefined;
}
