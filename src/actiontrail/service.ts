import { asFields, asText, type Fields } from '../model/fields.ts';
import { canonicalService } from './catalogue.ts';

/**
 * The one name of the service that a record speaks of. Records name it in three places that can
 * differ in case and in kind: `serviceName` wins where it is known, else
 * `requestParameters.AcsProduct`, else the first label of `eventSource`'s host. Where none is known,
 * the first that is there stands as it is written.
 */
export function serviceOf(fields: Fields): string {
  const names = [
    asText(fields['serviceName']),
    asText(asFields(fields['requestParameters'])?.['AcsProduct']),
    hostLabel(asText(fields['eventSource'])),
  ].filter((name) => name !== undefined);
  for (const name of names) {
    const known = canonicalService(name.trim());
    if (known) return known;
  }
  return names[0] ?? 'unknown';
}

/** `eventSource` is a host, or for sign-ins a URL. */
function hostLabel(source: string | undefined): string | undefined {
  const host = source?.trim().replace(/^[a-z]+:\/\//i, '');
  return host?.match(/^[\w-]+/)?.[0];
}
