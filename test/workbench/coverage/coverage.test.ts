import { expect, test } from 'vitest';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import type { Rule } from '../../../src/sigma/rule.ts';
import { coverAttack } from '../../../src/workbench/coverage/attack-coverage.ts';
import {
  countCoverage,
  coverEvents,
  type ServiceCoverage,
} from '../../../src/workbench/coverage/coverage.ts';
import { navigatorLayer } from '../../../src/workbench/coverage/navigator-layer.ts';

function rule(title: string, detection: string, more = ''): Rule {
  const text = `title: ${title}\nlogsource: {product: alicloud, service: actiontrail}\ndetection: {${detection}}\n${more}`;
  const { rules, problems } = readCollection([{ text, file: `${title}.yml` }], new Map());
  const [only] = rules;
  if (only === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return only;
}

const named = (event: string, more = '') =>
  `sel: {serviceName: PrivateLink, eventName: ${event}${more}}, condition: sel`;

function privatelink(rules: readonly Rule[]): ServiceCoverage {
  const found = coverEvents(rules).services.find(({ service }) => service === 'PrivateLink');
  if (found === undefined) throw new Error('no PrivateLink');
  return found;
}

function answersTo(event: string, rules: readonly Rule[]) {
  const found = privatelink(rules).events.find(({ name }) => name === event);
  return found?.answers.map((answer) => [answer.rule.title, answer.plain]);
}

test('an event is answered always, or in some cases', () => {
  const rules = [
    rule('plain', named('[DeleteVpcEndpoint, CreateVpcEndpoint]')),
    rule('some', named('DeleteVpcEndpoint', ', requestParameters.DryRun: true')),
  ];
  expect(answersTo('DeleteVpcEndpoint', rules)).toEqual([
    ['plain', true],
    ['some', false],
  ]);
  expect(answersTo('CreateVpcEndpoint', rules)).toEqual([['plain', true]]);
  expect(answersTo('ListVpcEndpoints', rules)).toEqual([]);
});

test('writes are counted by whether a rule answers them', () => {
  const count = countCoverage(
    privatelink([
      rule('one', named('DeleteVpcEndpoint')),
      rule('two', named('CreateVpcEndpoint', ', requestParameters.DryRun: true')),
      rule('read', named('ListVpcEndpoints')),
    ]),
  );
  expect(count).toMatchObject({ events: 47, covered: 2, partly: 1, rules: 3 });
  expect(count.uncovered).toHaveLength(count.writes - 2);
  expect(count.uncovered).not.toContain('DeleteVpcEndpoint');
  expect(count.uncovered).not.toContain('ListVpcEndpoints');
});

test('a rule that looks at calls of any name answers none of them', () => {
  const anyName = rule('any', 'sel: {userIdentity.type: root-account}, condition: sel');
  const { services, elsewhere } = coverEvents([anyName]);
  expect(services.flatMap(({ events }) => events.flatMap(({ answers }) => answers))).toEqual([]);
  expect(elsewhere).toEqual([anyName]);
});

const tagged = (title: string, tags: string) =>
  rule(title, named('DeleteVpcEndpoint'), `tags: [${tags}]\n`);

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
