/** At most so many UTF-16 units, never half of a surrogate pair, with an ellipsis where cut. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const last = cut.charCodeAt(cut.length - 1);
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${half ? cut.slice(0, -1) : cut}…`;
}
