import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import { parseLists } from '../../../src/sigma/parse/parse-lists.ts';
import { checkRules } from '../../../src/workbench/lint/check-rules.ts';
import { findingCodes } from '../../../src/workbench/lint/finding-codes.ts';

const FILE = 'rules/example/example_desktops_deleted.yml';

/** Nothing is to be said of it. */
const rule = `title: Cloud Desktops Deleted
id: 3f0c5b9e-8a53-4a8e-9d3c-0123456789ab
name: example_desktops_deleted
description: Detects that cloud desktops are deleted. The level is high because they do not come back.
tags:
    - attack.impact
    - attack.t1485
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        serviceName: ECD
        eventName:
            - DeleteDesktops
            - DeleteDesktopGroup
    filter_main_denied:
        errorCode|startswith: Forbidden
    condition: selection and not 1 of filter_main_*
falsepositives:
    - Desktops that nobody needs any more.
level: critical
runbook:
    - Ask the caller.
zh:
    title: 云电脑被删除
    runbook:
        - 联系操作者。
tests:
    - name: desktops are deleted
      match: true
      event: { eventName: DeleteDesktops, serviceName: ECD }
    - name: the attempt is refused
      match: false
      event: { eventName: DeleteDesktops, serviceName: ECD, errorCode: Forbidden.RAM }
`;

/** The rule as another one would be, of other events. */
const other = rule
  .replace('Cloud Desktops Deleted', 'Cloud Desktops Rebuilt')
  .replace('3f0c5b9e', '4f0c5b9e')
  .replace('name: example_desktops_deleted', 'name: example_desktops_rebuilt')
  .replace('- DeleteDesktops\n', '- RebuildDesktops\n')
  .replace('- DeleteDesktopGroup\n', '- ResetDesktops\n');

/** A correlation rule that has the first one for itself. */
const correlation = `title: Cloud Desktops Deleted in a Spree
id: 5f0c5b9e-8a53-4a8e-9d3c-0123456789ab
description: Detects that one person deletes many desktops.
tags: [attack.impact]
correlation:
    type: event_count
    rules: [example_desktops_deleted]
    timespan: 10m
    condition: { gte: 5 }
falsepositives: [Desktops that nobody needs any more.]
level: critical
runbook: Ask the caller.
zh: { title: 云电脑被批量删除 }
tests:
    - name: five of them
      match: true
      timeline: [{ at: 0s, times: 5, every: 1m }]
    - name: four of them
      match: false
      timeline: [{ at: 0s, times: 4, every: 1m }]
`;

type Texts = Readonly<Record<string, string>>;

function check(files: Texts, isNamed: (file: string) => boolean = () => true) {
  const texts = Object.entries(files).map(([file, text]) => ({ file, text }));
  const { lists } = parseLists([
    { file: 'rules/lists/a.yml', text: 'deletions: [DeleteDesktops, DeleteDesktopp]' },
  ]);
  const all = readCollection(texts, lists);
  return checkRules({ all, isNamed: ({ file }) => isNamed(file) }, (file) => files[file] ?? '');
}

/** Each finding as its code, and what stands at its place. */
function said(files: Texts, isNamed?: (file: string) => boolean): readonly (readonly string[])[] {
  return check(files, isNamed).findings.map(({ code, file, line, column }) => [
    code,
    (files[file]?.split('\n')[line - 1] ?? '').slice(column - 1),
  ]);
}

const OTHER = 'rules/example/example_desktops_rebuilt.yml';

const SPREE = 'rules/example/example_desktops_deleted_spree.yml';

test('of a good rule nothing is said', () => {
  const files = { [FILE]: rule, [OTHER]: other, [SPREE]: correlation };
  const counts = { rules: 2, correlations: 1, filters: 0, refused: 0 };
  expect(check(files)).toEqual({ findings: [], ...counts, opening: [] });
});

