import type { Resource } from '../model/audit-event.ts';
import { asFields, asText, type Fields, isNumbered } from '../model/fields.ts';
import { describeService } from './catalogue.ts';
import { consoleUrl } from './console-links.ts';

/** More than anybody reads, and a bound on what a hostile record costs. */
const MOST_RESOURCES = 100;

/**
 * What the call was about: `referencedResources`, else `resourceType` and `resourceName`, else the
 * request parameters that the catalogue says name a resource, which is all that a denied call has.
 */
export function readResources(fields: Fields, service: string): readonly Resource[] {
  const region = asText(fields['acsRegion']);
  for (const source of [referenced(fields), paired(fields), fromParameters(fields, service)]) {
    const found = [...unique(source)];
    if (found.length > 0) {
      return found.map((resource) => {
        const url = consoleUrl(resource, region);
        return url ? { ...resource, url } : resource;
      });
    }
  }
  return [];
}

function* unique(resources: Iterable<Resource>): Generator<Resource> {
  const seen = new Set<string>();
  for (const resource of resources) {
    if (seen.size >= MOST_RESOURCES) return;
    const key = `${resource.type} ${resource.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield resource;
  }
}

/** `{"ACS::ECS::Disk": ["d-1", "d-2"]}` */
function* referenced(fields: Fields): Generator<Resource> {
  for (const [type, ids] of Object.entries(asFields(fields['referencedResources']) ?? {})) {
    for (const each of Array.isArray(ids) ? ids : [ids]) {
      const id = asText(each);
      if (id) yield { type, id };
    }
  }
}

/** `ACS::ECS::Disk;ACS::ECS::Instance` beside `d-1,d-2;i-1` */
function* paired(fields: Fields): Generator<Resource> {
  const types = asText(fields['resourceType'])?.split(';') ?? [];
  const names = asText(fields['resourceName'])?.split(';') ?? [];
  for (const [at, type] of types.entries()) {
    for (const id of names[at]?.split(',') ?? []) {
      if (id.trim() !== '') yield { type: type.trim(), id: id.trim() };
    }
  }
}

/** `{"DesktopId.1": "ecd-1"}` or `{"DesktopId": ["ecd-1"]}` */
function* fromParameters(fields: Fields, service: string): Generator<Resource> {
  const parameters = asFields(fields['requestParameters']) ?? {};
  for (const [name, type] of Object.entries(describeService(service)?.resourceParameters ?? {})) {
    for (const [key, value] of Object.entries(parameters)) {
      if (!isNumbered(key, name)) continue;
      for (const each of Array.isArray(value) ? value : [value]) {
        const id = asText(each);
        if (id) yield { type, id };
      }
    }
  }
}
