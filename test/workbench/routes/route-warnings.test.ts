import { expect, test } from 'vitest';
import { outlineRoutes } from '../../../src/workbench/routes/route-outline.ts';
import { deletedRule, ruleOf, rulesOf } from '../../support/rules.ts';

const FOREIGN = '00000000-0000-4000-8000-000000000003';
const rules = rulesOf(
  deletedRule,
  ruleOf(FOREIGN, 'Foreign', 'acsRegion: cn-x').replace('PrivateLink', 'MadeUpService'),
);
const slack = { type: 'slack', webhook: 'x' };
const accounts = { '1234567890123456': 'example-production' };

function warningsOf(route: object, more: object = {}) {
  const config = { channels: { team: slack, oncall: slack }, accounts, route, ...more };
  const { warnings } = outlineRoutes({ ...rules, config }, {}, Date.UTC(2026, 10, 21));
  return warnings.filter(({ kind }) => kind !== 'untold-channel');
}

const kindsOf = (match: object) => warningsOf({ routes: [{ match }] }).map(({ kind }) => kind);

test.each<readonly [string, object]>([
  ['the name of an account', { account: 'example-production' }],
  ['a pattern of such names', { account: 'example-*' }],
  ['the id of an account that has no name', { account: '2345678901234567' }],
  ['the beginning of ids', { account: '2345*' }],
  ['a service of the catalogue', { service: 'privatelink' }],
  ['a service that a rule names', { service: 'MadeUpService' }],
  ['a pattern of services', { service: 'Another*' }],
  ['the title of a rule', { rule: 'Foreign' }],
])('%s is nothing to warn of', (_, match) => {
  expect(kindsOf(match)).toEqual([]);
});

test.each<readonly [string, object, string, RegExp]>([
  ['an account', { account: 'sandbox' }, 'unknown-account', /'sandbox'/],
  ['a misspelt account', { account: 'example-prodction' }, 'unknown-account', /mean.*production/],
  ['a service', { service: 'Another' }, 'unknown-service', /'Another'/],
  ['a misspelt service', { service: 'PrivatLink' }, 'unknown-service', /mean 'PrivateLink'/],
  ['another name of a service', { service: 'sls' }, 'unknown-service', /called 'Log'/],
  ['a rule', { rule: 'Forein' }, 'unknown-rule', /mean 'Foreign'/],
])('%s that nothing is called is warned of', (_, match, kind, says) => {
  const [key = ''] = Object.keys(match);
  expect(warningsOf({ routes: [{ match }] })).toEqual([
    { kind, key: `route.routes.0.match.${key}`, message: expect.stringMatching(says) },
  ]);
});

test('the match of a silence is looked at as well', () => {
  const silences = [
    { match: { account: 'sandbox' }, ends_at: '2026-12-01T00:00:00Z', comment: 'x' },
  ];
  expect(warningsOf({}, { silences })).toMatchObject([{ key: 'silences.0.match.account' }]);
});

const critical = { match: { level: 'critical' }, channels: ['oncall'], continue: true };

test.each<readonly [string, object]>([
  ['and nothing comes after it', { channels: ['team'], routes: [critical] }],
  [
    'and not all of it is taken after it',
    { channels: ['team'], routes: [critical, { match: { service: 'ECD' }, channels: ['team'] }] },
  ],
  [
    'to nobody',
    { channels: ['team'], routes: [{ match: { actor: 'ci' }, channels: [], continue: true }] },
  ],
])('a route that continues takes from those above it %s', (_, route) => {
  expect(warningsOf(route)).toEqual([
    {
      kind: 'unfollowed-route',
      key: 'route.routes.0',
      message: expect.stringMatching(/not told to team/),
    },
  ]);
});

test.each<readonly [string, object]>([
  ['where one after it takes all', { channels: ['team'], routes: [critical, {}] }],
  [
    'where one after it takes as much',
    { channels: ['team'], routes: [critical, { match: { level: ['critical', 'high'] } }] },
  ],
  [
    'where it tells them itself',
    { channels: ['team'], routes: [{ ...critical, channels: ['team', 'oncall'] }] },
  ],
  ['where nobody is above it', { channels: [], routes: [critical] }],
])('a route that continues takes nothing from those above it %s', (_, route) => {
  expect(warningsOf(route)).toEqual([]);
});