/** For each code what makes the rule have it, and the beginning of what it is then said of. */
const examples: readonly (readonly [
  code: keyof typeof findingCodes,
  what: string,
  from: string,
  to: string,
  at: string,
])[] = [
  ['foreign-logsource', 'a rule for other logs', 'alicloud', 'aws', 'product: aws'],
  ['service-alias', 'a name that records have', 'ECD', 'eds-user', 'eds-user'],
  [
    'unknown-service',
    'a slip in a long name',
    'serviceName: ECD',
    'serviceName: [ECD, Privatelnik]',
    'Privatelnik',
  ],
  [
    'unknown-service',
    'a short name, and its events',
    'serviceName: ECD',
    'serviceName: ECDD',
    'ECDD',
  ],
  ['unknown-event', 'a slip', 'DeleteDesktopGroup', 'DeleteDesktopGruop', 'DeleteDesktopGruop'],
  [
    'unknown-event',
    'a slip, of whatever service',
    'serviceName: ECD',
    'acsRegion: cn-hangzhou\n        eventName|neq: DeleteDekstops',
    'DeleteDekstops',
  ],
  [
    'unknown-event',
    'patterns that fit nothing',
    'errorCode|startswith: Forbidden',
    'eventName|startswith: [Remvoe, Dleete]',
    '[Remvoe',
  ],
  [
    'unknown-event',
    'one of a list',
    'eventName:\n            - DeleteDesktops\n            - DeleteDesktopGroup',
    "eventName|expand: '%deletions%'",
    "'%deletions%'",
  ],
  [
    'event-of-another-service',
    'an event of PrivateLink',
    'DeleteDesktopGroup',
    'DeleteVpcEndpoint',
    'DeleteVpcEndpoint',
  ],
  [
    'unknown-field',
    'other capitals',
    'errorCode|startswith: Forbidden',
    'errorcode|startswith: Forbidden',
    'errorcode',
  ],
  [
    'unknown-field',
    'a letter too few',
    'errorCode|startswith: Forbidden',
    'requestParameter.DesktopId: ecd-0example',
    'requestParameter.',
  ],
  [
    'unknown-field',
    'the field of another field',
    'errorCode|startswith: Forbidden',
    'recipientAccountId|fieldref: [userIdentity.userName, userIdentity.acountId]',
    'userIdentity.acountId',
  ],
  [
    'unknown-field',
    'one that the message shows',
    'level: critical',
    'level: critical\nfields: [eventName, additionalEventData.mfachecked]',
    'additionalEventData.mfachecked',
  ],
  [
    'unreachable',
    'the same in other capitals',
    'errorCode|startswith: Forbidden',
    'eventName: [deletedesktops, DELETEDESKTOPGROUP]',
    'selection and',
  ],
  [
    'unreachable',
    'two services at once',
    'errorCode|startswith: Forbidden\n    condition: selection and not 1 of filter_main_*',
    'serviceName: PrivateLink\n    condition: selection and filter_main_denied',
    'selection and',
  ],
  [
    'unreachable',
    'a selection and not itself',
    'errorCode|startswith: Forbidden',
    'eventName: [DeleteDesktops, DeleteDesktopGroup, Other]',
    'selection and',
  ],
  [
    'unreachable',
    'the longer of two lists is excluded',
    'errorCode|startswith: Forbidden\n    condition: selection and',
    'errorCode: [a, b, c]\n    selection_code:\n        errorCode: [c, a]\n    condition: all of selection* and',
    'all of',
  ],
  [
    'matches-everything',
    'all but something',
    'selection and not 1 of filter_main_*',
    'not selection',
    'not selection',
  ],
  [
    'matches-everything',
    'something or its opposite',
    'selection and not 1 of filter_main_*',
    '1 of filter_main_* or not filter_main_denied or selection',
    '1 of',
  ],
  [
    'only-excludes',
    'a filter and nothing else',
    'selection and not 1 of filter_main_*',
    'not 1 of filter_main_*',
    'not 1',
  ],
  ['any-value', 'a star', 'errorCode|startswith: Forbidden', "errorCode: [Forbidden, '*']", "'*'"],
  ['any-value', 'an expression', 'errorCode|startswith: Forbidden', 'errorCode|re: .*', '.*'],
  [
    'unused-selection',
    'one that the condition forgets',
    'selection and not 1 of filter_main_*',
    'selection',
    'filter_main_denied',
  ],
  ['level-below-risk', 'a deletion of all desktops', 'level: critical', 'level: low', 'low'],
  [
    'wrong-shape',
    'a step that YAML makes a map of',
    'Ask the caller.',
    'Note: ask the caller.',
    'Note',
  ],
  ['wrong-shape', 'a misspelt key of zh', 'title: 云', 'titel: 云', '云'],
  [
    'wrong-shape',
    'a test of a correlation rule',
    'event: { eventName: DeleteDesktops, serviceName: ECD }',
    'timeline: []',
    '[]',
  ],
  ['misspelt-key', 'a slip', 'runbook:\n    - Ask', 'runbok:\n    - Ask', 'runbok'],
  [
    'misspelt-key',
    'a key of another place',
    'level: critical',
    'level: critical\ntimeframe: 5m',
    'timeframe',
  ],
  [
    'misspelt-key',
    'an action in capitals',
    'level: critical',
    'level: critical\naction: Global',
    'action',
  ],
  ['missing-tests', 'no tests', rule.slice(rule.indexOf('tests:')), '', 'Cloud'],
  ['only-matches', 'no near miss', 'match: false', 'match: true', 'tests'],
  ['only-misses', 'no match', 'match: true', 'match: false', 'tests'],
  ['missing-runbook', 'no runbook', 'runbook:\n    - Ask the caller.\n', '', 'Cloud'],
  ['placeholder', 'a step of a draft', 'Ask the caller.', 'Say here how it is undone.', 'Say here'],
  ['placeholder', 'a step of a draft in Chinese', '联系操作者', '在此说明如何撤销', '在此说明'],
  ['missing-id', 'no id', 'id: 3f0c5b9e-8a53-4a8e-9d3c-0123456789ab\n', '', 'Cloud'],
  ['id-format', 'an id of version 1', '4a8e', '1a8e', '3f0c5b9e'],
  ['title-case', 'a small word', 'Desktops Deleted', 'desktops Deleted', 'Cloud'],
  ['description-start', 'another beginning', 'Detects that', 'Tells that', 'Tells'],
  ['missing-level', 'no level', 'level: critical\n', '', 'Cloud'],
  [
    'missing-falsepositives',
    'none',
    'falsepositives:\n    - Desktops that nobody needs any more.\n',
    '',
    'Cloud',
  ],
  [
    'selection-name-style',
    'a name of its own',
    'selection and not 1 of filter_main_*',
    'selection and not denied\n    denied: { errorCode: Forbidden }',
    'denied',
  ],
  [
    'indentation',
    'two spaces',
    'logsource:\n    product: alicloud\n    service',
    'logsource:\n  product: alicloud\n  service',
    'product',
  ],
  ['unknown-tag', 'a slip', 'attack.impact', 'attack.inpact', 'attack.inpact'],
  ['unknown-tag', 'capitals', 'attack.t1485', 'attack.T1485', 'attack.T1485'],
  [
    'replaced-tag',
    'a tactic of before',
    'attack.impact',
    'attack.impact\n    - attack.defense-evasion',
    'attack.defense-evasion',
  ],
  ['replaced-tag', 'a technique of before', 'attack.t1485', 'attack.t1562', 'attack.t1562'],
  [
    'missing-tactic',
    'the tactic of another technique',
    'attack.t1485',
    'attack.t1537',
    'attack.t1537',
  ],
];

