import type { Level } from '../model/level.ts';
import type { Fact } from '../model/notification.ts';
import type { Text } from '../model/text.ts';

/** A notice in the words of one language. */
export interface NoticeWords {
  readonly title: Text;
  readonly sentence: Text;
  readonly facts?: readonly Fact[];
  readonly steps: readonly string[];
}

/** How grave a notice is, and how it is worded. */
export interface SaidNotice extends NoticeWords {
  readonly level: Level;
}
