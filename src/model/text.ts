/**
 * A piece of a message. A `label` is ours and is rendered as it stands; a `value` came out of an
 * event or a rule file, belongs to whoever wrote it, and every channel neutralises it; a `link` has
 * a label of ours and a URL that was built and checked by us. No string ever mixes the two.
 */
export type Span =
  | { readonly kind: 'label'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

export type Text = readonly Span[];

export function label(text: string): Span {
  return { kind: 'label', text };
}

export function value(text: string): Span {
  return { kind: 'value', text };
}

export function link(text: string, url: string): Span {
  return { kind: 'link', label: text, url };
}