test.each(examples)('%s: %s', (code, _, from, to, at) => {
  expect(rule).toContain(from);
  const found = said({ [FILE]: rule.replace(from, to) });
  expect(found.filter(([each]) => each === code)).toEqual([
    [code, expect.toSatisfy((text: string) => text.startsWith(at))],
  ]);
});

test('two rules for one call are told of where the second one names it', () => {
  const files = { [FILE]: rule, [OTHER]: other.replace('ResetDesktops', 'DeleteDesktops') };
  expect(said(files)).toEqual([['overlapping', 'DeleteDesktops']]);
  const [finding] = check(files).findings;
  expect(finding?.message).toContain(`${FILE}:1`);
});

test('a rule of the same detection is no overlap as well, whatever its selections are called', () => {
  const twin = other
    .replaceAll('RebuildDesktops', 'DeleteDesktops')
    .replaceAll('ResetDesktops', 'DeleteDesktopGroup');
  const renamed = twin.replaceAll('filter_main_denied', 'filter_main_refused');
  expect(said({ [FILE]: rule, [OTHER]: renamed })).toEqual([['same-detection', 'detection:']]);
});

test('a detection is the same one where its condition says a list in full', () => {
  const twin = other
    .replaceAll('RebuildDesktops', 'DeleteDesktops')
    .replaceAll('ResetDesktops', 'DeleteDesktopGroup')
    .replace('1 of filter_main_*', '(filter_main_denied or filter_main_own)');
  const own = '    filter_main_own: { userIdentity.userName: robot }\n    condition:';
  const files = { [FILE]: rule, [OTHER]: twin };
  const both = Object.entries(files).map(([file, text]) => [
    file,
    text.replace('    condition:', own),
  ]);
  expect(said(Object.fromEntries(both))).toEqual([['same-detection', 'detection:']]);
});

