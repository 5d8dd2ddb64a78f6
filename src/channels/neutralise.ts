/** No channel shows more of one value than a few hundred characters: what lies beyond this is not even read. */
const LOOKED_AT = 20_000;

/** Everything that starts a new line somewhere, folded so that a value cannot lay out the message. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;

/**
 * What cannot be seen but changes what is: controls, marks and overrides of the writing direction,
 * invisible operators and annotations. The joiners U+200C and U+200D stay: emoji and scripts need them.
 */
const hidden = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/**
 * A value's text with everything taken out that is a danger in any channel: one line of well-formed
 * Unicode, in the order it was written, in which no address is a link. What else a channel's markup
 * gives a meaning to, the channel maps itself.
 */
export function neutralise(text: string): string {
  const head = text.length > LOOKED_AT ? `${text.slice(0, LOOKED_AT)}…` : text;
  return (
    head
      .toWellFormed()
      .replace(breaks, ' ')
      .replace(hidden, '')
      // After the hidden characters are gone, or one of them between `:` and `//` would smuggle a link through.
      .replaceAll('://', '：//')
      .trim()
  );
}
