/**
 * At most so many UTF-16 units, with an ellipsis where cut. Always a copy: a short text that was cut
 * out of a long one would keep the long one in memory. Half surrogates become U+FFFD on the way.
 */
export function clip(text: string, most: number): string {
  if (text.length <= most) return Buffer.from(text).toString();
  const last = text.charCodeAt(most - 2);
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${Buffer.from(text.slice(0, half ? most - 2 : most - 1)).toString()}…`;
}
