import type { Fault } from '../problem.ts';
import type { Item, Value } from '../rule.ts';
import { familyOf } from './check-chain.ts';
import { type Comparator, toNumber } from './comparator.ts';
import type { Family } from './modifiers.ts';
import { parseNetwork } from './network.ts';
import { anyRun, type Pattern, parsePattern } from './pattern.ts';
import { regexFault } from './regex.ts';
import { partRanges, type TimePart, timeParts } from './time-part.ts';
import { encode, type Encoding, MOST_DASHES, permuteDashes } from './transforms.ts';
import type { ItemTest, Shape, ValueTest } from './value-test.ts';

/** Understands an item. Throws for one that `checkChain` or `checkValue` finds a fault with. */
export function readItem(item: Item): ItemTest {
  const chain = readChain(item);
  if (chain.family === 'presence') return { kind: 'presence', wanted: item.values[0] === true };
  return {
    kind: 'values',
    values: item.values.map((value) => {
      const tests = chain.read(value);
      if (isFault(tests)) throw new Error(tests.message);
      return tests;
    }),
    quantity: item.modifiers.includes('all') ? 'all' : 'any',
    negated: item.modifiers.includes('neq'),
  };
}

/** What is wrong with one value under a chain that `checkChain` found no fault with. */
export function checkValue(
  item: Pick<Item, 'kind' | 'modifiers'>,
  value: Value,
): Fault | undefined {
  const tests = readChain(item).read(value);
  return isFault(tests) ? tests : undefined;
}

type ReadValue = (value: Value) => readonly ValueTest[] | Fault;

function isFault(read: readonly ValueTest[] | Fault): read is Fault {
  return 'code' in read;
}

function readChain({ kind, modifiers }: Pick<Item, 'kind' | 'modifiers'>): {
  readonly family: Family;
  readonly read: ReadValue;
} {
  const family = familyOf(modifiers);
  if (family === undefined) throw new Error(`no chain: ${modifiers.join('|')}`);
  return { family, read: readers[family](kind, modifiers) };
}

const readers: Readonly<
  Record<Family, (kind: Item['kind'], modifiers: readonly string[]) => ReadValue>
> = {
  text: readTexts,
  regex: (_, modifiers) => {
    const flags = modifiers.filter((name) => /^[ims]$/.test(name)).join('');
    return forText((source) => regexFault(source, flags) ?? [{ kind: 'regex', source, flags }]);
  },
  network: () =>
    forText((text) => {
      const network = parseNetwork(text);
      return typeof network === 'string'
        ? { code: 'bad-cidr', message: network, index: 0 }
        : [{ kind: 'network', network }];
    }),
  number: (_, modifiers) => {
    const comparator = comparatorOf(modifiers);
    return (value) => {
      const number = toNumber(value);
      return number === undefined
        ? badValue(`'${comparator}' takes a number`)
        : [{ kind: 'number', comparator, value: number }];
    };
  },
  time: (_, modifiers) => {
    const part = timeParts.find((name) => modifiers.includes(name)) ?? 'minute';
    return (value) => readPart(part, comparatorOf(modifiers), value);
  },
  field: (_, modifiers) => {
    const shape = shapeOf('field', modifiers);
    const cased = modifiers.includes('cased');
    return forText((field) => [{ kind: 'field', field, shape, cased }]);
  },
  presence: () => (value) => (typeof value === 'boolean' ? [] : badValue(takesBoolean)),
};

const takesBoolean = "'exists' takes true or false";

function badValue(message: string): Fault {
  return { code: 'modifier-value', message, index: 0 };
}

/** An empty text would fit every value there is, which nobody means to say. */
function forText(read: (text: string) => readonly ValueTest[] | Fault): ReadValue {
  return (value) =>
    typeof value === 'string' && value !== ''
      ? read(value)
      : badValue('this modifier takes a text that is not empty, and numbers in quotes');
}

