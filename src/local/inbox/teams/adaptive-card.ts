import * as z from 'zod';

const color = z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention']);

/** Names of styles are read in any case: https://adaptivecards.io/explorer/TextRun.html */
const anyCase = <T extends z.ZodType>(schema: T) =>
  z.preprocess((name) => (typeof name === 'string' ? name.toLowerCase() : name), schema);

const textStyle = {
  weight: anyCase(z.enum(['lighter', 'default', 'bolder'])).default('default'),
  size: anyCase(z.enum(['small', 'default', 'medium', 'large', 'extralarge'])).default('default'),
  color: anyCase(color).default('default'),
  isSubtle: z.boolean().default(false),
};

const openUrl = z.object({
  type: z.literal('Action.OpenUrl'),
  title: z.string().default(''),
  url: z.url(),
});

const textRun = z.object({
  type: z.literal('TextRun'),
  text: z.string(),
  ...textStyle,
  italic: z.boolean().default(false),
  strikethrough: z.boolean().default(false),
  selectAction: openUrl.optional(),
});

const common = {
  spacing: anyCase(
    z.enum(['none', 'small', 'default', 'medium', 'large', 'extralarge', 'padding']),
  ).default('default'),
  separator: z.boolean().default(false),
};

const textBlock = z.object({
  type: z.literal('TextBlock'),
  ...common,
  text: z.string(),
  ...textStyle,
  wrap: z.boolean().default(false),
});

const richTextBlock = z.object({
  type: z.literal('RichTextBlock'),
  ...common,
  inlines: z.array(z.union([z.string(), textRun])),
});

const factSet = z.object({
  type: z.literal('FactSet'),
  ...common,
  facts: z.array(z.object({ title: z.string(), value: z.string() })),
});

const actionSet = z.object({ type: z.literal('ActionSet'), ...common, actions: z.array(openUrl) });

const leaf = z.discriminatedUnion('type', [textBlock, richTextBlock, factSet, actionSet]);

/** One level of containers is all that a message needs. */
const container = z.object({
  type: z.literal('Container'),
  ...common,
  style: anyCase(z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent'])).default(
    'default',
  ),
  bleed: z.boolean().default(false),
  items: z.array(leaf),
});

const mention = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string(), name: z.string() }),
});

/**
 * A card as far as it is shown here. Teams leaves out elements that it does not know, and says nothing;
 * here they are refused, so that they are missed.
 *
 * @see https://adaptivecards.io/explorer/AdaptiveCard.html
 */
export const adaptiveCard = z.object({
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  fallbackText: z.string().optional(),
  body: z.array(z.discriminatedUnion('type', [...leaf.options, container])).default([]),
  actions: z.array(openUrl).default([]),
  msteams: z
    .object({
      width: anyCase(z.literal('full')).optional(),
      entities: z.array(mention).default([]),
    })
    .default({ entities: [] }),
});

/** What the template "Send webhook alerts to a channel" reads of a request. */
export const workflowMessage = z.object({
  attachments: z.array(
    z.object({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      content: adaptiveCard,
    }),
  ),
});

export type AdaptiveCard = z.infer<typeof adaptiveCard>;
export type CardElement = AdaptiveCard['body'][number];
export type TextRun = z.infer<typeof textRun>;
export type TextBlock = z.infer<typeof textBlock>;
export type OpenUrl = z.infer<typeof openUrl>;
