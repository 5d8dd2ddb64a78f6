import * as z from 'zod';

/** Sizes and spacings have names or are so many pixels. */
const pixels = z.string().regex(/^\d{1,3}px$/);
const spacing = z.union([z.enum(['small', 'medium', 'large', 'extra_large']), pixels]).optional();
/** Of a size or a colour, which may also be one that the card itself defines. */
const name = z
  .string()
  .regex(/^[\w-]{1,40}$/)
  .optional();
const align = z.enum(['left', 'center', 'right']).optional();
const common = { element_id: z.string().optional(), margin: z.string().optional() };

const textObject = z.strictObject({
  tag: z.enum(['plain_text', 'lark_md']),
  element_id: z.string().optional(),
  content: z.string(),
  text_size: name,
  text_color: name,
  text_align: align,
  lines: z.int().min(1).optional(),
});

const address = z.string().max(4000);
const behavior = z.strictObject({
  type: z.literal('open_url'),
  default_url: address.refine((url) => URL.canParse(url), 'an address'),
  pc_url: address.optional(),
  ios_url: address.optional(),
  android_url: address.optional(),
});

const div = z.strictObject({ ...common, tag: z.literal('div'), text: textObject });
const markdown = z.strictObject({
  ...common,
  tag: z.literal('markdown'),
  content: z.string(),
  text_size: name,
  text_align: align,
});
const hr = z.strictObject({ ...common, tag: z.literal('hr') });
const button = z.strictObject({
  ...common,
  tag: z.literal('button'),
  type: z.string().optional(),
  size: z.enum(['tiny', 'small', 'medium', 'large']).optional(),
  width: z.string().optional(),
  text: textObject.extend({ content: z.string().max(100) }),
  // A custom bot has nobody to call back.
  behaviors: z.array(behavior).min(1),
});

const inColumn = z.discriminatedUnion('tag', [div, markdown, hr, button]);
const column = z.strictObject({
  ...common,
  tag: z.literal('column'),
  width: z.union([z.enum(['auto', 'weighted']), pixels]).optional(),
  weight: z.int().min(1).max(5).optional(),
  vertical_align: z.enum(['top', 'center', 'bottom']).optional(),
  vertical_spacing: spacing,
  padding: z.string().optional(),
  elements: z.array(inColumn),
});
const columnSet = z.strictObject({
  ...common,
  tag: z.literal('column_set'),
  flex_mode: z.enum(['none', 'stretch', 'flow', 'bisect', 'trisect']).optional(),
  background_style: z.string().optional(),
  horizontal_spacing: spacing,
  horizontal_align: align,
  columns: z.array(column),
});
const element = z.discriminatedUnion('tag', [div, markdown, hr, button, columnSet]);

const template =
  /^(?:blue|wathet|turquoise|green|yellow|orange|red|carmine|violet|purple|indigo|grey|default)$/;

/**
 * The parts of a card that alerts may use. Unlike its predecessor, version 2.0 takes no property that
 * it does not know.
 *
 * @see https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
 */
const card = z.strictObject({
  schema: z.literal('2.0'),
  config: z
    .strictObject({
      update_multi: z.literal(true).optional(),
      enable_forward: z.boolean().optional(),
      width_mode: z.enum(['default', 'compact', 'fill']).optional(),
      summary: z.strictObject({ content: z.string() }).optional(),
    })
    .optional(),
  header: z
    .strictObject({
      template: z.string().regex(template).optional(),
      title: textObject,
      subtitle: textObject.optional(),
      padding: z.string().optional(),
    })
    .optional(),
  body: z.strictObject({
    direction: z.enum(['vertical', 'horizontal']).optional(),
    padding: z.string().optional(),
    vertical_spacing: spacing,
    horizontal_spacing: spacing,
    elements: z.array(element),
  }),
});

const signature = { timestamp: z.string().optional(), sign: z.string().optional() };

/** What a custom bot takes; posts, pictures and shared chats are missing here. */
export const feishuMessage = z.discriminatedUnion('msg_type', [
  z.object({
    ...signature,
    msg_type: z.literal('text'),
    content: z.object({ text: z.string().min(1) }),
  }),
  z.object({ ...signature, msg_type: z.literal('interactive'), card }),
]);

export type FeishuMessage = z.infer<typeof feishuMessage>;
export type FeishuCard = z.infer<typeof card>;
export type FeishuElement = z.infer<typeof element>;
export type FeishuText = z.infer<typeof textObject>;

/** All that is to be read in a message: where keywords are looked for. */
export function wordsOf(message: FeishuMessage): string {
  if (message.msg_type === 'text') return message.content.text;
  const words: string[] = [];
  JSON.stringify(message.card, (key, value: unknown) => {
    if (key === 'content' && typeof value === 'string') words.push(value);
    return value;
  });
  return words.join('\n');
}
