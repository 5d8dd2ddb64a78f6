import type { Level } from '../../model/level.ts';

/**
 * As much of a card as is used here. A card of version 2.0 is refused for one property that is not
 * known: https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
 */
export interface Card {
  readonly schema: '2.0';
  readonly config: {
    readonly update_multi: true;
    /** What the list of chats and the push show. */
    readonly summary: { readonly content: string };
  };
  readonly header: {
    readonly template: (typeof templates)[Level | 'drill'];
    readonly title: PlainText;
  };
  readonly body: {
    readonly vertical_spacing: 'medium';
    readonly elements: readonly CardElement[];
  };
}

export interface PlainText {
  readonly tag: 'plain_text';
  readonly content: string;
  readonly text_size?: 'heading' | 'normal' | 'notation';
  readonly text_color?: 'grey';
}

export type CardElement =
  | { readonly tag: 'div'; readonly text: PlainText }
  | { readonly tag: 'hr' }
  | { readonly tag: 'markdown'; readonly content: string }
  | {
      readonly tag: 'column_set';
      readonly flex_mode: 'none' | 'flow';
      readonly horizontal_spacing: 'medium';
      readonly columns: readonly CardColumn[];
    };

export interface CardColumn {
  readonly tag: 'column';
  /** It is heeded where the columns do not flow. */
  readonly width?: string;
  readonly weight?: 1;
  readonly elements: readonly (CardElement | CardButton)[];
}

export interface CardButton {
  readonly tag: 'button';
  readonly type: 'default';
  readonly text: PlainText;
  readonly behaviors: readonly [{ readonly type: 'open_url'; readonly default_url: string }];
}

/** The colour of the title, the first that is seen of a card. A drill has none of an alarm's. */
export const templates = {
  critical: 'red',
  high: 'orange',
  medium: 'yellow',
  low: 'blue',
  informational: 'grey',
  drill: 'violet',
} as const satisfies Readonly<Record<Level | 'drill', string>>;

export function plainText(
  content: string,
  style: Pick<PlainText, 'text_size' | 'text_color'> = {},
): PlainText {
  return { tag: 'plain_text', content, ...style };
}

export function paragraph(
  content: string,
  style: Pick<PlainText, 'text_size' | 'text_color'> = {},
): CardElement {
  return { tag: 'div', text: plainText(content, style) };
}

export const QUIET = { text_color: 'grey' } as const;
export const SMALL = { text_size: 'notation', text_color: 'grey' } as const;

/** Wide enough for the longest label of a fact in either language. */
const LABEL_WIDTH = '96px';

/** A label and what it says, side by side, so that all values begin at one edge. */
export function row(name: string, content: string): CardElement {
  return columnSet('none', [
    { tag: 'column', width: LABEL_WIDTH, elements: [paragraph(name, QUIET)] },
    { tag: 'column', width: 'weighted', weight: 1, elements: [paragraph(content)] },
  ]);
}

/** Buttons that open their address in a browser, as many in a line as there is room for. */
export function buttons(all: readonly CardButton[]): CardElement {
  return columnSet(
    'flow',
    all.map((one) => ({ tag: 'column', elements: [one] })),
  );
}

export function button(name: string, url: string): CardButton {
  return {
    tag: 'button',
    type: 'default',
    text: plainText(name),
    behaviors: [{ type: 'open_url', default_url: url }],
  };
}

function columnSet(flex_mode: 'none' | 'flow', columns: readonly CardColumn[]): CardElement {
  return { tag: 'column_set', flex_mode, horizontal_spacing: 'medium', columns };
}
