import * as z from 'zod';
import { asFields, parseJson } from '../model/fields.ts';
import { regionOf } from './endpoint.ts';
import type { LogRange, LogSource } from './log-source.ts';

/** What the Log Service trigger hands to a function: cursors, not logs. */
const triggerEvent = z.object({
  source: z.object({
    endpoint: z.string(),
    projectName: z.string(),
    logstoreName: z.string(),
    shardId: z.number().int().nonnegative(),
    beginCursor: z.string().min(1),
    endCursor: z.string().min(1),
  }),
  /** In seconds since 1970. Nothing that a batch needs hangs on it. */
  cursorTime: z.number().optional().catch(undefined),
  /** The trigger's `functionParameter`: of any shape, or none. */
  parameter: z.unknown(),
});

/** What the parameter of an event says that asks for old records to ring one by one. */
export const lateAsAlertsParameter = { late: 'alert' } as const;

/** The event is not one that this function was set up for. The message says what was expected. */
export class TriggerEventError extends Error {
  override readonly name = 'TriggerEventError';
}

/**
 * Reads the event of a Log Service trigger and holds it to the configured source: the event is not
 * trusted to say where the function's credentials go. Throws a TriggerEventError.
 */
export function parseTriggerEvent(event: unknown, expected: LogSource): LogRange {
  const parsed = triggerEvent.safeParse(readJson(event));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'the event';
    throw new TriggerEventError(
      'expected the event of a Log Service trigger, with source.endpoint, source.projectName, ' +
        'source.logstoreName, source.shardId, source.beginCursor and source.endCursor; ' +
        `${where} is missing or of another type. Is the function called by another trigger?`,
    );
  }
  const { source, cursorTime, parameter } = parsed.data;
  // Refused names come from outside: they are left out of the message, which may reach a chat.
  if (regionOf(source.endpoint) !== regionOf(expected.endpoint)) {
    refuse('endpoint', expected.endpoint, 'source.endpoint');
  }
  if (source.projectName !== expected.project) {
    refuse('project', expected.project, 'source.project');
  }
  if (source.logstoreName !== expected.logstore) {
    refuse('logstore', expected.logstore, 'source.logstore');
  }
  return {
    shard: source.shardId,
    beginCursor: source.beginCursor,
    endCursor: source.endCursor,
    arrived: cursorTime && cursorTime * 1000,
    lateAsAlerts: asFields(parameter)?.['late'] === lateAsAlertsParameter.late,
  };
}

function refuse(what: string, expected: string, key: string): never {
  throw new TriggerEventError(
    `the trigger points to another ${what} than the configured one: expected ${expected}. ` +
      `Correct the trigger, or ${key} in trailbell.yml.`,
  );
}

function readJson(event: unknown): unknown {
  const text = event instanceof Uint8Array ? new TextDecoder().decode(event) : event;
  return typeof text === 'string' ? parseJson(text) : text;
}
