import { expect, test } from 'vitest';
import * as z from 'zod';
import type { ChannelType } from '../../src/channels/channel.ts';
import { channelTypes } from '../../src/channels/index.ts';

const types: readonly ChannelType[] = channelTypes;

test('every type of channel has a name of its own', () => {
  expect(new Set(types.map(({ type }) => type)).size).toBe(types.length);
});

test.each(types)('$type describes each of its settings to an editor', ({ type, settings }) => {
  const schema = z.toJSONSchema(settings);
  expect(schema.additionalProperties).toBe(false);
  expect(schema.required).toEqual(['type', 'webhook']);
  expect(schema.properties?.['type']).toMatchObject({ const: type });
  for (const property of Object.values(schema.properties ?? {})) {
    expect(property).toMatchObject({ description: expect.stringMatching(/\.$/) });
  }
});

test.each(types)('$type refuses a setting that it does not know', ({ type, settings }) => {
  const known = { type, webhook: 'https://x.example' };
  expect(settings.safeParse(known).success).toBe(true);
  expect(settings.safeParse({ ...known, webhok: '' }).success).toBe(false);
});
