/** What stands between backquotes, by what stands behind the opening ones: `sh`, `text doctor`. */
export function blocks(page: string, kind: string): readonly string[] {
  const found = [...page.matchAll(/^ *```(.*)\n([\s\S]*?)^ *```$/gm)];
  return found.flatMap(([, name, text = '']) => (name === kind ? [text] : []));
}

/** The rows of the table behind a mark, each as its cells. */
export function table(page: string, mark: string): readonly (readonly string[])[] {
  const [, behind = ''] = page.split(`<!-- ${mark} -->\n`);
  const [, , ...rows] = /(?:^\|.*\n)+/m.exec(behind)?.[0].trim().split('\n') ?? [];
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
