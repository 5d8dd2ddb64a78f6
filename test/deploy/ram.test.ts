import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkDeployment } from './check-deployment.ts';
import { readPolicies, readTrust, type Statement } from './policies.ts';
import { readSurroundings } from './surroundings.ts';

const policies = readPolicies();
const all = [...policies].flatMap(([name, statements]) =>
  statements.map((statement) => [name, statement] as const),
);

/** The role that writes down every message has a policy for it, whether history is set or not. */
const HISTORY = 'trailbell-history';

const { deployment } = checkDeployment(
  readFileSync('s.yaml', 'utf8'),
  's.yaml',
  readSurroundings(),
);

/** Its resources, by action. */
function granted(name: string): Readonly<Record<string, readonly string[]>> {
  const actions: Record<string, readonly string[]> = {};
  for (const { Action, Resource } of policies.get(name) ?? []) {
    for (const action of Action) actions[action] = [...(actions[action] ?? []), ...Resource];
  }
  return actions;
}

const logstores = (...names: readonly string[]) =>
  names.map((name) => `acs:log:*:*:project/example-project/logstore/${name}`);

test('each role and each person has a policy, and each role somebody who may assume it', () => {
  expect([...policies.keys()].toSorted()).toEqual([
    'deploy',
    'detect',
    'operator',
    'service',
    'sweep',
    'trigger',
  ]);
  expect([...readTrust()]).toEqual([
    ['trust-functions', 'fc.aliyuncs.com'],
    ['trust-trigger', 'log.aliyuncs.com'],
  ]);
});

test('policies name what s.yaml names', () => {
  const { vars = {}, functions = {} } = deployment ?? {};
  expect(deployment).toBeDefined();
  const own = [vars['logstore'], vars['journal'], vars['deadLetters'], HISTORY];
  const deployed = Object.values(functions).map(({ name }) => name);
  for (const resource of all.flatMap(([, { Resource }]) => Resource)) {
    const [, service, rest = ''] = /^acs:(\w+):\*:\*:(.*)$/.exec(resource) ?? [];
    const [, project, logstore] = /^project\/([^/]+)(?:\/logstore\/([^/]+))?/.exec(rest) ?? [];
    const [, name] = /functions\/([^/]+)/.exec(rest) ?? [];
    if (service === 'log') expect(project).toBe(vars['project']);
    if (logstore !== undefined) expect(own).toContain(logstore);
    if (name !== undefined && name !== '*') expect(deployed).toContain(name);
    if (rest.startsWith('custom-domains')) expect(rest).toBe(`custom-domains/${vars['domain']}`);
  }
});

/** What cannot be said of single resources, or not before they exist. */
const everywhere = [/^(vpc|ecs):/, /^yundun-cert:/];

test.each(all)(
  '%s allows nothing everywhere that could be allowed somewhere: %j',
  (_, statement) => {
    const isWide = ({ Resource }: Statement) =>
      Resource.some((resource) => /^(\*|acs:\w+:\*:\*:\*)$/.test(resource));
    if (!isWide(statement)) return;
    for (const action of statement.Action) {
      expect(everywhere.some((pattern) => pattern.test(action))).toBe(true);
    }
  },
);

/**
 * What each action is checked on, of 3.0 and of 2.0: making one of several is checked on all of them.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/policies-and-sample-policies
 * https://www.alibabacloud.com/help/en/functioncompute/fc-2-0/user-guide/policies
 */
const checkedOn: readonly (readonly [actions: RegExp, resource: RegExp])[] = [
  [
    /^fc:CreateFunction$/,
    /^(functions\/trailbell-\w+|services\/trailbell\/functions\/(\*|trailbell-\w+))$/,
  ],
  [
    /^fc:InvokeFunction$/,
    /^(functions\/trailbell-\w+(\/LATEST)?|services\/trailbell(\.\*)?\/functions\/trailbell-\w+)$/,
  ],
  [/^fc:ListTriggers$/, /^(services\/trailbell\/)?functions\/trailbell-\w+\/triggers\/\*$/],
  [/^fc:\w+Trigger$/, /^(services\/trailbell\/)?functions\/trailbell-\w+\/triggers\/(\*|trail)$/],
  [/^fc:CreateService$/, /^services\/\*$/],
  [/^fc:\w+Service$/, /^services\/trailbell$/],
  [/^fc:\w+CustomDomain$/, /^custom-domains\/[\w.-]+$/],
  [/^fc:/, /^(services\/trailbell\/)?functions\/trailbell-\w+$/],
];

