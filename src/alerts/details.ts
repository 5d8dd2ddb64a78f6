import type { Detail } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { asFields, type Fields, isNumbered } from '../model/fields.ts';
import { clip } from './clip.ts';
import { isSecretName, REDACTED, redact } from './redact.ts';

const MOST_DETAILS = 6;
const LONGEST_VALUE = 200;
/** What is read of a value before it is redacted and cut. */
const LONGEST_READ = 2_000;

/** What the gateway adds to every call: it says nothing about what was done. */
const plumbing =
  /^(AcsHost|AcsProduct|AccessKeyId|Action|ClientToken|Format|HostId|Lang|Region|RegionId|RequestId|ServiceCode|Signature\w*|Timestamp|[uU]serClientIp|Version|stsToken\w*)$/;

/**
 * The fields of a record that its reader should see: those the rule names under `fields`, or, for a
 * rule that names none, its first request parameters. Secret values are named, but not shown.
 */
export function pickDetails(event: AuditEvent, fields: readonly string[]): readonly Detail[] {
  const paths = fields.length > 0 ? fields : parameterPaths(event);
  // What the sentence names as a resource is not said twice.
  const said = new Set(event.resources.map(({ id }) => id));
  const details: Detail[] = [];
  for (const path of paths) {
    for (const [name, value] of lookUp(event.fields, path)) {
      if (details.length === MOST_DETAILS) return details;
      const shown = isSecretName(name) ? REDACTED : show(value);
      if (shown === '' || said.has(shown)) continue;
      details.push({ name: clip(name.replace(/^requestParameters\./, ''), 60), value: shown });
    }
  }
  return details;
}

function parameterPaths(event: AuditEvent): readonly string[] {
  return Object.keys(asFields(event.fields['requestParameters']) ?? {})
    .filter((name) => !plumbing.test(name))
    .slice(0, MOST_DETAILS)
    .map((name) => `requestParameters.${name}`);
}

/** What stands at a dotted path; `AddAccount` finds `AddAccount.1` and `AddAccount.2` too. */
function* lookUp(fields: Fields, path: string, above = ''): Generator<readonly [string, unknown]> {
  for (const [key, value] of Object.entries(fields)) {
    if (isNumbered(key, path)) yield [above + key, value];
    const inner = path.startsWith(`${key}.`) ? asFields(value) : undefined;
    if (inner) yield* lookUp(inner, path.slice(key.length + 1), `${above}${key}.`);
  }
}

function show(value: unknown): string {
  return clip(redact(clip(stringify(value), LONGEST_READ)), LONGEST_VALUE);
}

/** An array of plain values as a list; anything deeper as JSON, with secrets named, not shown. */
function stringify(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return clip(value.slice(0, 20).join(', '), LONGEST_READ);
  }
  try {
    return JSON.stringify(value, (key, inner: unknown) => (isSecretName(key) ? REDACTED : inner));
  } catch {
    // Too deep for the stack: whoever wrote it did not mean it to be read.
    return '[…]';
  }
}
