import { ConfigError } from '../model/config-error.ts';

/** What the ids of members look like, who are to be mentioned by a tag in the text. */
export interface MentionShape {
  readonly fits: RegExp;
  /** A made-up id, to show what is meant. */
  readonly example: string;
  /** Ours: more would leave too little of a message for what it has to say. */
  readonly most: number;
}

/**
 * Throws a ConfigError where `ids` of channel `name` cannot be mentioned. They stand in the text as
 * markup, which a wrong one would break in every message; an empty one counts as not set.
 */
export function checkMentions(
  name: string,
  ids: readonly string[] = [],
  shape: MentionShape,
): void {
  const wrong = (problem: string, mend: string) =>
    new ConfigError(`channels.${name}.at.user_ids`, problem, mend);

  const given = ids.filter((id) => id !== '');
  if (!given.every((id) => shape.fits.test(id))) {
    throw wrong('holds what is no id of a member', `Write ids like ${shape.example}`);
  }
  if (given.length > shape.most) {
    throw wrong(`names more than ${shape.most} members`, 'Name fewer, or mention the whole group');
  }
}
