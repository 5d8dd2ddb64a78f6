import { levels, type Level } from '../model/level.ts';
import aasCustomer from './catalogue/aas-customer.json' with { type: 'json' };
import aasSub from './catalogue/aas-sub.json' with { type: 'json' };
import actiontrail from './catalogue/actiontrail.json' with { type: 'json' };
import cloudfw from './catalogue/cloudfw.json' with { type: 'json' };
import ecd from './catalogue/ecd.json' with { type: 'json' };
import ecs from './catalogue/ecs.json' with { type: 'json' };
import fc from './catalogue/fc.json' with { type: 'json' };
import ims from './catalogue/ims.json' with { type: 'json' };
import kms from './catalogue/kms.json' with { type: 'json' };
import log from './catalogue/log.json' with { type: 'json' };
import oss from './catalogue/oss.json' with { type: 'json' };
import privatelink from './catalogue/privatelink.json' with { type: 'json' };
import ram from './catalogue/ram.json' with { type: 'json' };
import rds from './catalogue/rds.json' with { type: 'json' };
import resourceManager from './catalogue/resource-manager.json' with { type: 'json' };
import slb from './catalogue/slb.json' with { type: 'json' };
import sts from './catalogue/sts.json' with { type: 'json' };
import vpc from './catalogue/vpc.json' with { type: 'json' };

export interface CatalogueEvent {
  readonly access: 'read' | 'write';
  /** How grave the plain call is where it succeeds. */
  readonly risk: Level;
  /** A verb phrase in the infinitive. */
  readonly en: string;
  readonly zh: string;
}

export interface CatalogueService {
  /** The canonical name. */
  readonly service: string;
  /** Other names that records give it. */
  readonly aliases: readonly string[];
  /** Whether all events are here that the vendor's page lists: of such a service, any other is new. */
  readonly whole?: boolean;
  /** Request parameters that name a resource, the most telling first, and the type they name. */
  readonly resourceParameters: Readonly<Record<string, string>>;
}

/** A service as its file has it: JSON widens words to strings. */
interface Written extends CatalogueService {
  readonly events: Readonly<Record<string, WrittenEvent>>;
}

interface WrittenEvent {
  readonly access: string;
  readonly risk: string;
  readonly en: string;
  readonly zh: string;
}

/** What is known of each service's events. A service joins with one file and one line. */
const written: readonly Written[] = [
  privatelink,
  ecd,
  aasCustomer,
  aasSub,
  actiontrail,
  cloudfw,
  ecs,
  fc,
  ims,
  kms,
  log,
  oss,
  ram,
  rds,
  resourceManager,
  slb,
  sts,
  vpc,
];

/** Services that records are known to name, although their events are not described yet. */
const named: Readonly<Record<string, readonly string[]>> = { PrivateZone: ['pvtz'] };

const services = new Map(written.map((service) => [service.service, service]));

const canonical = new Map(
  [
    ...written.map(({ service, aliases }) => [service, aliases] as const),
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

/** Under its canonical name. */
export function describeService(service: string): CatalogueService | undefined {
  return services.get(service);
}

/** A word that is none, which a test does not let pass, counts as what asks for the most care. */
function readEvent({ access, risk, en, zh }: WrittenEvent): CatalogueEvent {
  return {
    access: access === 'read' ? 'read' : 'write',
    risk: levels.find((level) => level === risk) ?? 'critical',
    en,
    zh,
  };
}

/** The canonical names of the services that the catalogue knows. */
export function knownServices(): readonly string[] {
  return [...new Set(canonical.values())];
}

/** The names of all events that are described, of every service. */
export function knownEvents(): readonly string[] {
  return [...new Set(written.flatMap(({ events }) => Object.keys(events)))];
}

/** The names of the events of a service that are described, under its canonical name. */
export function knownEventsOf(service: string): readonly string[] {
  return Object.keys(services.get(service)?.events ?? {});
}

export function describeEvent(service: string, name: string): CatalogueEvent | undefined {
  const events = services.get(service)?.events ?? {};
  const event = Object.hasOwn(events, name) ? events[name] : undefined;
  return event && readEvent(event);
}

/** Whether the catalogue, which has all that the vendor lists of the service, lacks the event. */
export function isNewEvent(service: string, name: string): boolean {
  const known = services.get(service);
  return known?.whole === true && !Object.hasOwn(known.events, name);
}
