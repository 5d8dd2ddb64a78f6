/** What is wrong with a text that is no JSON, and where as far as that is known; undefined where it is JSON. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [problem = '', position] = error.message.split(/ (?:in JSON )?at position (\d+).*/s);
    if (position === undefined) return problem;
    const before = text.slice(0, Number(position));
    const column = `column ${before.length - before.lastIndexOf('\n')}`;
    const lines = before.split('\n').length;
    return `${problem} (${text.trim().includes('\n') ? `line ${lines}, ${column}` : column})`;
  }
}
