import * as z from 'zod';

/**
 * Block Kit's shapes and limits. Slack refuses properties that it does not know, so every object
 * here is strict.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
const MAX_BLOCKS = 50;

const string = (max: number) => z.string().min(1).max(max);
const id = string(255).optional();

const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: string(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: string(max),
    verbatim: z.boolean().optional(),
  });
const textObject = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: id,
  url: string(3000).optional(),
  value: string(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: string(75).optional(),
});

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();

const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string().min(1),
    text: z.string().min(1).optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('emoji'), name: z.string().min(1), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']) }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const richSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline),
});
const richElement = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(richSection),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(inline), border }),
]);

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id: id, text: plainText(150) }),
  z
    .strictObject({
      type: z.literal('section'),
      block_id: id,
      text: textObject(3000).optional(),
      fields: z.array(textObject(2000)).min(1).max(10).optional(),
      accessory: button.optional(),
      expand: z.boolean().optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'text or fields'),
  z.strictObject({ type: z.literal('rich_text'), block_id: id, elements: z.array(richElement) }),
  z.strictObject({
    type: z.literal('context'),
    block_id: id,
    elements: z.array(textObject(3000)).min(1).max(10),
  }),
  z.strictObject({ type: z.literal('divider'), block_id: id }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: id,
    elements: z.array(button).min(1).max(25),
  }),
]);

export const slackBlocks = z.array(block).max(MAX_BLOCKS);

/** A webhook message. Unlike blocks, the message itself may carry more than is known. */
export const slackMessage = z.object({
  text: z.string().max(40_000).optional(),
  blocks: slackBlocks.default([]),
  /** Of an answer to a press. */
  response_type: z.enum(['in_channel', 'ephemeral']).optional(),
});

export type SlackBlock = z.infer<typeof block>;
export type SlackButton = z.infer<typeof button>;
export type SlackText = z.infer<ReturnType<typeof textObject>>;
export type RichElement = z.infer<typeof richElement>;
export type Inline = z.infer<typeof inline>;
