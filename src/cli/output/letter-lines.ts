import stringWidth from 'string-width';
import type { OpenLetter } from '../../deadletters/open-letters.ts';
import type { DeadLetter } from '../../model/dead-letter.ts';
import type { Level } from '../../model/level.ts';
import { numberOf } from './number-of.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH, wrapped } from './terminal-width.ts';

/** Long enough that people can tell ids apart at a glance. */
const SHORTEST_ID = 8;

/**
 * Dead letters as a table, with a line of heads; with all that is known of each, or one line for each.
 * Texts of strangers are made visible.
 */
export function letterLines(
  letters: readonly OpenLetter[],
  style: Style,
  detail: 'in full' | 'one line each' = 'in full',
): readonly string[] {
  const ids = shortIds(letters.map(({ letter }) => letter.id));
  const idWidth = widest([...ids.values()]);
  const row = (when: string, kind: string, id: string): string =>
    `${when.padEnd(19)}  ${kind.padEnd(6)}  ${id}${' '.repeat(idWidth - stringWidth(id))}  `;
  const indent = row('', '', '');
  const inColumn = (text: string) => wrapped(text, WIDTH - indent.length);

  return [
    style.dim(`${row('WHEN (UTC)', 'KIND', 'ID')}WHAT`),
    ...letters.flatMap(({ letter, times }) => {
      const [first = '', ...more] = what(letter).flatMap(inColumn);
      const head =
        row(timeText(letter.time), letter.kind, ids.get(letter.id) ?? '') +
        paintLevel(first, levelOf(letter), style);
      if (detail === 'one line each') return [head];
      return [
        head,
        ...more.map((line) => indent + line),
        ...inColumn(reason(letter, times)).map((line) => indent + style.dim(line)),
      ];
    }),
  ];
}

/** What an alert was about and who was not told of it, or where in Log Service the rest stands. */
function what(letter: DeadLetter): readonly string[] {
  switch (letter.kind) {
    case 'alert': {
      const { level, title } = letter.alert.rule;
      return [`${level}  ${visible(`${title} → ${letter.channel}`)}`];
    }
    case 'digest': {
      const { alerts, rows } = letter.digest;
      const digest = `digest of ${numberOf(alerts, 'alert')} → ${letter.channel}`;
      return [`${rows[0].rule.level}  ${visible(digest)}`];
    }
    case 'record': {
      const { logstore, shard, cursor, index } = letter.origin;
      return [visible(`${logstore}, shard ${shard}`), visible(`record ${index} of page ${cursor}`)];
    }
    case 'range': {
      const { logstore, shard, beginCursor, endCursor } = letter;
      return [
        visible(`${logstore}, shard ${shard}`),
        visible(`from ${beginCursor}`),
        visible(`to   ${endCursor}`),
      ];
    }
  }
}

function reason({ attempts, reason: why }: DeadLetter, times: number): string {
  const tried = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const givenUp = times === 1 ? '' : `, given up ${times} times`;
  return `${tried}${givenUp}: ${visible(why)}`;
}

/** `2026-11-21 08:00:00` */
function timeText(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}

function levelOf(letter: DeadLetter): Level | undefined {
  if (letter.kind === 'alert') return letter.alert.rule.level;
  return letter.kind === 'digest' ? letter.digest.rows[0].rule.level : undefined;
}

function paintLevel(line: string, level: Level | undefined, { red, yellow }: Style): string {
  if (level !== 'critical' && level !== 'high' && level !== 'medium') return line;
  return (level === 'medium' ? yellow : red)(level) + line.slice(level.length);
}

/** Ids by their first few characters, by which they can still be told apart. */
function shortIds(ids: readonly string[]): ReadonlyMap<string, string> {
  let length = SHORTEST_ID;
  const longest = widest(ids);
  while (length < longest && new Set(ids.map((id) => id.slice(0, length))).size < ids.length) {
    length += 1;
  }
  return new Map(ids.map((id) => [id, visible(id.slice(0, length))]));
}

export function unreadableLine(entries: number): string {
  return `${numberOf(entries, 'entry')} could not be read: each may be a dead letter`;
}

/** In columns of a terminal. There may be more letters than a function takes arguments. */
function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, stringWidth(text)), 0);
}
