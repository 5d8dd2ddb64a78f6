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
  const names = [
    asText(fields['serviceName']),
    asText(parameters['AcsProduct']),
    hostLabel(asText(fields['eventSource'])),
  ].filter((name) => name !== undefined);
  for (const name of names) {
    const known = canonicalService(name.trim());
    if (known) return known;
  }
  const named = names[0] ?? resourceService(fields) ?? 'unknown';
  return canonicalService(named) ?? named;
}

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
