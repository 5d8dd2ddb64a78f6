/**
 * What an item can compare. Its modifiers settle which one it is, because each of them goes with some
 * of these only; whole texts come first, for an item without modifiers.
 */
export const families = [
  'text',
  'regex',
  'network',
  'number',
  'time',
  'field',
  'presence',
] as const;

export type Family = (typeof families)[number];

export interface Modifier {
  /** The comparisons that it goes with. */
  readonly families: readonly Family[];
  /** One chain holds one modifier of a group at most. */
  readonly group?: string;
  /** Groups and names that must not stand before it. */
  readonly notAfter?: readonly string[];
  /** The modifier that has to stand before it. */
  readonly needs?: string;
}

const valued = families.filter((family) => family !== 'presence');

const shape: Modifier = { families: ['text', 'field'], group: 'shape' };
const order: Modifier = { families: ['number', 'time'], group: 'order' };
const part: Modifier = { families: ['time'], group: 'time part', notAfter: ['order'] };
const regexFlag: Modifier = { families: ['regex'], needs: 're' };
const utf16: Modifier = {
  families: ['text'],
  group: 'utf16',
  notAfter: ['shape', 'base64'],
};
const base64: Modifier = { families: ['text'], group: 'base64', notAfter: ['shape'] };

/**
 * Every modifier there is (Sigma specification 2.1.0, appendix "Modifiers"). A chain is read from left
 * to right: what rewrites a value stands before what compares it. `windash` may stand behind `contains`
 * too, as most of SigmaHQ's rules have it, but not behind an encoding, in which a dash means nothing.
 */
export const modifiers: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ['contains', shape],
  ['startswith', shape],
  ['endswith', shape],
  ['cased', { families: ['text', 'field'] }],
  ['windash', { families: ['text'], notAfter: ['utf16', 'base64'] }],
  ['utf16le', utf16],
  ['wide', utf16],
  ['utf16be', utf16],
  ['utf16', utf16],
  ['base64', base64],
  ['base64offset', base64],
  ['re', { families: ['regex'] }],
  ['i', regexFlag],
  ['m', regexFlag],
  ['s', regexFlag],
  ['cidr', { families: ['network'] }],
  ['gt', order],
  ['gte', order],
  ['lt', order],
  ['lte', order],
  ['minute', part],
  ['hour', part],
  ['day', part],
  ['week', part],
  ['month', part],
  ['year', part],
  ['fieldref', { families: ['field'] }],
  ['exists', { families: ['presence'] }],
  ['all', { families: valued }],
  ['neq', { families: valued }],
  ['expand', { families: valued, notAfter: ['utf16', 'base64'] }],
]);
