import { expect, test } from 'vitest';
import * as z from 'zod';
import type { ChannelType } from '../../src/channels/channel.ts';
import { channelTypes } from '../../src/channels/index.ts';

const types: readonly ChannelType[] = channelTypes;

test('every type of channel has a name of its own', () => {
  expect(new Set(types.map(({ type }) => type)).size).toBe(types.length);
});

test.each(types)('$type describes each of its settings to an editor', (each) => {
  const { type, settings, sample } = each;
  const schema = z.toJSONSchema(settings);
  expect(schema.additionalProperties).toBe(false);
  expect(schema.required?.toSorted()).toEqual(Object.keys(sample).toSorted());
  expect(schema.properties?.['type']).toMatchObject({ const: type });
  for (const property of Object.values(schema.properties ?? {})) {
    expect(property).toMatchObject({ description: expect.stringMatching(/\.$/) });
  }
});

test.each(types)('$type refuses a setting that it does not know', ({ settings, sample }) => {
  expect(settings.safeParse(sample).success).toBe(true);
  expect(settings.safeParse({ ...sample, webhok: '' }).success).toBe(false);
});

test.each(types)('$type opens with the settings of its sample', ({ settings, sample, open }) => {
  const io = { fetch: () => Promise.reject(new Error()), now: Date.now, allowLoopback: false };
  expect(open('ops', settings.parse(sample), io).name).toBe('ops');
});