test('an id that is taken is told of where it stands', () => {
  const files = { [FILE]: rule, [OTHER]: other.replace('4f0c5b9e', '3f0c5b9e') };
  expect(said(files)).toEqual([['duplicate-id', expect.stringMatching(/^3f0c5b9e/)]]);
});

test('of rules in one file each is told of where it is', () => {
  const text = `${rule}---\n${other.replace('RebuildDesktops', 'RebuildDesktosp')}`;
  const [finding] = check({ [FILE]: text }).findings;
  const line = text.split('\n').findIndex((each) => each.includes('RebuildDesktosp'));
  expect(finding).toMatchObject({ code: 'unknown-event', line: line + 1, column: 15 });
});

test('nothing is said of rules that were not named, though what is named is compared with them', () => {
  const twin = rule.replace('Cloud Desktops Deleted', 'Cloud desktops Deleted');
  const files = { [FILE]: twin, [OTHER]: twin };
  for (const named of [FILE, OTHER]) {
    const { findings, rules } = check(files, (file) => file === named);
    expect(findings.map(({ file, code }) => [file, code])).toEqual([
      [named, 'title-case'],
      [named, 'duplicate-id'],
      [named, 'same-detection'],
    ]);
    expect(rules).toBe(1);
  }
});

test('a rule that serves a correlation rule only needs no runbook, and rings beside no other', () => {
  const base = rule
    .replace(/runbook:\n.*\nzh:(\n .*)*\n/, '')
    .replace(/falsepositives:\n.*\n/, '')
    .replace('critical', 'informational');
  expect(base).not.toContain('runbook');
  const files = { [FILE]: base, [SPREE]: correlation };
  expect(said(files)).toEqual([]);
  const alone = correlation.replace('rules:', 'generate: true\n    rules:');
  const codes = said({ ...files, [SPREE]: alone }).map(([code]) => code);
  expect(codes).toEqual([
    'missing-runbook',
    'missing-zh',
    'missing-falsepositives',
    'level-below-risk',
  ]);
});

test('Chinese is missed only where other rules of the folder have it', () => {
  const english = rule.replace(/zh:(\n .*)*\n/, '');
  expect(said({ [FILE]: english })).toEqual([]);
  expect(said({ [FILE]: english, [OTHER]: other })).toEqual([
    ['missing-zh', 'Cloud Desktops Deleted'],
  ]);
});

test('what a filter adds to a rule is not said of the rule', () => {
  const filter = `title: Load Test
logsource: { product: alicloud, service: actiontrail }
filter:
    rules: any
    strange: { eventName: DeleteDekstops }
    condition: not strange
`;
  expect(said({ [FILE]: rule, 'rules/example/example_load_test.yml': filter })).toEqual([]);
});

test('what a rule itself says is said of it, though it be called as filters are', () => {
  const numbered = rule
    .replaceAll('filter_main_denied:', 'filter_1_denied:')
    .replace('1 of filter_main_*', 'filter_1_denied')
    .replace('errorCode|startswith: Forbidden', "errorCode: '*'");
  const filter = `title: Load Test
logsource: { product: alicloud, service: actiontrail }
filter:
    rules: any
    strange: { userAgent: '*' }
    condition: not strange
`;
  const files = { [FILE]: numbered, 'rules/example/example_load_test.yml': filter };
  expect(said(files)).toEqual([
    ['selection-name-style', 'filter_1_denied:'],
    ['any-value', "'*'"],
  ]);
});

