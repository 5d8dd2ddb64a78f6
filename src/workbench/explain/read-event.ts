import { describeRecord } from '../../actiontrail/describe-record.ts';
import { type Malformation, readRecord } from '../../actiontrail/read-record.ts';
import type { Event } from '../../sigma/event.ts';
import { madeUpLog } from '../made-up-log.ts';

/** A record as rules see it, and what people know it by. */
export interface ReadEvent {
  readonly event: Event;
  readonly service: string;
  readonly name: string;
  readonly id: string;
  readonly actor: string;
  /** Undefined where the record does not say. */
  readonly time: Date | undefined;
  readonly outcome: string;
}

/** When a record without a time is taken to have been written. */
const NO_TIME = 0;

/** Reads a record's JSON as the function does; answers with why it is none where it cannot be read. */
export function readEvent(text: string): ReadEvent | Malformation {
  const reading = readRecord(madeUpLog(text, NO_TIME));
  if (reading.kind === 'malformed') return reading.why;
  const { service, name, fields } = reading.record;
  const { id, actor, time, outcome } = describeRecord(reading.record);
  return {
    event: fields,
    service,
    name,
    id,
    actor: actor.name,
    time: time.getTime() === NO_TIME ? undefined : time,
    outcome: outcome.kind === 'succeeded' ? outcome.kind : `${outcome.kind}: ${outcome.code}`,
  };
}
