import stringWidth from 'string-width';
import { durationText } from '../../config/duration.ts';
import type { Matchers, Route, RouteNode } from '../../model/routing.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH, wrapped } from './terminal-width.ts';

/** What stands before the tree: a mark, and a blank. */
const MARGIN = 2;

/** Arrows stand below each other, as long as there is enough room behind them. */
const FURTHEST_ARROW = 50;

/** Routes by their paths. */
export interface RouteMarks {
  /** Those that an event takes, and those on the way there. */
  readonly taken: ReadonlySet<string>;
  readonly doubtful: ReadonlySet<string>;
}

interface Row {
  readonly path: string;
  /** The lines of the tree, before the first line of a route and before the others. */
  readonly lead: string;
  readonly rest: string;
  readonly match: string;
  readonly channels: string | undefined;
  readonly settings: string;
}

/** A routing tree; of each route what it matches, who is told, and what else differs from the one above. */
export function treeLines(tree: RouteNode, marks: RouteMarks, style: Style): readonly string[] {
  const rows = rowsOf(tree, undefined, '', '');
  const widths = rows
    .filter(({ channels }) => channels !== undefined)
    .map(({ lead, match }) => stringWidth(lead + match) + 2)
    .filter((width) => width <= FURTHEST_ARROW);
  const arrow = Math.max(0, ...widths);
  return rows.flatMap((row) => rowLines(row, arrow, marks, style));
}

function rowsOf(
  node: RouteNode,
  above: Route | undefined,
  lead: string,
  rest: string,
): readonly Row[] {
  const { route, match, routes } = node;
  const row = {
    path: route.path,
    lead,
    rest: `${rest}${routes.length > 0 ? '│  ' : '   '}`,
    match: above === undefined ? 'route' : matchText(match) || 'anything',
    channels: sameList(route.channels, above?.channels)
      ? undefined
      : `→ ${route.channels.join(', ') || 'nobody'}`,
    settings: settingsText(node, above),
  };
  const below = routes.flatMap((child, at) => {
    const isLast = at === routes.length - 1;
    return rowsOf(
      child,
      route,
      `${rest}${isLast ? '└─ ' : '├─ '}`,
      `${rest}${isLast ? '   ' : '│  '}`,
    );
  });
  return [row, ...below];
}

function rowLines(row: Row, arrow: number, marks: RouteMarks, style: Style): readonly string[] {
  const { path, lead, rest, match, channels, settings } = row;
  const isTaken = marks.taken.has(path);
  const mark = isTaken ? style.green('▸ ') : marks.doubtful.has(path) ? style.yellow('! ') : '  ';
  const matches = wrapped(match, WIDTH - MARGIN - stringWidth(lead));
  const lines = matches.map((line, at) => ({
    text: (at === 0 ? lead : rest) + (isTaken ? style.bold(line) : line),
    width: stringWidth((at === 0 ? lead : rest) + line),
  }));
  const add = (text: string, paint: (text: string) => string, column: number) => {
    const last = lines.at(-1);
    const fill = Math.max(column - (last?.width ?? 0), 2);
    const width = (last?.width ?? 0) + fill + stringWidth(text);
    if (last !== undefined && width <= WIDTH - MARGIN) {
      lines.splice(-1, 1, { text: last.text + ' '.repeat(fill) + paint(text), width });
      return;
    }
    for (const part of wrapped(text, WIDTH - MARGIN - stringWidth(rest))) {
      lines.push({ text: rest + paint(part), width: stringWidth(rest + part) });
    }
  };
  if (channels !== undefined) add(channels, (text) => text, arrow);
  if (settings !== '') add(settings, style.dim, 0);
  return lines.map(({ text }, at) => (at === 0 ? mark : '  ') + text);
}

/** `level=critical,high  service=ECD` */
export function matchText(match: Matchers): string {
  return Object.entries(match)
    .flatMap(([key, names]: readonly [string, readonly string[] | undefined]) =>
      names === undefined ? [] : [`${key}=${names.map(quoted).join(',')}`],
    )
    .join('  ');
}

function quoted(name: string): string {
  const text = visible(name);
  return /[\s,]/.test(text) ? `"${text}"` : text;
}

function settingsText({ route, continues }: RouteNode, above: Route | undefined): string {
  const namesOf = (intervals: Route['muteTimes']) => intervals.map(({ name }) => name);
  const said = (key: string, own: readonly string[], higher: readonly string[] | undefined) =>
    sameList(own, higher) ? [] : [`${key}=${own.join(',') || 'none'}`];
  return [
    ...said('group_by', route.groupBy, above?.groupBy),
    ...(route.repeatIntervalMs === (above?.repeatIntervalMs ?? 0)
      ? []
      : [`repeat_interval=${durationText(route.repeatIntervalMs)}`]),
    ...(route.minLevel === above?.minLevel ? [] : [`min_level=${route.minLevel}`]),
    ...said('mute_time_intervals', namesOf(route.muteTimes), namesOf(above?.muteTimes ?? [])),
    ...said('active_time_intervals', namesOf(route.activeTimes), namesOf(above?.activeTimes ?? [])),
    ...(continues ? ['continue'] : []),
  ].join('  ');
}

function sameList(own: readonly string[], above: readonly string[] | undefined): boolean {
  return above !== undefined && JSON.stringify(own) === JSON.stringify(above);
}