test('what is wrong with a test is told of where it stands, whatever its keys are called', () => {
  const text = rule.replace('match: true', "match: true\n      'a: b.c': 1");
  expect(said({ [FILE]: text })).toContainEqual(['wrong-shape', '1']);
});

test.each([
  ['falsepositive', 'falsepositives'],
  ['False_Positives', 'falsepositives'],
  ['tag', 'tags'],
  ['refrences', 'references'],
  ['playbook', 'runbook'],
  ['regex', 're'],
])('of the key %s it is said that it is %s', (key, meant) => {
  const text = `${rule.replace(new RegExp(`^${meant}:(.*\\n(?: .*\\n)*)`, 'm'), '')}${key}: x\n`;
  const { findings } = check({ [FILE]: text });
  expect(findings.map(({ code }) => code)).toEqual(['misspelt-key']);
  expect(findings[0]?.message).toContain(`'${meant}'`);
});

test('a rule may have keys of its own', () => {
  const own = ['created', 'state', 'source', 'score', 'data', 'owner', 'section', 'ip', 'x-team'];
  const text = rule + own.map((key) => `${key}: x\n`).join('');
  expect(said({ [FILE]: text })).toEqual([]);
});

test('a file is to be called by small letters and underscores', () => {
  const said = Object.keys({ 'rules/Example.yml': 0, 'rules/short.yml': 0, [FILE]: 0 }).flatMap(
    (file) => check({ [file]: rule }).findings.map(({ code }) => [file, code]),
  );
  expect(said).toEqual([
    ['rules/Example.yml', 'file-name'],
    ['rules/short.yml', 'file-name'],
  ]);
});

test.each([
  ['userIdentity.username', 'userIdentity.userName'],
  ['useridentity.username', 'userIdentity.userName'],
  ['user_identity.user_name', 'userIdentity.userName'],
  ['userIdentity.principleId', 'userIdentity.principalId'],
  ['userIdentity.sessionContext.atributes.mfaAuthenticated', '.attributes.mfaAuthenticated'],
  ['additionalEventData.IsMfaChecked', 'additionalEventData.isMFAChecked'],
  ['requestParameter.DesktopId', 'requestParameters.DesktopId'],
])('of the field %s it is said that %s is meant', (field, meant) => {
  const { findings } = check({ [FILE]: rule.replace('errorCode|startswith', field) });
  expect(findings.map(({ code, message }) => [code, message])).toEqual([
    ['unknown-field', expect.stringMatching(`${meant}'\\?$`)],
  ]);
});

test.each([
  'requestParameters.username',
  'requestParameters.eventname',
  'responseElements.errorcode',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'additionalEventData.Scope',
  'eventAttributes.SensitiveAction',
  'somethingElse',
])('of the field %s nothing is said', (field) => {
  expect(said({ [FILE]: rule.replace('errorCode|startswith', field) })).toEqual([]);
});

test('a slip in what a correlation rule goes by is told of, and an alias is none', () => {
  const by = (fields: string) =>
    correlation.replace('    timespan', `    group-by: ${fields}\n    timespan`);
  const files = (spree: string) => ({ [FILE]: rule, [SPREE]: spree });
  expect(said(files(by('[acsRegion, userIdentity.username]')))).toEqual([
    ['unknown-field', 'userIdentity.username]'],
  ]);
  const aliased = by('[username]').replace(
    '    timespan',
    '    aliases: { username: { example_desktops_deleted: useridentity.userName } }\n    timespan',
  );
  expect(said(files(aliased))).toEqual([
    ['unknown-field', expect.stringMatching(/^useridentity\.userName/)],
  ]);
});

test('of the tactic that is near, the whole tag is said', () => {
  const { findings } = check({ [FILE]: rule.replace('attack.impact', 'attack.inpact') });
  const said = findings.map(({ message }) => message);
  expect(said).toContainEqual(expect.stringContaining("did you mean 'attack.impact'?"));
});

