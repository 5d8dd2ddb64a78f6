import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRecord } from '../src/actiontrail/read-record.ts';
import type { Fields } from '../src/model/fields.ts';
import { readRules } from '../src/project.ts';
import { openingRules } from '../src/rule-faults.ts';
import { compileRules } from '../src/sigma/match/compile-rules.ts';
import { madeUpLog } from '../src/workbench/made-up-log.ts';

const { rules, correlations, problems } = readRules('.', ['rules/baseline']);

/**
 * What sections 2.10 to 2.22 of the CIS Alibaba Cloud Foundations Benchmark 2.0 ask for, call by call.
 * Sign-ins (2.17 to 2.19) and codes (2.16) have tests of their own below.
 */
const calls = readFileSync('test/fixtures/audit-events/cis.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .flatMap((line) => {
    const [, control = '', services = '', events = ''] = /^(\S+) (.+): (.+)$/.exec(line) ?? [];
    return events
      .split(' ')
      .flatMap((event) => services.split(' ').map((service) => [control, service, event] as const));
  })
  .filter(([, , event]) => event !== 'ConsoleSignin');

/** Codes of 2.16, one of each as it is published, and one with a suffix where the list has a dot. */
const codes =
  'NoPermission NoPermission.User Forbidden Forbbiden Forbidden.RAM InvalidAccessKeyId InvalidAccessKeyId.NotFound InvalidSecurityToken InvalidSecurityToken.Expired SignatureDoesNotMatch InvalidAuthorization AccessForbidden NotAuthorized'.split(
    ' ',
  );

const compiled = compileRules(rules);

/** The rules that a record rings: those that only serve correlation rules are informational. */
function rung(record: Fields) {
  const reading = readRecord(madeUpLog(JSON.stringify(record), 0));
  if (reading.kind === 'malformed') throw new Error(reading.why);
  const onFault = (): never => {
    throw new Error('a rule could not be evaluated');
  };
  return compiled
    .match(reading.record.fields, onFault)
    .filter(({ level }) => level !== 'informational');
}

test('every file of the pack can be read', () => {
  expect(problems).toEqual([]);
});

test.each(calls)('%s: %s %s rings one rule of the control', (control, serviceName, eventName) => {
  expect(rung({ serviceName, eventName })).toEqual([
    expect.objectContaining({ tags: expect.arrayContaining([`cis.alicloud.${control}`]) }),
  ]);
});

test.each(calls)(
  '%s: %s %s that was refused rings only as refused',
  (_, serviceName, eventName) => {
    const [only, ...others] = rung({ serviceName, eventName, errorCode: 'NoPermission' });
    expect(only).toMatchObject({ name: 'baseline_unauthorized_call', level: 'low' });
    expect(others).toEqual([]);
  },
);

test.each(codes)('2.16: the code %s rings, of any service', (errorCode) => {
  const [rule, ...others] = rung({ serviceName: 'Example', eventName: 'ListExamples', errorCode });
  expect(rule?.tags).toContain('cis.alicloud.2.16');
  expect(others).toEqual([]);
});

const root = { type: 'root-account', userName: 'root' };
const user = { type: 'ram-user', userName: 'alice' };

