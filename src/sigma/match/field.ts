import type { Event } from '../event.ts';

/** Reads the values that an event has under one name; none where the event has no such field. */
export type FieldReader = (event: Event) => readonly unknown[];

/** A key to look for, and the segment of the field that comes after it. */
interface Step {
  readonly key: string;
  readonly next: number;
  /** Whether every object answers to this key, its own or not: `constructor`, `toString`, … */
  readonly inherited: boolean;
}

const none: readonly unknown[] = [];

/**
 * Reads a dotted field. A literal key with dots wins over the path, the longest first, at every
 * level. An array stands for its members, so a path fans out and every value it reaches is answered.
 * A field that holds `[]` holds no value, which is null. Only an object's own keys count: the keys of
 * an event are chosen by whoever makes it.
 */
export function fieldReader(field: string): FieldReader {
  const segments = field.split('.');
  const steps = segments.map((_, from) => stepsFrom(segments, from));

  function read(value: Event, from: number): readonly unknown[] {
    for (const { key, next, inherited } of steps[from] ?? []) {
      const member = value[key];
      if (member === undefined || (inherited && !Object.hasOwn(value, key))) continue;
      const found = next === segments.length ? membersOf(member) : readInto(member, next);
      if (found.length > 0) return found;
    }
    return none;
  }

  function readInto(member: unknown, from: number): readonly unknown[] {
    if (!Array.isArray(member)) return isObject(member) ? read(member, from) : none;
    return membersOf(member).flatMap((each) => (isObject(each) ? read(each, from) : none));
  }

  // What most rules ask for, without the loop over what it could be.
  const [outer = '', inner, ...more] = segments;
  if (more.length > 0 || segments.some((segment) => segment in {}))
    return (event) => read(event, 0);
  return (event) => {
    const literal = event[field];
    if (literal !== undefined) return membersOf(literal);
    const member = inner === undefined ? undefined : event[outer];
    if (inner === undefined || member === undefined) return none;
    if (!isObject(member)) return readInto(member, 1);
    const found = member[inner];
    return found === undefined ? none : membersOf(found);
  };
}

/** The keys of an event that can lead to a field: for `a.b`, the literal `a.b` and `a`. */
export function firstKeys(field: string): readonly string[] {
  return stepsFrom(field.split('.'), 0).map(({ key }) => key);
}

/** For `a.b.c` from 1: `b.c`, then `b`. */
function stepsFrom(segments: readonly string[], from: number): readonly Step[] {
  const steps: Step[] = [];
  for (let next = segments.length; next > from; next -= 1) {
    const key = segments.slice(from, next).join('.');
    steps.push({ key, next, inherited: key in {} });
  }
  return steps;
}

function isObject(value: unknown): value is Event {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an array and of the arrays in it, without recursion: nesting is the sender's. */
function membersOf(value: unknown): readonly unknown[] {
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
