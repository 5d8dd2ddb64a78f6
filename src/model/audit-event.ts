import type { Fields } from './fields.ts';
import type { Origin, RawLog } from './raw-log.ts';

/** Who called, as far as the record tells. */
export interface Actor {
  /** `userIdentity.type`: root-account, ram-user, assumed-role, system, cloudsso-user, … or `unknown`. */
  readonly kind: string;
  /** The user's or the role's name; the principal or the account where the record gives no name. */
  readonly name: string;
  readonly account: string | undefined;
  readonly accessKey: string | undefined;
  /** The session name of an assumed role. */
  readonly session: string | undefined;
  /** Undefined where the record does not say. */
  readonly mfa: boolean | undefined;
}

export interface Resource {
  /** ActionTrail's type, such as `ACS::PrivateLink::VpcEndpoint`, or the parameter that named it. */
  readonly type: string;
  readonly id: string;
  /** Its page in the console, where one is known. */
  readonly url?: string;
}

/** What became of the call. `denied` means that permission was refused, `failed` any other error. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'denied' | 'failed'; readonly code: string };

/** What an event does, as the catalogue tells it: an English verb phrase and a Chinese one. */
export interface Summary {
  /** In the infinitive, such as `delete cloud desktops`. */
  readonly en: string;
  readonly zh: string;
}

/** What rules have to know of a record: all else is read when one of them matches it. */
export interface AuditRecord {
  readonly service: string;
  readonly name: string;
  readonly parameters: Fields;
  /** The record as rules see it: as written, but for what `takeRuleView` makes plain. */
  readonly fields: Fields;
  /** The log that held it. */
  readonly log: RawLog;
}

/** One operation in an account, read from an ActionTrail record. */
export interface AuditEvent {
  /** `eventId`, or a hash of the record's bytes where it has none. */
  readonly id: string;
  readonly time: Date;
  /** The one name that rules and messages use: `PrivateLink`, `ECD`, `Ecs`, … */
  readonly service: string;
  readonly name: string;
  readonly access: 'read' | 'write';
  readonly summary: Summary | undefined;
  readonly actor: Actor;
  readonly sourceIp: string | undefined;
  readonly userAgent: string | undefined;
  /** The account that the operation happened in. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly resources: readonly Resource[];
  /** Of an event that was remembered for a correlation: what tells the resources apart that were not. */
  readonly otherResources?: readonly string[];
  readonly outcome: Outcome;
  readonly requestId: string | undefined;
  /** Where ActionTrail's console lists it. */
  readonly trailUrl: string;
  /** What the call was made with, whether the record has it as an object or as JSON text. */
  readonly parameters: Fields;
  /** The record as rules see it: as written, but for what `takeRuleView` makes plain. */
  readonly fields: Fields;
  readonly origin: Origin;
}
