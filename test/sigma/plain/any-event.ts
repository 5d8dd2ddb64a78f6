import fc from 'fast-check';
import type { Event } from '../../../src/sigma/event.ts';
import type { Item, Rule, Selection, Value } from '../../../src/sigma/rule.ts';
import { noise } from './arbitrary.ts';
import { transform } from './encode.ts';
import { itemHolds } from './item.ts';
import { letter, recased, text } from './letters.ts';
import { addresses, numerals, regexes, times } from './samples.ts';
import { spelled, type Token } from './wildcards.ts';

/** A value, and the field it stands in. */
type Placed = readonly [field: string, value: unknown];

/**
 * Events that have much to do with rules: most of what an item asks for is there, in another case
 * perhaps, beside what nobody asks for, and nested in one of the ways that lead to the same field.
 */
export function eventFor(rules: readonly Rule[]): fc.Arbitrary<Event> {
  const items = rules.flatMap(({ detection }) =>
    Object.values(detection.selections).flatMap(itemsOf),
  );
  const asked = items.map((item) =>
    fc.oneof(
      { weight: 6, arbitrary: wanted(item) },
      { weight: 2, arbitrary: fc.tuple(fc.constant(fieldOf(item)), noise).map((one) => [one]) },
      { weight: 2, arbitrary: fc.constant([]) },
    ),
  );
  return fc
    .tuple(fc.tuple(...asked), fc.array(fc.tuple(stray, noise), { maxLength: 2 }))
    .chain(([placed, strays]) => assembled([...placed.flat(), ...strays]));
}

const stray = fc.constantFrom('a', 'b', 'x', 'c.d', '__proto__', '__proto__.a', 'constructor');

function itemsOf(selection: Selection): readonly Item[] {
  if (selection.kind === 'all' || selection.kind === 'any') return selection.of.flatMap(itemsOf);
  return [selection];
}

function fieldOf(item: Item): string {
  return item.kind === 'field' ? item.field : 'x.y';
}

/** What meets an item, or nearly does: values for all that it asks for, or for one of them. */
function wanted(item: Item): fc.Arbitrary<readonly Placed[]> {
  const each = item.values.map((value) => wantedFor(item, value));
  if (item.modifiers.includes('all')) return fc.tuple(...each).map((placed) => placed.flat());
  return fc.oneof(...each);
}

function wantedFor(item: Item, value: Value): fc.Arbitrary<readonly Placed[]> {
  const field = fieldOf(item);
  if (item.modifiers.includes('fieldref')) {
    return fc
      .tuple(fc.string({ unit: letter, minLength: 1, maxLength: 3 }), text)
      .chain(([other, rest]) => fc.tuple(fc.constant(other), shaped(item, recased(other), rest)))
      .map(([other, given]) => [
        [field, given],
        [String(value), other],
      ]);
  }
  return wantedValue(item, value).map((given) => [[field, given]]);
}

function wantedValue(item: Item, value: Value): fc.Arbitrary<unknown> {
  const has = (...names: readonly string[]): boolean =>
    item.modifiers.some((name) => names.includes(name));
  if (has('exists')) return noise;
  if (value === null) return fc.constantFrom(null, [], [[]]);
  if (has('cidr')) return sampled(item, value, addresses);
  if (has('minute', 'hour', 'day', 'week', 'month', 'year')) return sampled(item, value, times);
  if (has('gt', 'gte', 'lt', 'lte')) return sampled(item, value, numerals);
  if (has('re'))
    return sampled(
      item,
      value,
      regexes.map(([, sample]) => sample),
    );
  if (typeof value === 'number') return fc.oneof(fc.constant(value), fc.constantFrom(...numerals));
  if (typeof value === 'boolean') return fc.constantFrom(value, String(value), 'TRUE', 'False');
  return fc.oneof(
    ...transform(value, item.modifiers).map((tokens) =>
      text.chain((rest) => shaped(item, filled(tokens, item), rest)),
    ),
    ...(has('base64offset') && has('contains') ? [hidden(value, item.modifiers)] : []),
  );
}

/** One of the samples, and every other time one that meets the value. */
function sampled(item: Item, value: Value, samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const modifiers = item.modifiers.filter((name) => name !== 'neq');
  const alone: Item = { kind: 'field', field: 'a', modifiers, values: [value] };
  const meeting = samples.filter((sample) => itemHolds(alone, { a: sample }));
  const any = fc.constantFrom(...samples);
  return meeting.length === 0 ? any : fc.oneof(any, fc.constantFrom(...meeting));
}

