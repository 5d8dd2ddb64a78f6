import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import type { Rule } from '../../../src/sigma/rule.ts';
import { coverAttack } from '../../../src/workbench/attack/attack-coverage.ts';
import { navigatorLayer } from '../../../src/workbench/attack/navigator-layer.ts';

function tagged(title: string, tags: string): Rule {
  const text = `title: ${title}\nlogsource: {product: p}\ndetection: {sel: {a: b}, condition: sel}\ntags: [${tags}]\n`;
  const { rules, problems } = parseRules(text, 'test.yml');
  const [only] = rules;
  if (only === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return only;
}

function placesOf(rules: readonly Rule[]) {
  return coverAttack(rules).flatMap(({ tactic, rules: of, techniques }) =>
    of.length === 0 ? [] : [[tactic.tag, ...techniques.map(({ id }) => id)]],
  );
}

test.each([
  ['a tactic alone', 'attack.impact', [['impact']]],
  ['a technique below the tactic', 'attack.impact, attack.t1485', [['impact', 'T1485']]],
  [
    'of its tactics those that the rule names',
    'attack.persistence, attack.impact, attack.t1078.004',
    [['persistence', 'T1078.004'], ['impact']],
  ],
  ['its own tactic, where the rule names none', 'attack.t1537', [['exfiltration', 'T1537']]],
  ['one that is not known here', 'attack.collection, attack.t9999', [['collection', 'T9999']]],
])('%s', (_, tags, places) => {
  expect(placesOf([tagged('R', tags)])).toEqual(places);
});

test('a Navigator layer scores techniques by their rules, and opens the technique above', () => {
  const rules = [
    tagged('A', 'attack.impact, attack.t1485.001'),
    tagged('B', 'attack.impact, attack.t1485.001, attack.t1489'),
  ];
  const layer = navigatorLayer(coverAttack(rules));
  expect(layer).toMatchObject({
    domain: 'enterprise-attack',
    versions: { attack: '19', layer: '4.5' },
    gradient: { maxValue: 2 },
  });
  expect(
    layer.techniques.map(({ techniqueID, tactic, score, comment, showSubtechniques }) => [
      techniqueID,
      tactic,
      score,
      comment,
      showSubtechniques,
    ]),
  ).toEqual([
    ['T1485.001', 'impact', 2, 'A\nB', false],
    ['T1489', 'impact', 1, 'B', false],
    ['T1485', 'impact', undefined, undefined, true],
  ]);
});
