const made = Symbol('html');

/** Markup of ours. Only the tag `html` makes it, so a string from outside can never pass for it. */
export interface Html {
  readonly [made]: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Every string in it is escaped, for text and for quoted attributes alike. */
export function html(
  markup: TemplateStringsArray,
  ...values: readonly (Html | readonly Html[] | string | number)[]
): Html {
  const filled = values.map((value, index) => toMarkup(value) + (markup[index + 1] ?? ''));
  return { [made]: (markup[0] ?? '') + filled.join('') };
}

/** A text in which what a pattern finds is laid out by one function, and the rest by another. */
export function markedUp(
  text: string,
  pattern: RegExp,
  renderMatch: (source: string, groups: Readonly<Record<string, string | undefined>>) => Html,
  renderRest: (rest: string) => Html | string = (rest) => rest,
): Html {
  const pieces: Html[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push(html`${renderRest(text.slice(done, match.index))}`);
    pieces.push(renderMatch(match[0], match.groups ?? {}));
    done = match.index + match[0].length;
  }
  return html`${pieces}${renderRest(text.slice(done))}`;
}

export const nothing: Html = html``;

export function toMarkup(value: Html | readonly Html[] | string | number): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (char) => entities[char] ?? '');
  if (typeof value === 'number') return String(value);
  return made in value ? value[made] : value.map(toMarkup).join('');
}

export function listOf(kind: 'bullets' | 'numbers', contents: readonly Html[]): Html {
  const items = contents.map((content) => html`<li>${content}</li>`);
  // Strings, so that a formatter puts no white space into a list that keeps its line breaks.
  const tag = kind === 'numbers' ? 'ol' : 'ul';
  return { [made]: `<${tag}>${toMarkup(items)}</${tag}>` };
}

const outside = new Set(['http:', 'https:', 'dingtalk:']);

/** Whether a link may be followed from the page, or be sent at all. */
export function isSafeUrl(url: string): boolean {
  return URL.canParse(url) && outside.has(new URL(url).protocol);
}

/** A link that leaves the page; only its label where the address is one we do not follow. */
export function linkTo(url: string, label: Html): Html {
  return isSafeUrl(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`
    : html`<span class="unsafe">${label}</span>`;
}
