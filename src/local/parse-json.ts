/** The text itself where it is no JSON: what was sent is shown, whatever it was. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
