import { expect, test } from 'vitest';
import { DRILL_RULE, drillAlert, sayDrill } from '../../src/alerts/say-drill.ts';
import { plainText } from '../../src/cli/output/plain-text.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const circumstances = { mayRepeat: false, keptBack: undefined };

test.each([
  ['en', 'DRILL · ', 'nothing happened'],
  ['zh', '演练 · ', '并未发生任何事件'],
] as const)(
  'a drill in %s says that it is one, whatever is left of it',
  (locale, heading, denial) => {
    const voice = { locale, timezone: 'Asia/Shanghai', accounts: {} };
    const { kind, title, sentence, minimal } = sayDrill(
      drillAlert('once', NOW),
      voice,
      circumstances,
    );
    expect(kind).toBe('drill');
    expect(plainText(title).startsWith(heading)).toBe(true);
    expect(plainText(sentence)).toContain(denial);
    expect(minimal.map(plainText).join('')).toContain(denial);
  },
);

test('two drills are never taken for each other, and both are of the rule of drills', () => {
  const [one, other] = [drillAlert('one', NOW), drillAlert('other', NOW)];
  expect(one.id).not.toBe(other.id);
  expect([one, other].map(({ rule }) => rule.id)).toEqual([DRILL_RULE, DRILL_RULE]);
});
