import type { Detail } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { asFields, type Fields, isFields, isNumbered, parseJson } from '../model/fields.ts';
import { clip } from './clip.ts';
import { isSecretName, REDACTED, redact } from './redact.ts';

const MOST_DETAILS = 6;
/** Paths of rules are a few steps long. */
const MOST_DEPTH = 16;
const LONGEST_NAME = 60;
const MOST_LISTED = 20;
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
  // What the sentence names as a resource is not said twice.
  const said = new Set(event.resources.map(({ id }) => id));
  const details: Detail[] = [];
  for (const [name, value] of fields.length > 0 ? lookUpAll(event, fields) : parameters(event)) {
    if (details.length === MOST_DETAILS) break;
    const shown = isSecretName(name) ? REDACTED : show(value);
    if (shown === '' || said.has(shown)) continue;
    details.push({ name: redact(clip(name, LONGEST_NAME)), value: shown });
  }
  return details;
}

type NamedValue = readonly [name: string, value: unknown];

function parameters(event: AuditEvent): readonly NamedValue[] {
  return Object.entries(event.parameters).filter(([name]) => !plumbing.test(name));
}

function* lookUpAll(event: AuditEvent, paths: readonly string[]): Generator<NamedValue> {
  const fields = { ...event.fields, requestParameters: event.parameters };
  for (const path of paths) {
    for (const [name, value] of lookUp(fields, path)) {
      yield [name.replace(/^requestParameters\./, ''), value];
    }
  }
}

/** What stands at a dotted path; `AddAccount` finds `AddAccount.1` and `AddAccount.2` too. */
function* lookUp(fields: Fields, path: string, above = '', depth = 0): Generator<NamedValue> {
  if (depth === MOST_DEPTH) return;
  for (const [key, value] of Object.entries(fields)) {
    if (isNumbered(key, path)) yield [above + key, value];
    const inner = path.startsWith(`${key}.`) ? asFields(value) : undefined;
    if (inner) yield* lookUp(inner, path.slice(key.length + 1), `${above}${key}.`, depth + 1);
  }
}

function show(value: unknown): string {
  return clip(redact(clip(stringify(value), LONGEST_READ)), LONGEST_VALUE);
}

/** An array of plain values as a list; anything deeper as JSON, with secrets named, not shown. */
function stringify(value: unknown): string {
  if (value === undefined || value === null) return '';
  const read = readNested(value);
  if (typeof read === 'string') return read;
  const list = Array.isArray(read) ? read.slice(0, MOST_LISTED).map(readNested) : [];
  if (Array.isArray(read) && list.every((each) => typeof each !== 'object')) {
    return clip(list.join(', '), LONGEST_READ);
  }
  try {
    return JSON.stringify(read, (key, inner: unknown) =>
      isSecretName(key) ? REDACTED : withoutPair(readNested(inner)),
    );
  } catch {
    // Too deep for the stack: whoever wrote it did not mean it to be read.
    return '[…]';
  }
}

/** JSON text is read, so that what is secret in it is found by its name; other text stays. */
function readNested(value: unknown): unknown {
  const nested = typeof value === 'string' && /^\s*[[{]/.test(value);
  return nested ? (parseJson(value) ?? value) : value;
}

/** `{"Name": "DB_PASSWORD", "Value": "abc"}` names its secret in a value. */
function withoutPair(value: unknown): unknown {
  if (!isFields(value)) return value;
  const name = value['Name'] ?? value['Key'] ?? value['name'] ?? value['key'];
  if (typeof name !== 'string' || !isSecretName(name)) return value;
  const { Value: _Value, value: _value, ...rest } = value;
  return { ...rest, Value: REDACTED };
}
