import { asFields, asText, type Fields } from '../model/fields.ts';
import { canonicalService } from './catalogue.ts';

/**
 * The one name of the service that a record speaks of. Records name it in three places that can
 * differ in case and in kind: `serviceName` wins where it is known, else
 * `requestParameters.AcsProduct`, else the first label of `eventSource`'s host. Where none is known,
 * the first stands as it is written; where there is none, the type of a resource tells
 * (`ACS::PrivateLink::VpcEndpoint`).
 */
export function serviceOf(fields: Fields, parameters: Fields): string {
  let first: string | undefined;
  for (const read of readers) {
    const name = read(fields, parameters);
    if (name === undefined) continue;
    const known = canonicalService(name.trim());
    if (known) return known;
    first ??= name;
  }
  const named = first ?? resourceService(fields) ?? 'unknown';
  return canonicalService(named) ?? named;
}

const readers: readonly ((fields: Fields, parameters: Fields) => string | undefined)[] = [
  (fields) => asText(fields['serviceName']),
  (_, parameters) => asText(parameters['AcsProduct']),
  (fields) => hostLabel(asText(fields['eventSource'])),
];

/** `eventSource` is a host, for sign-ins a URL; `ecd-vpc` and `ecd-share` are other ways to ecd. */
function hostLabel(source: string | undefined): string | undefined {
  const host = source?.trim().replace(/^[a-z]+:\/\//i, '');
  return host?.match(/^[\w-]+/)?.[0].replace(/-(vpc|share|intranet)$/i, '');
}

function resourceService(fields: Fields): string | undefined {
  const types = [
    asText(fields['resourceType']),
    ...Object.keys(asFields(fields['referencedResources']) ?? {}),
  ];
  return types.map((type) => type?.match(/^ACS::([\w-]+)::/)?.[1]).find((name) => name);
}
