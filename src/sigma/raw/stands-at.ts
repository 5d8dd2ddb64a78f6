/** Whether a text stands at a place of some bytes, byte for byte. */
export function standsAt(bytes: Uint8Array, place: number, text: Uint8Array): boolean {
  for (let at = 0; at < text.length; at += 1) if (bytes[place + at] !== text[at]) return false;
  return true;
}
