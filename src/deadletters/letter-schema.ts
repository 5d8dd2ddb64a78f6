import * as z from 'zod';
import type {
  Alert,
  Detail,
  Distinct,
  ResourceCount,
  RuleSnapshot,
  Sample,
} from '../model/alert.ts';
import type { Actor, Outcome, Resource, Summary } from '../model/audit-event.ts';
import type { AlertLetter, DigestLetter, RangeLetter, RecordLetter } from '../model/dead-letter.ts';
import type { Digest, DigestRow } from '../model/digest.ts';
import { levels } from '../model/level.ts';
import type { Origin } from '../model/raw-log.ts';
import type { LetterEntry } from './dead-letters.ts';

/** A schema for each key, so that whoever adds a key to a type is told to read it here. */
type Keys<Type> = { readonly [Key in keyof Type]-?: z.ZodType<Type[Key]> };

/** JSON leaves out what is undefined. */
function orNothing<Value>(schema: z.ZodType<Value>): z.ZodType<Value | undefined> {
  return schema.optional().transform((value) => value);
}

const text = z.string();
const number = z.number();
const texts = z.array(text);
const date = text.pipe(z.coerce.date());

const rule = z.object({
  id: text,
  title: text,
  level: z.enum(levels),
  tags: texts,
  fields: texts,
  runbook: texts,
  zh: z.object({
    title: text.exactOptional(),
    runbook: texts.exactOptional(),
  } satisfies Keys<RuleSnapshot['zh']>),
} satisfies Keys<RuleSnapshot>);

const details = z.array(z.object({ name: text, value: text } satisfies Keys<Detail>));

const actor = z.object({
  kind: text,
  name: text,
  account: orNothing(text),
  accessKey: orNothing(text),
  session: orNothing(text),
  mfa: orNothing(z.boolean()),
} satisfies Keys<Actor>);

const outcome: z.ZodType<Outcome> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('succeeded') }),
  z.object({ kind: z.enum(['denied', 'failed']), code: text }),
]);

const sample = z.object({
  id: text,
  time: date,
  service: text,
  name: text,
  access: z.enum(['read', 'write']),
  summary: orNothing(z.object({ en: text, zh: text } satisfies Keys<Summary>)),
  actor,
  sourceIp: orNothing(text),
  userAgent: orNothing(text),
  account: orNothing(text),
  region: orNothing(text),
  outcome,
  requestId: orNothing(text),
  trailUrl: text,
  details,
} satisfies Keys<Sample>);

const correlation = z.object({
  timespan: number,
  steps: z.boolean(),
  group: details,
  told: number,
} satisfies Keys<NonNullable<Alert['correlation']>>);

const resource = z.object({
  type: text,
  id: text,
  url: text.exactOptional(),
} satisfies Keys<Resource>);

const resources = z.object({
  first: z.array(resource),
  total: number,
  atLeast: z.boolean(),
} satisfies Keys<ResourceCount>);

const distinct = z.object({
  values: z.array(z.object({ text, succeeded: z.boolean() })),
  more: z.boolean(),
} satisfies Keys<Distinct>);

const outcomes = z.object({
  succeeded: number,
  denied: number,
  failed: number,
} satisfies Keys<Alert['outcomes']>);

const alert = z.object({
  id: text,
  key: text,
  rule,
  events: texts,
  count: number,
  correlation: orNothing(correlation),
  samples: z.tuple([sample], sample),
  sampled: z.boolean(),
  outcomes,
  resources,
  names: distinct,
  sessions: distinct,
  sourceIps: distinct,
  userAgents: distinct,
  regions: distinct,
  accessKeys: distinct,
  firstSeen: date,
  lastSeen: date,
  channels: texts,
  mayRepeat: z.boolean().default(false),
} satisfies Keys<Alert>);

const digestRow = z.object({
  rule,
  alerts: number,
  count: number,
  outcomes,
  actors: z.array(z.object({ name: text, count: number })),
  others: number,
  accounts: texts,
  resources: z.object({ first: z.array(resource), more: z.boolean() }),
  trailUrl: text,
} satisfies Keys<DigestRow>);

const digest = z.object({
  id: text,
  why: z.enum(['too-many', 'late']),
  alerts: number,
  count: number,
  rows: z.tuple([digestRow], digestRow),
  rest: z.object({ alerts: number, count: number }),
  keptBack: number,
  outcomes,
  firstSeen: date,
  lastSeen: date,
  mayRepeat: z.boolean(),
} satisfies Keys<Digest>);

const origin = z.object({
  logstore: text,
  shard: number,
  cursor: text,
  index: number,
} satisfies Keys<Origin>);

const head = { id: text, time: date, reason: text, attempts: number };

const recordLetter = z.object({
  ...head,
  kind: z.literal('record'),
  origin,
  endCursor: text,
  excerpt: text,
} satisfies Keys<RecordLetter>);

const alertLetter = z.object({
  ...head,
  kind: z.literal('alert'),
  channel: text,
  alert,
} satisfies Keys<AlertLetter>);

const digestLetter = z.object({
  ...head,
  kind: z.literal('digest'),
  channel: text,
  digest,
} satisfies Keys<DigestLetter>);

const rangeLetter = z.object({
  ...head,
  kind: z.literal('range'),
  logstore: text,
  shard: number,
  beginCursor: text,
  endCursor: text,
} satisfies Keys<RangeLetter>);

const settled = z.object({ kind: z.literal('settled'), letter: text, time: date });

/** An entry as JSON has it. */
export const letterEntry: z.ZodType<LetterEntry> = z.discriminatedUnion('kind', [
  recordLetter,
  alertLetter,
  digestLetter,
  rangeLetter,
  settled,
]);
