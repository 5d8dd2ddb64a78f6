import { clip } from '../alerts/clip.ts';
import { neutralise } from '../channels/neutralise.ts';

/** Longer than most names are. */
export const NAME_CHARACTERS = 60;

export const COMMENT_CHARACTERS = 300;

/** What a person typed, as it is kept: one line of visible text, at most so many characters. */
export function tidyEntry(typed: string | null | undefined, most: number): string {
  return clip(neutralise(typed ?? '').replace(/\s+/gu, ' '), most);
}
