import fc from 'fast-check';
import type { Condition, Item, Rule, Selection, Value } from '../../../src/sigma/rule.ts';
import { letter, text, writtenText } from './letters.ts';
import { addresses, networks, numbers, partValues, regexes } from './samples.ts';
import { readWildcards, spelled } from './wildcards.ts';

/** One way to compare: its modifiers in their order, the values it takes, and what may join it. */
interface Way {
  readonly chain: fc.Arbitrary<readonly string[]>;
  readonly value: fc.Arbitrary<Value>;
  /** Modifiers that may stand anywhere in the chain. */
  readonly flags: readonly string[];
  /** Modifiers that may stand anywhere behind the first of the chain. */
  readonly trailing?: readonly string[];
  /** How many values the rule may list: 3 where nothing is said. */
  readonly most?: number;
  readonly keywords: boolean;
}

const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const order = fc.constantFrom('gt', 'gte', 'lt', 'lte');
const shape = fc.constantFrom('contains', 'startswith', 'endswith');
const utf16 = fc.constantFrom('utf16le', 'wide', 'utf16be', 'utf16');
const base64 = fc.constantFrom('base64', 'base64offset');

/** None or one. */
function perhaps(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return fc.array(arbitrary, { maxLength: 1 });
}

function chained(...parts: readonly fc.Arbitrary<readonly string[]>[]): Way['chain'] {
  return fc.tuple(...parts).map((lists) => lists.flat());
}

/** What a modifier takes: the parser refuses to look for nothing. */
const someText = writtenText.filter((raw) => raw !== '');

/** What an encoding takes: no wildcard, and bytes enough for `base64offset` to show some. */
const encodable = fc
  .oneof(
    writtenText,
    fc.array(letter, { minLength: 2, maxLength: 5 }).map((parts) => parts.join('')),
  )
  .filter((raw) => Buffer.byteLength(spelled(readWildcards(raw)) ?? '') > 1);

const dashed = fc
  .array(fc.oneof(letter, fc.constantFrom('-', '/', ' ', '\u2014')), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''));

const ways = {
  whole: {
    chain: fc.constant([]),
    value: fc.oneof(
      { weight: 5, arbitrary: writtenText },
      { weight: 1, arbitrary: fc.constantFrom(...numbers) },
      { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
    ),
    flags: ['all', 'neq'],
    keywords: false,
  },
  cased: {
    chain: fc.constant(['cased']),
    value: someText,
    flags: ['all', 'neq'],
    keywords: true,
  },
  shape: {
    chain: shape.map((name) => [name]),
    value: someText,
    flags: ['all', 'neq', 'cased'],
    keywords: true,
  },
  windash: {
    chain: chained(fc.constant(['windash']), perhaps(shape)),
    value: dashed,
    flags: ['all', 'neq', 'cased'],
    keywords: true,
  },
  encoded: {
    chain: fc.oneof(
      chained(
        perhaps(utf16),
        base64.map((name) => [name]),
        perhaps(shape),
      ),
      chained(
        utf16.map((name) => [name]),
        perhaps(shape),
      ),
    ),
    value: encodable,
    flags: ['all', 'neq', 'cased'],
    keywords: true,
  },
  dashedThenEncoded: {
    chain: chained(fc.constant(['windash']), perhaps(utf16), perhaps(base64), perhaps(shape)),
    value: dashed.filter((raw) => Buffer.byteLength(spelled(readWildcards(raw)) ?? '') > 1),
    flags: ['all', 'neq', 'cased'],
    keywords: true,
  },
  re: {
    chain: fc.constant(['re']),
    value: fc.constantFrom(...regexes.map(([pattern]) => pattern)),
    flags: ['all', 'neq'],
    trailing: ['i', 'm', 's'],
    keywords: true,
  },
  cidr: {
    chain: fc.constant(['cidr']),
    value: fc.constantFrom(...networks),
    flags: ['all', 'neq'],
    keywords: true,
  },
  order: {
    chain: order.map((name) => [name]),
    value: fc.constantFrom(...numbers),
    flags: ['all', 'neq'],
    keywords: false,
  },
  exists: {
    chain: fc.constant(['exists']),
    value: fc.boolean(),
    flags: [],
    most: 1,
    keywords: false,
  },
  fieldref: {
    chain: chained(fc.constant(['fieldref']), perhaps(shape)),
    value: fc.constantFrom('a', 'b', 'a.b', 'c.d.e', 'c'),
    flags: ['all', 'neq', 'cased'],
    keywords: false,
  },
} as const satisfies Record<string, Way>;

const partWays: readonly Way[] = timeParts.flatMap((part) => [
  {
    chain: fc.constant([part]),
    value: fc.constantFrom(...partValues[part]),
    flags: ['all', 'neq'],
    keywords: false,
  },
  {
    chain: order.map((name) => [part, name]),
    value: fc.constantFrom(...partValues[part]),
    flags: ['all', 'neq'],
    keywords: false,
  },
]);

/** Chains and values as `field: values` or keywords have them. */
function written(way: Way): fc.Arbitrary<Pick<Item, 'modifiers' | 'values'>> {
  const places = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });
  const flags = fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: fc.subarray([...way.flags]) },
  );
  return fc
    .record({
      chain: way.chain,
      flags,
      trailing: fc.subarray([...(way.trailing ?? [])]),
      values: fc.uniqueArray(way.value, { minLength: 1, maxLength: way.most ?? 3 }),
      places,
    })
    .map(({ chain, flags, trailing, values, places }) => {
      // `all` of one value says nothing, and the parser says so.
      const joining: readonly string[] =
        values.length < 2 ? flags.filter((flag) => flag !== 'all') : flags;
      const modifiers = [...chain];
      for (const [index, flag] of [...trailing, ...joining].entries()) {
        const first = trailing.includes(flag) ? 1 : 0;
        const span = modifiers.length + 1 - first;
        modifiers.splice(first + ((places[index] ?? 0) % span), 0, flag);
      }
      return { modifiers, values };
    });
}