test.each([
  ['2.17', 'critical', 'AasCustomer', root, { isMFAChecked: 'false' }, undefined],
  ['2.17', 'critical', 'AasCustomer', root, { isMFAChecked: false }, ''],
  ['2.17', 'low', 'AasSub', user, { mfaChecked: 'false' }, ''],
  ['2.17', 'low', 'AasSub', user, undefined, ''],
  ['2.18', 'high', 'AasCustomer', root, { isMFAChecked: 'true' }, undefined],
  ['2.18', 'high', 'AasCustomer', root, undefined, undefined],
  ['2.19', 'low', 'AasSub', user, { mfaChecked: 'false' }, 'InvalidPassword'],
  ['2.19', 'low', 'AasCustomer', root, { isMFAChecked: 'false' }, 'LoginFailed'],
])(
  '%s: a sign-in rings at the level %s by %s',
  (control, level, serviceName, userIdentity, additionalEventData, errorCode) => {
    const record = { eventName: 'ConsoleSignin', serviceName, userIdentity, additionalEventData };
    const [rule, ...others] = rung({
      ...record,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    expect(rule).toMatchObject({ level });
    expect(rule?.tags).toContain(`cis.alicloud.${control}`);
    expect(others).toEqual([]);
  },
);

test('a RAM user who signs in with MFA rings nothing', () => {
  const record = { eventName: 'ConsoleSignin', serviceName: 'AasSub', userIdentity: user };
  expect(rung({ ...record, additionalEventData: { mfaChecked: 'true' } })).toEqual([]);
});

test('each control but 2.14 has rules, and those that are counted have correlation rules', () => {
  const tagged = (those: readonly { readonly tags: readonly string[] }[]) =>
    new Set(those.flatMap(({ tags }) => tags.filter((tag) => tag.startsWith('cis.'))));
  const ours = [10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22];
  expect(tagged(rules)).toEqual(new Set(ours.map((part) => `cis.alicloud.2.${part}`)));
  expect(tagged(correlations)).toEqual(
    new Set(['cis.alicloud.2.16', 'cis.alicloud.2.17', 'cis.alicloud.2.19']),
  );
});

test('no rule of the pack makes trailbell open every record', () => {
  expect(openingRules(rules).map(({ title }) => title)).toEqual([]);
});

// ---- what watches the watch

test.each([
  ['Actiontrail', 'StopLogging', { Name: 'any-trail' }, 'critical'],
  ['Actiontrail', 'DeleteTrail', {}, 'critical'],
  ['Actiontrail', 'UpdateTrail', {}, 'high'],
  ['Fc', 'DeleteFunction', { functionName: 'trailbell-detect' }, 'critical'],
  [
    'fc-open',
    'DeleteTrigger',
    { path: '/2023-03-30/functions/trailbell-sweep/triggers/x' },
    'critical',
  ],
  ['Fc', 'DisableFunctionInvocation', {}, 'critical'],
  ['Fc', 'UpdateTrigger', { function: 'trailbell-detect' }, 'high'],
  ['Log', 'DeleteLogStore', { logstoreName: 'trailbell-journal' }, 'critical'],
  ['sls', 'DeleteLogStore', { anything: 'actiontrail_another' }, 'critical'],
  ['Log', 'DeleteProject', { ProjectName: 'example-project' }, 'critical'],
  ['Log', 'UpdateLogStore', {}, 'high'],
  ['Ram', 'DeleteRole', { RoleName: 'AliyunLogETLRole' }, 'critical'],
  ['Ram', 'DetachPolicyFromRole', { RoleName: 'trailbell-detect' }, 'critical'],
  ['Ram', 'AttachPolicyToRole', { RoleName: 'trailbell-detect' }, 'critical'],
  ['Ram', 'SetDefaultPolicyVersion', { PolicyName: 'trailbell-detect' }, 'critical'],
  ['ResourceManager', 'AttachControlPolicy', {}, 'medium'],
])('%s %s %j rings once, as what it is', (serviceName, eventName, requestParameters, level) => {
  expect(rung({ serviceName, eventName, requestParameters })).toEqual([
    expect.objectContaining({ level }),
  ]);
});

test.each([
  ['Fc', 'DeleteFunction', { functionName: 'example-thumbnails' }],
  ['Fc', 'UpdateFunction', { path: '/2023-03-30/functions/example-thumbnails' }],
  ['Log', 'DeleteLogStore', { logstoreName: 'example-access-log' }],
  ['Log', 'DeleteProject', { ProjectName: 'another-project' }],
])('%s %s %j is none of ours', (serviceName, eventName, requestParameters) => {
  expect(rung({ serviceName, eventName, requestParameters })).toEqual([]);
});
