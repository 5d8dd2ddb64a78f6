import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownEventsOf, knownServices } from '../../../src/actiontrail/catalogue.ts';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import { parseLists } from '../../../src/sigma/parse/parse-lists.ts';
import { checkRules } from '../../../src/workbench/lint/check-rules.ts';
import { eventWords, nearestKin } from '../../../src/workbench/new-rule/event-words.ts';
import { chooseEvent, newRule } from '../../../src/workbench/new-rule/new-rule.ts';
import { ruleFile } from '../../../src/workbench/new-rule/rule-from-event.ts';
import { runRuleTests } from '../../../src/workbench/rule-tests/rule-tests.ts';

const id = '00000000-0000-4000-8000-000000000001';
/** The catalogue has a thousand events: every so many stand for the others. */
const EACH = 12;

const FEW_TESTS = `tests:
    - { name: a match, match: true, event: {} }
    - { name: a near miss, match: false, event: {} }
`;

const now = new Date('2026-11-21T08:00:00Z');

const file = 'rules/lists/denied_codes.yml';
const { lists } = parseLists([{ text: readFileSync(file, 'utf8'), file }]);

function draft(service: string, event: string, directory = '.') {
  const text = newRule({ service, event }, { directory, id, now });
  return { text, ...readCollection([{ text, file: 'new.yml' }], lists) };
}

test.each(knownServices())(
  'a rule for an event of %s can be read, and its tests pass',
  (service) => {
    for (const event of knownEventsOf(service).filter((_, at) => at % EACH === 0)) {
      const { rules, problems } = draft(service, event);
      expect(problems).toEqual([]);
      const results = rules.flatMap((rule) => runRuleTests(rule));
      expect(results.map(({ name, failure }) => [name, failure])).toEqual([
        ['a RAM user calls it', undefined],
        ['the attempt is denied', undefined],
        [expect.stringMatching(/^another call/), undefined],
      ]);
      expect(ruleFile(service, event)).toMatch(/^rules\/[a-z0-9]+\/[a-z0-9_]{10,70}\.yml$/);
    }
  },
);

test('of a rule that is drafted it is only to be said what its author has still to say', () => {
  const events = knownServices().flatMap((service) =>
    knownEventsOf(service).map((event) => ({ service, event })),
  );
  const drafts = events.map((chosen, at) => {
    const own = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    const whole = newRule(chosen, { directory: 'test/fixtures', id: own, now });
    // Most of the time would go to reading the tests, which are much the same in all of them.
    const text = whole.replace(/^tests:$[^]*/m, FEW_TESTS);
    return { text, file: ruleFile(chosen.service, chosen.event) };
  });
  const texts = new Map(drafts.map((drafted) => [drafted.file, drafted.text]));
  const all = readCollection(drafts, lists);
  const { findings, rules } = checkRules(
    { all, isNamed: () => true },
    (name) => texts.get(name) ?? '',
  );
  expect(rules).toBe(events.length);
  // The description, a false positive, and a step in each language.
  expect(findings).toHaveLength(4 * events.length);
  expect([...new Set(findings.map(({ code }) => code))]).toEqual(['placeholder']);
});

test('what the catalogue knows of an event stands in the rule', () => {
  const { rules } = draft('ECD', 'DeleteDesktops');
  expect(rules).toMatchObject([
    { id, level: 'high', title: expect.stringMatching(/^ECD Delete /), tags: ['attack.impact'] },
  ]);
  expect(rules[0]?.fields).toContain('requestParameters.DesktopId');
});

test.each([
  ['PrivateLink', 'UpdateVpcEndpointServiceAttribute', ['ServiceId']],
  ['PrivateLink', 'AttachSecurityGroupToVpcEndpoint', ['EndpointId', 'SecurityGroupId']],
  ['ECD', 'DeleteDesktops', ['DesktopId']],
  ['ECD', 'DeleteDesktopGroup', ['DesktopGroupId']],
  ['Ram', 'AttachPolicyToUser', ['UserName', 'PolicyName']],
  ['Oss', 'PutBucketAcl', ['bucketName']],
  ['Vpc', 'DescribeRegions', ['VpcId']],
  ['Nas', 'CreateFileSystem', []],
])('of %s, %s is told by %j', (service, event, parameters) => {
  const [rule] = draft(service, event).rules;
  expect(rule?.fields).toEqual(parameters.map((name) => `requestParameters.${name}`));
});

test('a name that YAML would read otherwise is quoted wherever it stands', () => {
  const { rules, problems } = draft('A.b', 'Foo:Bar-1');
  expect(problems).toEqual([]);
  const { runbook, zh } = rules[0]?.custom ?? {};
  expect(runbook).toContainEqual('Say here how Foo:Bar-1 is undone.');
  expect(zh).toMatchObject({ runbook: expect.arrayContaining(['在此说明如何撤销 Foo:Bar-1。']) });
});

test('an event that the catalogue does not have makes a rule too, without its list of codes', () => {
  const { text, rules, problems } = draft('Nas', 'CreateFileSystem', 'test/fixtures');
  expect(problems).toEqual([]);
  expect(text).not.toContain('%denied_codes%');
  expect(
    rules.flatMap((rule) => runRuleTests(rule)).flatMap(({ failure }) => failure ?? []),
  ).toEqual([]);
});

test.each([
  ['DeleteDesktops', undefined, { service: 'ECD', event: 'DeleteDesktops' }],
  ['deletedesktops', 'ecd', { service: 'ECD', event: 'DeleteDesktops' }],
  ['CreateFileSystem', 'Nas', { service: 'Nas', event: 'CreateFileSystem' }],
  ['DeleteDesktop', undefined, expect.stringContaining("'DeleteDesktops'")],
  ['ListTagResources', undefined, expect.stringMatching(/--service .*PrivateLink.* or /)],
  ["x'\ny: z", 'ECD', expect.stringContaining('no name')],
  ['Bar', 'Evil\nlevel: critical', expect.stringContaining('no name of a service')],
  ['Foo:', 'ECD', expect.stringContaining('no name of an event')],
  ['Foo', 'Bar.', expect.stringContaining('no name of a service')],
])('%s of %s is chosen as %j', (event, service, chosen) => {
  expect(chooseEvent(event, service)).toEqual(chosen);
});

test.each([
  ['UpdateVpcEndpointServiceAttribute', 'update vpc endpoint service attribute'],
  ['AddDeviceFromSN', 'add device from sn'],
  ['ModifyDefaultIPSConfig', 'modify default ips config'],
])('the words of %s', (name, words) => {
  expect(eventWords(name).join(' ')).toBe(words);
});

test('the nearest kin of an event shares the most words with it', () => {
  const others = ['DeleteDesktops', 'DeleteDesktopGroup', 'CreateDesktops', 'ListUsers'];
  expect(nearestKin('DeleteDesktops', others)).toBe('CreateDesktops');
  expect(nearestKin('RunCommand', others)).toBeUndefined();
});
