import type { Event } from '../event.ts';

/** Reads the values that an event has under one name; none where the event has no such field. */
export type FieldReader = (event: Event) => readonly unknown[];

/** A key to look for, and the segment of the field that comes after it. */
interface Step {
  readonly key: string;
  readonly next: number;
}

/**
 * Reads a dotted field. A literal key with dots wins over the path, the longest first, at every
 * level. An array stands for its members, so a path fans out and every value it reaches is answered.
 * A field that holds `[]` holds no value, which is null. Only an object's own keys count: the keys of
 * an event are chosen by whoever makes it.
 */
export function fieldReader(field: string): FieldReader {
  const segments = field.split('.');
  const steps = segments.map((_, from) => stepsFrom(segments, from));

  function read(value: unknown, from: number): readonly unknown[] {
    if (!isObject(value)) return [];
    for (const { key, next } of steps[from] ?? []) {
      if (!Object.hasOwn(value, key)) continue;
      const members = flatten(value[key]);
      const found =
        next === segments.length ? members : members.flatMap((member) => read(member, next));
      if (found.length > 0) return found;
    }
    return [];
  }

  return (event) => read(event, 0);
}

/** For `a.b.c` from 1: `b.c`, then `b`. */
function stepsFrom(segments: readonly string[], from: number): readonly Step[] {
  const steps: Step[] = [];
  for (let next = segments.length; next > from; next -= 1) {
    steps.push({ key: segments.slice(from, next).join('.'), next });
  }
  return steps;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an array and of the arrays in it, without recursion: nesting is the sender's. */
function flatten(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const members: unknown[] = [];
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const each = waiting.pop();
    if (Array.isArray(each)) {
      for (let index = each.length - 1; index >= 0; index -= 1) waiting.push(each[index]);
    } else members.push(each);
  }
  return members.length === 0 ? [null] : members;
}
