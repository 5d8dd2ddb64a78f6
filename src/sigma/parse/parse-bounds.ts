import { boundsHold } from '../bounds.ts';
import { comparators, type Bounds, type Comparator } from '../correlation-rule.ts';
import { findEntry, readNumber } from './read-key.ts';
import type { Source } from './source.ts';
import type { Entry, MapTree } from './yaml-tree.ts';

/** What the number can be that bounds are set to: a count from 0 up to `most`, or anything. */
export type Domain =
  | { readonly kind: 'count'; readonly most: number }
  | { readonly kind: 'measure' };

/**
 * Reads the bounds in a correlation's condition (Sigma specification 2.1.0, "Condition"): one, or two
 * that form a range. Those that no number could ever meet are refused, because such a rule would look
 * as if it watched.
 */
export function parseBounds(source: Source, map: MapTree, domain: Domain): Bounds | undefined {
  const written = map.entries.filter(({ key }) => comparators.some((word) => word === key));
  const last = written.at(-1);
  if (last === undefined) {
    source.report('bad-bounds', map.start, `name a bound: one of ${comparators.join(', ')}`);
    return undefined;
  }
  const third = written[2];
  if (third !== undefined) {
    source.report(
      'bad-bounds',
      third.keyRange.start,
      'two bounds form a range: chain rules for more',
    );
    return undefined;
  }
  if (sameSide(written, 'gt', 'gte') || sameSide(written, 'lt', 'lte')) {
    source.report('bad-bounds', last.keyRange.start, 'there is a bound on this side already');
    return undefined;
  }
  const bounds: Partial<Record<Comparator, number>> = {};
  for (const comparator of comparators) {
    const bound = readBound(source, findEntry(map, comparator), domain);
    if (bound !== undefined) bounds[comparator] = bound;
  }
  if (Object.keys(bounds).length < written.length) return undefined;
  if (canHold(bounds, domain)) return bounds;
  const range = domain.kind === 'count' ? `no count from 0 to ${domain.most}` : 'no number';
  source.report('bad-bounds', last.keyRange.start, `${range} could ever meet this`);
  return undefined;
}

function sameSide(entries: readonly Entry[], ...words: readonly string[]): boolean {
  return words.every((word) => entries.some(({ key }) => key === word));
}

function readBound(source: Source, entry: Entry | undefined, domain: Domain): number | undefined {
  const bound = readNumber(source, entry);
  if (bound === undefined || entry === undefined || isWithin(bound, domain)) return bound;
  const most = domain.kind === 'count' ? domain.most : 0;
  const message = `'${entry.key}' must be a whole number from 0 to ${most}`;
  source.report('bad-bounds', entry.value.start, message);
  return undefined;
}

function isWithin(bound: number, domain: Domain): boolean {
  return (
    domain.kind === 'measure' || (Number.isInteger(bound) && bound >= 0 && bound <= domain.most)
  );
}

/** If any number meets the bounds, then one of these does: a bound, its neighbours, or the middle. */
function canHold(bounds: Bounds, domain: Domain): boolean {
  const ends = Object.values(bounds);
  const middle = ends.reduce((sum, end) => sum + end, 0) / ends.length;
  const candidates = [...ends.flatMap((end) => [end - 1, end, end + 1]), middle];
  return candidates.some((value) => isWithin(value, domain) && boundsHold(bounds, value));
}
