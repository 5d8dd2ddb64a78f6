import type { Explained, ExplainedItem } from '../../sigma/match/explain.ts';

/** An item that decided. */
export interface Obstacle {
  /** The selection that it stands in, as its file calls it; a filter's has the filter's title before it. */
  readonly selection: string;
  readonly item: ExplainedItem;
}

/**
 * The items because of which a detection does not hold: as few as would have had to be otherwise. None
 * where it holds.
 */
export function obstacles(explained: Explained): readonly Obstacle[] {
  return explained.holds ? [] : deciding(explained, '');
}

/** What made a part hold, or not. */
function deciding(part: Explained, selection: string): readonly Obstacle[] {
  switch (part.kind) {
    case 'item':
      return [{ selection, item: part }];
    case 'not':
      return deciding(part.of, selection);
    case 'selection':
      return deciding(part.of, selection === '' ? part.name : `${selection}, ${part.name}`);
    case 'filter':
      return deciding(part.of, `filter '${part.title}'`);
    case 'and':
    case 'all':
      return ofList(part.of, 'all', part.holds, selection);
    case 'or':
    case 'any':
      return ofList(part.of, 'any', part.holds, selection);
    case 'quantified':
      return ofList(part.of, part.quantity, part.holds, selection);
  }
}

/** Every one of them decided, or any of those that would have been enough. */
function ofList(
  parts: readonly Explained[],
  quantity: 'all' | 'any',
  holds: boolean,
  selection: string,
): readonly Obstacle[] {
  const isEach = (quantity === 'all') !== holds;
  if (isEach) {
    return parts
      .filter((part) => part.holds === holds)
      .flatMap((part) => deciding(part, selection));
  }
  if (holds) {
    const [first] = parts.filter((part) => part.holds);
    return first === undefined ? [] : deciding(first, selection);
  }
  // None holds, and the nearest to it is the one of which the least is missing.
  const [nearest = []] = parts
    .map((part) => deciding(part, selection))
    .toSorted((a, b) => a.length - b.length);
  return nearest;
}
