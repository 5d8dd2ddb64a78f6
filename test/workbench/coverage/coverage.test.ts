import { expect, test } from 'vitest';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import type { Rule } from '../../../src/sigma/rule.ts';
import {
  countCoverage,
  coverEvents,
  type ServiceCoverage,
} from '../../../src/workbench/coverage/coverage.ts';

function rule(title: string, detection: string): Rule {
  const text = `title: ${title}\nlogsource: {product: alicloud, service: actiontrail}\ndetection: {${detection}}\n`;
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