const field = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b', 'a.b', 'c.d.e', 'c') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '__proto__.a') },
);

function fieldItem(way: Way): fc.Arbitrary<Item> {
  return fc
    .tuple(field, written(way))
    .map(([name, { modifiers, values }]) => ({ kind: 'field', field: name, modifiers, values }));
}

function keywordsItem(way: Way): fc.Arbitrary<Item> {
  return written(way).map(({ modifiers, values }) => ({ kind: 'keywords', modifiers, values }));
}

const plainKeywords: Way = {
  chain: fc.constant([]),
  value: fc.oneof(
    { weight: 6, arbitrary: someText },
    { weight: 1, arbitrary: fc.constantFrom(...numbers, true) },
  ),
  flags: ['all', 'neq'],
  keywords: true,
};

/** An item that the parser would make, over few fields and few letters. */
export function anyItem(): fc.Arbitrary<Item> {
  const all: readonly Way[] = Object.values(ways);
  return fc.oneof(
    { weight: 6, arbitrary: fieldItem(ways.whole) },
    { weight: 4, arbitrary: fieldItem(ways.shape) },
    ...all.map((way) => ({ weight: 2, arbitrary: fieldItem(way) })),
    { weight: 4, arbitrary: fc.oneof(...partWays.map(fieldItem)) },
    { weight: 2, arbitrary: keywordsItem(plainKeywords) },
    { weight: 3, arbitrary: fc.oneof(...all.filter((way) => way.keywords).map(keywordsItem)) },
  );
}

function anySelection(item: fc.Arbitrary<Item>): fc.Arbitrary<Selection> {
  const some = fc.array(item, { minLength: 1, maxLength: 2 });
  const map = some.map((of): Selection => ({ kind: 'all', of }));
  return fc.oneof(
    { weight: 5, arbitrary: map },
    { weight: 1, arbitrary: item },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.oneof(map, item), { minLength: 1, maxLength: 3 })
        .map((of): Selection => ({ kind: 'any', of })),
    },
  );
}

/** The last is a name that every object has. */
const names = ['selection', 'filter', 'constructor'] as const;

export function anyCondition(known: readonly string[]): fc.Arbitrary<Condition> {
  const selection = fc
    .constantFrom(...known)
    .map((name): Condition => ({ kind: 'selection', name }));
  const quantified = fc
    .record({
      quantity: fc.constantFrom('any', 'all'),
      names: fc.subarray([...known], { minLength: 1 }),
    })
    .map((said): Condition => ({ kind: 'quantified', pattern: '*', ...said }));
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
    const of = fc.array(tie('condition'), { minLength: 2, maxLength: 3 });
    return {
      condition: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        { weight: 5, arbitrary: selection },
        { weight: 2, arbitrary: quantified },
        {
          weight: 2,
          arbitrary: tie('condition').map((part): Condition => ({ kind: 'not', of: part })),
        },
        { weight: 2, arbitrary: of.map((parts): Condition => ({ kind: 'and', of: parts })) },
        { weight: 2, arbitrary: of.map((parts): Condition => ({ kind: 'or', of: parts })) },
      ),
    };
  });
  return condition;
}

/** What a rule says of itself, which no test looks at. */
export const heading: Omit<Rule, 'detection'> = {
  title: 'T',
  id: undefined,
  name: undefined,
  level: 'medium',
  status: undefined,
  description: undefined,
  tags: [],
  fields: [],
  references: [],
  falsepositives: [],
  file: 'test.yml',
  line: 1,
  tests: undefined,
  custom: {},
  logsource: { product: 'p', category: undefined, service: undefined },
};

export function anyRule(): fc.Arbitrary<Rule> {
  const selection = anySelection(anyItem());
  return fc.integer({ min: 1, max: names.length }).chain((count) => {
    const known = names.slice(0, count);
    return fc
      .tuple(fc.tuple(...known.map(() => selection)), anyCondition(known))
      .map(([selections, condition]) => ({
        ...heading,
        detection: {
          selections: Object.fromEntries(selections.map((one, index) => [known[index] ?? '', one])),
          condition,
        },
      }));
  });
}

/** Values that events hold for no reason of any rule. */
export const noise: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom(...numbers, true, false, null) },
  { weight: 1, arbitrary: fc.constantFrom(...addresses) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom([], [[]], {}, [{}], ['a', null], { b: 'a' })
      .map((one) => structuredClone(one)),
  },
);
