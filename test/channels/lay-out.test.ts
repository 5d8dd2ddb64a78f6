import { expect, test } from 'vitest';
import { characters, cut } from '../../src/channels/cut.ts';
import { type SpanWriter, layOut } from '../../src/channels/lay-out.ts';
import { label, type Text, value } from '../../src/model/text.ts';

/** Values in brackets, so that they have markup of their own. */
const writer: SpanWriter<string> = {
  size: characters,
  write(span, room) {
    if (span.kind === 'link') return undefined;
    if (span.kind === 'label') return cut(span.text, room, characters) || undefined;
    const text = cut(span.text, room - 2, characters);
    return text === '' ? undefined : `[${text}]`;
  },
};

const long = value('x'.repeat(100));

test.each<[string, Text, number, string]>([
  ['all of it where there is room', [value('alice'), label(' left')], 20, '[alice] left'],
  ['labels behind a value that is cut', [long, label(' denied')], 16, '[xxxxxx…] denied'],
  ['values that share what labels leave', [long, label(' & '), long], 15, '[xxx…] & [xxx…]'],
  ['short values whole and long ones cut', [long, label(' '), value('bob')], 15, '[xxxxxx…] [bob]'],
  ['no value where there is room for labels only', [long, label(' denied')], 8, ' denied'],
  ['as much of a label as there is room for', [label('denied by'), long], 7, 'denied…'],
  ['nothing in no room', [long, label('denied')], 0, ''],
])('what is laid out is %s', (_, text, max, expected) => {
  const laid = layOut(text, max, writer).join('');
  expect(laid).toBe(expected);
  expect(laid.length).toBeLessThanOrEqual(max);
});