test('an action of Function Compute is allowed on what it is checked on', () => {
  for (const [name, { Action, Resource }] of all) {
    for (const action of Action.filter((each) => each.startsWith('fc:'))) {
      const [, resource] = checkedOn.find(([actions]) => actions.test(action)) ?? [];
      const others = Resource.map((each) => each.replace('acs:fc:*:*:', '')).filter(
        (each) => !resource?.test(each),
      );
      expect({ name, action, others }).toEqual({ name, action, others: [] });
    }
  }
  expect(granted('deploy')['fc:CreateService']).toEqual(['acs:fc:*:*:services/*']);
  expect(granted('deploy')['fc:CreateFunction']).toContain(
    'acs:fc:*:*:services/trailbell/functions/*',
  );
});

/**
 * The journal too: by the page of the component a function that has a role writes its log with that.
 * https://manual.serverless-devs.com/user-guide/aliyun/fc3/spec/
 */
const WRITTEN = logstores('trailbell-deadletters', HISTORY, 'trailbell-journal');

test('detect reads the trail, and writes what it gives up, what it sent and its log', () => {
  expect(granted('detect')).toEqual({
    'log:GetCursorOrData': logstores('actiontrail_example'),
    'log:PostLogStoreLogs': WRITTEN,
  });
});

test('sweep may do what detect may, and read dead letters', () => {
  expect(granted('sweep')).toEqual({
    'log:GetCursorOrData': logstores('actiontrail_example', 'trailbell-deadletters'),
    'log:ListShards': logstores('trailbell-deadletters'),
    'log:PostLogStoreLogs': WRITTEN,
  });
});

test('the service of 2.0 may do what sweep may, and join a VPC', () => {
  const others = granted('sweep');
  expect(granted('service')).toMatchObject(others);
  const more = Object.keys(granted('service')).filter((action) => !Object.hasOwn(others, action));
  expect(more.every((action) => /^(vpc|ecs):/.test(action))).toBe(true);
});

test('nobody but ActionTrail writes to the trail, and nobody deletes logs', () => {
  for (const [, { Action, Resource }] of all) {
    const writes = Action.filter((action) => /^log:(Batch)?(Post|Delete|Clear)/.test(action));
    const deletes = writes.filter((action) => !/Post|ConsumerGroup|EtlJob/.test(action));
    expect(deletes).toEqual([]);
    if (!writes.some((action) => action.includes('Post'))) continue;
    expect(Resource).not.toContain(logstores('actiontrail_example')[0]);
  }
});

test('operators can call functions, and change nothing but whether the trail triggers', () => {
  const changes = Object.keys(granted('operator')).filter((action) => !/:(Get|List)/.test(action));
  expect(changes.toSorted()).toEqual([
    'fc:InvokeFunction',
    'fc:UpdateTrigger',
    'log:PostLogStoreLogs',
    'log:UpdateEtlJob',
    // A trigger is written as a whole, and with it the role that it has.
    'ram:PassRole',
  ]);
  for (const resource of granted('operator')['fc:UpdateTrigger'] ?? []) {
    expect(resource).toMatch(/functions\/trailbell-detect\/triggers\/trail$/);
  }
});

test('roles are passed by name, and those of functions to Function Compute alone', () => {
  for (const [, { Action, Resource, Condition }] of all) {
    if (!Action.includes('ram:PassRole')) continue;
    expect(
      Resource.every((resource) => /:role\/(trailbell-\w+|aliyunlogetlrole)$/.test(resource)),
    ).toBe(true);
    const isTrigger = Resource.some((resource) => resource.endsWith('trailbell-trigger'));
    if (!isTrigger)
      expect(Condition).toEqual({ StringEquals: { 'acs:Service': 'fc.aliyuncs.com' } });
  }
});
