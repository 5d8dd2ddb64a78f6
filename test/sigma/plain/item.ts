import { RE2JS } from 're2js';
import type { Event } from '../../../src/sigma/event.ts';
import type { Item, Value } from '../../../src/sigma/rule.ts';
import { cidrHolds } from './cidr.ts';
import { transform } from './encode.ts';
import { readField, scalarsOf } from './field.ts';
import { fold, numberOf, textOf, textsOf } from './text.ts';
import { partOf } from './time.ts';
import { covers, literally, type Token } from './wildcards.ts';

const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const comparisons = ['gt', 'gte', 'lt', 'lte'] as const;
const shapes = ['contains', 'startswith', 'endswith'] as const;
const transforms = ['windash', 'base64', 'base64offset', 'utf16le', 'wide', 'utf16be', 'utf16'];

/** Whether an event meets a `field|modifiers: values`, or keywords. */
export function itemHolds(item: Item, event: Event): boolean {
  const values = item.values.length === 0 ? [null] : item.values;
  const met = item.modifiers.includes('all')
    ? values.every((value) => valueHolds(item, value, event))
    : values.some((value) => valueHolds(item, value, event));
  return item.modifiers.includes('neq') ? !met : met;
}

/** Whether any value that the item looks at meets one of the values that it asks for. */
function valueHolds(item: Item, value: Value, event: Event): boolean {
  const given = item.kind === 'field' ? readField(event, item.field) : scalarsOf(event);
  if (item.modifiers.includes('exists')) return given.length > 0 === value;
  if (value === null) return given.length === 0 || given.includes(null);
  if (item.modifiers.includes('fieldref')) {
    return textsOf(readField(event, String(value))).some((other) =>
      textsOf(given).some((text) => refersTo(item, other, text)),
    );
  }
  return given.some((one) => compares(item, value, one));
}

function refersTo(item: Item, other: string, text: string): boolean {
  const shape = shapes.find((name) => item.modifiers.includes(name));
  if (shape !== undefined && other === '') return false;
  return covered(item, literally(other), text);
}

function compares(item: Item, value: string | number | boolean, given: unknown): boolean {
  const { modifiers } = item;
  const comparison = comparisons.find((name) => modifiers.includes(name));
  const part = timeParts.find((name) => modifiers.includes(name));
  if (part !== undefined) return inOrder(partOf(given, part), comparison, numberOf(value));
  if (comparison !== undefined) return inOrder(numberOf(given), comparison, numberOf(value));

  const text = textOf(given);
  if (text === undefined) return false;
  if (modifiers.includes('cidr')) return cidrHolds(String(value), text);
  if (modifiers.includes('re')) return regexFinds(modifiers, String(value), text);

  const asWritten = !modifiers.some((name) => transforms.includes(name));
  const whole = item.kind === 'field' && !shapes.some((name) => modifiers.includes(name));
  if (asWritten && whole && typeof value === 'number') return numberOf(given) === value;
  if (asWritten && whole && typeof value === 'boolean') return text.toLowerCase() === String(value);
  return transform(String(value), modifiers).some((tokens) => covered(item, tokens, text));
}

function inOrder(
  given: number | undefined,
  comparison: (typeof comparisons)[number] | undefined,
  wanted: number | undefined,
): boolean {
  if (given === undefined || wanted === undefined) return false;
  switch (comparison) {
    case 'gt':
      return given > wanted;
    case 'gte':
      return given >= wanted;
    case 'lt':
      return given < wanted;
    case 'lte':
      return given <= wanted;
    case undefined:
      return given === wanted;
  }
}

function regexFinds(modifiers: readonly string[], pattern: string, text: string): boolean {
  const flags =
    (modifiers.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (modifiers.includes('m') ? RE2JS.MULTILINE : 0) |
    (modifiers.includes('s') ? RE2JS.DOTALL : 0);
  return RE2JS.compile(pattern, flags).matcher(text).find();
}

/** Whether a text has the shape that the item asks for. Keywords stand anywhere in it. */
function covered(item: Item, tokens: readonly Token[], text: string): boolean {
  const cased = item.modifiers.includes('cased');
  const shape = shapes.find((name) => item.modifiers.includes(name));
  const anywhere = shape === 'contains' || (shape === undefined && item.kind === 'keywords');
  const pattern: readonly Token[] = [
    ...(anywhere || shape === 'endswith' ? (['run'] as const) : []),
    ...(cased ? tokens : tokens.map(foldToken)),
    ...(anywhere || shape === 'startswith' ? (['run'] as const) : []),
  ];
  return covers(pattern, cased ? text : fold(text));
}

function foldToken(token: Token): Token {
  return typeof token === 'string' ? token : { character: fold(token.character) };
}
