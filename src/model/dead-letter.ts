import type { Alert } from './alert.ts';
import type { Digest } from './digest.ts';
import type { Origin } from './raw-log.ts';

interface LetterHead {
  /** The same whenever the same thing is given up again. */
  readonly id: string;
  /** When it was given up. */
  readonly time: Date;
  /** Safe to print. */
  readonly reason: string;
  /** How often it was tried. */
  readonly attempts: number;
}

/** A record that cannot be read as an audit event. */
export interface RecordLetter extends LetterHead {
  readonly kind: 'record';
  readonly origin: Origin;
  /** Where the page ends that `origin.cursor` begins: both find the record again. */
  readonly endCursor: string;
  /** Its beginning, redacted. */
  readonly excerpt: string;
}

/** An alert that one channel was not told of. */
export interface AlertLetter extends LetterHead {
  readonly kind: 'alert';
  readonly channel: string;
  /** Its `events` are cut to the first few hundred; `count` is not. */
  readonly alert: Alert;
}

/** A digest that one channel was not told of. */
export interface DigestLetter extends LetterHead {
  readonly kind: 'digest';
  readonly channel: string;
  readonly digest: Digest;
}

/** A piece of a shard that was not read, or not to its end. */
export interface RangeLetter extends LetterHead {
  readonly kind: 'range';
  readonly logstore: string;
  readonly shard: number;
  readonly beginCursor: string;
  readonly endCursor: string;
}

/** What was given up, with all that it takes to try again. It holds no secret. */
export type DeadLetter = RecordLetter | AlertLetter | DigestLetter | RangeLetter;