test('a test is told of by its name, or by its number from one', () => {
  const { findings } = check({
    [FILE]: rule
      .replace('match: false', 'match: no way')
      .replace('- name: desktops are deleted', '-'),
  });
  expect(findings.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^test 1: 'name' is missing/),
      expect.stringMatching(/^the test 'the attempt is refused': 'match' is not true or false/),
    ]),
  );
});

test('documents that are refused are counted, whatever is wrong in them', () => {
  const bad = rule.replace('startswith', 'startwith').replace('level: critical', 'level: grave');
  const filter = 'title: Load Test\nlogsource: { product: alicloud }\nfilter: { rules: any }\n';
  const { refused, rules } = check({
    [FILE]: `${bad}---\n${other}---\n${filter}`,
    [SPREE]: correlation,
    [OTHER]: '# nothing\n',
  });
  expect({ refused, rules }).toEqual({ refused: 3, rules: 1 });
});

test('problems of Sigma are errors', () => {
  const { findings } = check({ [FILE]: rule.replace('startswith', 'startwith') });
  expect(findings).toEqual([
    expect.objectContaining({ code: 'unknown-modifier', severity: 'error', line: 18, column: 19 }),
  ]);
});

test.each([
  ['regex', 're'],
  ['startwith', 'startswith'],
  ['not', 'neq'],
])('of the modifier %s it is said that it is %s', (name, meant) => {
  const { findings } = check({ [FILE]: rule.replace('startswith', name) });
  expect(findings[0]?.message).toContain(`'${meant}'`);
});

/** Nobody knows all events of a service that the catalogue has not whole, nor all services. */
test.each([
  ['an event that the catalogue lacks', 'serviceName: Ecs', 'RebootInstances'],
  ['a plural', 'serviceName: Ecs', 'RunInstance'],
  ['a service that the catalogue lacks', 'serviceName: Eci', 'CreateContainerGroup'],
  ['an event of any service', 'userIdentity.type: root-account', 'CreateContainerGroup'],
])('%s may well be there', (_, service, event) => {
  const text = rule
    .replace('serviceName: ECD', service)
    .replace('- DeleteDesktops\n', `- ${event}\n`)
    .replace('            - DeleteDesktopGroup\n', '');
  expect(said({ [FILE]: text })).toEqual([]);
});

test.each([
  ['filters in front of calls that are refused', 'eventName|startswith: [Describe, List, Query]'],
  ['a field that must not be there', 'errorCode|exists: true'],
  ['not everything, but everywhere', 'acsRegion|neq: cn-hangzhou'],
  ['a text that is not empty', "requestParameters.UserName|re: '\\S'"],
])('%s is a good filter', (_, item) => {
  const text = rule.replace('errorCode|startswith: Forbidden', item);
  expect(said({ [FILE]: text })).toEqual([]);
});

test('the table of findings is complete, and every one of them has an example', () => {
  const page = readFileSync('docs/rules.md', 'utf8');
  const [, after = ''] = page.split('<!-- findings -->');
  const [table = ''] = after.split('\n## ');
  const rows = [...table.matchAll(/^\| `([a-z-]+)` +\| (error|warning) +\|/gm)];
  const said = rows.map(([, code, severity]) => [code, severity]);
  expect(said).toEqual(Object.entries(findingCodes));
  const others = ['duplicate-id', 'same-detection', 'overlapping', 'missing-zh', 'file-name'];
  const shown = new Set([...examples.map(([code]) => code), ...others]);
  expect([...shown].toSorted()).toEqual(Object.keys(findingCodes).toSorted());
});

test('what the page shows has the findings that its comments name', () => {
  const page = readFileSync('docs/rules.md', 'utf8');
  const [, text = ''] = /^```yaml findings\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const expected = text.split('\n').flatMap((line, index) => {
    const codes = / # ((?:[a-z]+-[a-z-]+(?:, )?)+)$/.exec(line)?.[1]?.split(', ') ?? [];
    return codes.map((code) => `${index + 1} ${code}`);
  });
  const { findings } = check({ 'rules/example/example_of_the_page.yml': text });
  expect(expected.length).toBeGreaterThan(3);
  expect(findings.map(({ line, code }) => `${line} ${code}`)).toEqual(expected);
});