function comparatorOf(modifiers: readonly string[]): Comparator {
  return (['gt', 'gte', 'lt', 'lte'] as const).find((name) => modifiers.includes(name)) ?? 'eq';
}

/** Keywords are looked for anywhere in a value. */
function shapeOf(kind: Item['kind'], modifiers: readonly string[]): Shape {
  if (modifiers.includes('startswith')) return 'start';
  if (modifiers.includes('endswith')) return 'end';
  return kind === 'keywords' || modifiers.includes('contains') ? 'anywhere' : 'whole';
}

function readPart(
  part: TimePart,
  comparator: Comparator,
  value: Value,
): readonly ValueTest[] | Fault {
  const number = toNumber(value);
  const [least, most] = partRanges[part];
  if (number === undefined || !Number.isInteger(number) || number < least || number > most) {
    return badValue(`'${part}' takes a whole number from ${least} to ${most}`);
  }
  return [{ kind: 'time', part, comparator, value: number }];
}

const encodings: readonly Encoding[] = [
  'utf16le',
  'wide',
  'utf16be',
  'utf16',
  'base64',
  'base64offset',
];

/** Modifiers that leave a value the type that the rule wrote. */
const typeless: ReadonlySet<string> = new Set(['all', 'neq', 'expand']);

function readTexts(kind: Item['kind'], modifiers: readonly string[]): ReadValue {
  if (modifiers.every((name) => typeless.has(name))) {
    return kind === 'keywords' ? readKeyword : readTyped;
  }
  const shape = shapeOf(kind, modifiers);
  const cased = modifiers.includes('cased');
  const encoded = modifiers.flatMap((name) => encodings.filter((encoding) => encoding === name));
  return forText((text) => {
    const texts = modifiers.includes('windash') ? permuteDashes(text) : [text];
    if (texts === undefined) {
      return badValue(`'windash' takes a text with at most ${MOST_DASHES} option signs`);
    }
    const patterns: Pattern[] = [];
    for (const pattern of texts.map(parsePattern)) {
      const read = encoded.length === 0 ? [pattern] : encodePattern(pattern, encoded);
      if ('code' in read) return read;
      patterns.push(...read);
    }
    return patterns.map((pattern) => ({ kind: 'text', pattern: shaped(pattern, shape), cased }));
  });
}

/** The encodings of a text know no wildcards: a `*` has no bytes of its own. */
function encodePattern(
  [literal, ...rest]: Pattern,
  encoded: readonly Encoding[],
): readonly Pattern[] | Fault {
  if (typeof literal !== 'string' || rest.length > 0) {
    return badValue('an encoding takes a text without wildcards');
  }
  const texts = encode(literal, encoded);
  if (texts.includes('')) return badValue('this text is too short to be known by its encoding');
  return texts.map((text) => [text]);
}

function shaped(pattern: Pattern, shape: Shape): Pattern {
  switch (shape) {
    case 'whole':
      return pattern;
    case 'start':
      return [...pattern, anyRun];
    case 'end':
      return [anyRun, ...pattern];
    case 'anywhere':
      return [anyRun, ...pattern, anyRun];
  }
}

/** What an item without a comparing modifier does: the whole value, by the type the rule wrote. */
function readTyped(value: Value): readonly ValueTest[] {
  if (value === null) return [{ kind: 'null' }];
  if (typeof value === 'number') return [{ kind: 'number', comparator: 'eq', value }];
  const pattern = typeof value === 'string' ? parsePattern(value) : [String(value)];
  return [{ kind: 'text', pattern, cased: false }];
}

/** A keyword is looked for anywhere in a value, and a number or boolean by its text. */
function readKeyword(value: Value): readonly ValueTest[] | Fault {
  if (value === null || value === '') {
    return { code: 'bad-keyword', message: 'a keyword is a text that is not empty', index: 0 };
  }
  const pattern = typeof value === 'string' ? parsePattern(value) : [String(value)];
  return [{ kind: 'text', pattern: shaped(pattern, 'anywhere'), cased: false }];
}