/** What tokens match: something in the place of each wildcard. */
function filled(tokens: readonly Token[], item: Item): fc.Arbitrary<string> {
  const parts = tokens.map((token) => {
    if (token === 'run') return text;
    if (token === 'one') return letter;
    const { character } = token;
    return item.modifiers.includes('cased') ? fc.constant(character) : recased(character);
  });
  return fc.tuple(...parts).map((texts) => texts.join(''));
}

/** Puts something around a text where the item lets it; a cased one comes in another case at times. */
function shaped(item: Item, given: fc.Arbitrary<string>, rest: string): fc.Arbitrary<string> {
  const { modifiers } = item;
  const anywhere = modifiers.includes('contains') || item.kind === 'keywords';
  const before = anywhere || modifiers.includes('endswith') ? rest : '';
  const after = anywhere || modifiers.includes('startswith') ? rest : '';
  const whole = given.map((middle) => before + middle + after);
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    { weight: 1, arbitrary: whole.map((one) => one.toUpperCase()) },
    { weight: 1, arbitrary: whole.map((one) => `${one}a`) },
  );
}

/** The base64 of a longer text that holds the value. */
export function hidden(value: string, modifiers: readonly string[]): fc.Arbitrary<string> {
  const encodings = modifiers.filter((name) => name !== 'base64offset');
  const bytes = transform(value, encodings).map((tokens) => {
    const characters = spelled(tokens) ?? '';
    const wide = encodings.some((name) => name.startsWith('utf16') || name === 'wide');
    return Buffer.from(characters, wide ? 'latin1' : 'utf8');
  });
  const around = fc.uint8Array({ maxLength: 4 });
  return fc
    .tuple(around, fc.constantFrom(...bytes), around)
    .map((parts) => Buffer.concat(parts).toString('base64'));
}

/** How a value is laid into an event: where its path is cut into keys, and in what it is wrapped. */
const layout = fc.record({
  cuts: fc.oneof({ weight: 3, arbitrary: fc.constant(7) }, { weight: 1, arbitrary: fc.nat(7) }),
  wrap: fc.constantFrom('no', 'no', 'no', 'no', 'array', 'nested', 'company'),
});

function assembled(placed: readonly Placed[]): fc.Arbitrary<Event> {
  return fc.tuple(fc.tuple(...placed.map(() => layout)), noise).map(([layouts, company]) => {
    const event: Record<string, unknown> = {};
    for (const [index, [field, value]] of placed.entries()) {
      const { cuts = 7, wrap = 'no' } = layouts[index] ?? {};
      put(event, keysOf(field, cuts), wrapped(value, wrap, company));
    }
    return event;
  });
}

function wrapped(value: unknown, wrap: string, company: unknown): unknown {
  if (wrap === 'array') return [value];
  if (wrap === 'nested') return [[], [[value]]];
  return wrap === 'company' ? [company, value] : value;
}

/** `a.b.c` as `a`, `b.c` or the like: a set bit in `cuts` lets a dot part two keys. */
function keysOf(field: string, cuts: number): readonly string[] {
  const [first = '', ...names] = field.split('.');
  const keys = [first];
  for (const [index, name] of names.entries()) {
    if ((cuts >> index) & 1) keys.push(name);
    else keys.push(`${keys.pop() ?? ''}.${name}`);
  }
  return keys;
}

/** Lays a value at the end of a way, beside what is there already. */
function put(map: object, keys: readonly string[], value: unknown): void {
  const [key = '', ...rest] = keys;
  const there: unknown = Object.getOwnPropertyDescriptor(map, key)?.value;
  if (rest.length > 0 && typeof there === 'object' && there !== null && !Array.isArray(there)) {
    put(there, rest, value);
    return;
  }
  const inner: unknown = rest.length > 0 ? {} : value;
  if (rest.length > 0 && typeof inner === 'object' && inner !== null) put(inner, rest, value);
  // Defined rather than assigned: `__proto__` is to be a key like any other.
  Object.defineProperty(map, key, {
    value: there === undefined ? inner : [there, inner].flat(),
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
