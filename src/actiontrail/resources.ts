import type { Resource } from '../model/audit-event.ts';
import { asFields, asText, type Fields, parseJson } from '../model/fields.ts';
import { describeService } from './catalogue.ts';
import { consoleUrl } from './console-links.ts';

/** More than anybody reads. A record is a stranger's: it must not decide what reading it costs. */
const MOST_RESOURCES = 1_000;
const MOST_LOOKED_AT = 5_000;
const LONGEST_TYPE = 200;
const LONGEST_ID = 300;
const LONGEST_LIST = 20_000;

/**
 * What the call was about: `referencedResources`, else `resourceType` and `resourceName`, else the
 * request parameters that the catalogue says name a resource, which is all that a denied call has.
 */
export function readResources(
  fields: Fields,
  parameters: Fields,
  service: string,
): readonly Resource[] {
  const region = asText(fields['acsRegion']);
  for (const source of [referenced(fields), paired(fields), named(parameters, service)]) {
    const found = distinct(source, region);
    if (found.length > 0) return found;
  }
  return [];
}

function distinct(candidates: Iterable<Resource>, region: string | undefined): readonly Resource[] {
  const found = new Map<string, Resource>();
  let looked = 0;
  for (const { type, id } of candidates) {
    looked += 1;
    if (looked > MOST_LOOKED_AT || found.size === MOST_RESOURCES) break;
    const resource = { type: type.slice(0, LONGEST_TYPE), id: id.slice(0, LONGEST_ID) };
    const url = consoleUrl(resource, region);
    found.set(`${resource.type} ${resource.id}`, url ? { ...resource, url } : resource);
  }
  return [...found.values()];
}

/** `{"ACS::ECS::Disk": ["d-1", "d-2"]}` */
function* referenced(fields: Fields): Generator<Resource> {
  for (const [type, ids] of Object.entries(asFields(fields['referencedResources']) ?? {})) {
    yield* each(type, ids);
  }
}

/** `ACS::ECS::Disk;ACS::ECS::Instance` beside `d-1,d-2;i-1` */
function* paired(fields: Fields): Generator<Resource> {
  const types = asText(fields['resourceType'])?.slice(0, LONGEST_LIST).split(';') ?? [];
  const names = asText(fields['resourceName'])?.slice(0, LONGEST_LIST).split(';') ?? [];
  for (const [at, type] of types.entries()) {
    for (const id of names[at]?.split(',') ?? []) yield* each(type.trim(), id.trim());
  }
}

/** `{"DesktopId.1": "ecd-1"}` or `{"DesktopId": ["ecd-1"]}`, the most telling parameter first. */
function* named(parameters: Fields, service: string): Generator<Resource> {
  const types = Object.entries(describeService(service)?.resourceParameters ?? {});
  if (types.length === 0) return;
  const values = new Map<string, unknown[]>();
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.replace(/\.\d{1,6}$/, '');
    const same = values.get(name);
    if (same) same.push(value);
    else values.set(name, [value]);
  }
  for (const [name, type] of types) {
    for (const value of values.get(name) ?? []) yield* each(type, value);
  }
}

/** One id, an array of them, or an array as JSON text. */
function* each(type: string, ids: unknown): Generator<Resource> {
  const list = typeof ids === 'string' && ids.startsWith('[') ? (parseJson(ids) ?? ids) : ids;
  for (const one of Array.isArray(list) ? list : [list]) {
    const id = asText(one);
    if (id) yield { type, id };
  }
}
