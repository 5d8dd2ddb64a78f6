import { type Level, levels } from '../../model/level.ts';

/** How wide a column of levels is. */
export const LEVEL_WIDTH = Math.max(...levels.map((level) => level.length));

/** A level as wide as the longest. */
export function levelColumn(level: Level): string {
  return level.padEnd(LEVEL_WIDTH);
}
