/** As much of an Adaptive Card as messages are made of: https://adaptivecards.io/explorer/AdaptiveCard.html */
export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.4';
  readonly msteams: { readonly width: 'Full' };
  /** For apps that cannot show the card. Unlike the rest it is read as Markdown. */
  readonly fallbackText: string;
  readonly body: readonly (Container | RichTextBlock | ActionSet)[];
  readonly actions: readonly OpenUrl[];
}

export interface Container {
  readonly type: 'Container';
  readonly style: ContainerStyle;
  readonly bleed: true;
  readonly items: readonly RichTextBlock[];
}

export type ContainerStyle = 'attention' | 'warning' | 'accent' | 'emphasis' | 'default' | 'good';

/** One paragraph: a line break within one is not shown everywhere. */
export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly spacing?: 'Small' | 'Medium';
  readonly inlines: readonly TextRun[];
}

/** "Markdown is not supported", its page says: https://adaptivecards.io/explorer/TextRun.html */
export interface TextRun extends TextStyle {
  readonly type: 'TextRun';
  readonly text: string;
}

export interface TextStyle {
  readonly weight?: 'Bolder';
  readonly size?: 'Small' | 'Medium';
  readonly italic?: true;
  readonly isSubtle?: true;
}

/** Buttons of their own among the paragraphs: https://adaptivecards.io/explorer/ActionSet.html */
export interface ActionSet {
  readonly type: 'ActionSet';
  readonly actions: readonly OpenUrl[];
}

export interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}

export function run(text: string, style: TextStyle = {}): TextRun {
  return { type: 'TextRun', text, ...style };
}

/** None where there is nothing to say: a block without text is an empty line. */
export function block(
  inlines: readonly TextRun[],
  spacing?: RichTextBlock['spacing'],
): readonly RichTextBlock[] {
  if (inlines.length === 0) return [];
  const paragraph: RichTextBlock = { type: 'RichTextBlock', inlines };
  return [spacing === undefined ? paragraph : { ...paragraph, spacing }];
}
