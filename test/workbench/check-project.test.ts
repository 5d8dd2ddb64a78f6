import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readYaml } from '../../src/config/read-yaml.ts';
import { ConfigError } from '../../src/model/config-error.ts';
import { isFields } from '../../src/model/fields.ts';
import { readProject } from '../../src/project.ts';
import { checkProject, deploymentFile } from '../../src/workbench/check-project.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';

const source = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: '${LOG_PROJECT}',
  logstore: '${LOG_LOGSTORE}',
};
const slack = { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' };
const unset = { type: 'slack', webhook: '${HOOK}' };

function check(config: object, env = {}, deployment?: unknown, own?: unknown): readonly string[] {
  const project = { ...rulesOf(deletedRule), config: { source, ...config }, problems: [] };
  return checkProject(project, { env, now: Date.UTC(2026, 10, 21), deployment, own });
}

const readFile = (file: string) => readYaml(readFileSync(file, 'utf8'), file);

test('the project that is shipped can be built without any environment, and nothing is said', () => {
  const own = readFile('rules/lists/own_deployment.yml');
  const options = { env: {}, now: Date.now(), deployment: readFile('s.yaml'), own };
  expect(checkProject(readProject(process.cwd()), options)).toEqual([]);
});

test('it can be built for Function Compute 2.0, whose tool wants each variable set, if only to nothing', () => {
  const project = readProject(process.cwd());
  const compute = { version: '2.0', region: 'cn-hangzhou', account: '1234567890123456' };
  const config = { ...(isFields(project.config) && project.config), compute };
  const deployment = readFile(deploymentFile(config));
  const own = readFile('rules/lists/own_deployment.yml');
  const options = { now: Date.now(), deployment, own };
  const said = checkProject({ ...project, config }, { ...options, env: {} });
  const names = said.map((line) => /^(\w+) is not set here: /.exec(line)?.[1]);
  expect(names).toContain('SLACK_SIGNING_SECRET');
  const env = Object.fromEntries(names.map((name) => [name, '']));
  expect(checkProject({ ...project, config }, { ...options, env })).toEqual([]);
});

test.each<readonly [string, object, string]>([
  ['a key that is none', { type: 'pagerduty', routing_key: 'abc' }, 'routing_key'],
  [
    'a secret that is none',
    { type: 'webhook', webhook: 'https://siem.example/', secret: 'whsec_abc' },
    'secret',
  ],
  ['plain HTTP', { type: 'webhook', webhook: 'http://siem.example/' }, 'webhook'],
  ["another app's webhook", { ...slack, type: 'dingtalk' }, 'webhook'],
])('a channel is opened where no variable is needed: %s', (_, channel, key) => {
  const error = caught(() => check({ channels: { a: channel } }));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ key: `channels.a.${key}` });
});

test('a channel whose variables are set is opened, and one of which one is not set is skipped', () => {
  expect(check({ channels: { a: unset } })).toEqual([]);
  expect(check({ channels: { a: unset } }, { HOOK: slack.webhook })).toEqual([]);
  const error = caught(() => check({ channels: { a: unset } }, { HOOK: 'https://s3cret.example' }));
  expect(error).toMatchObject({ key: 'channels.a.webhook' });
  expect(String(error)).not.toContain('s3cret');
});

test.each<readonly [string, object, string]>([
  ['a key', { channels: { a: slack }, foo: 1 }, 'foo'],
  [
    'a channel of a route',
    { channels: { a: slack }, route: { channels: ['b'] } },
    'route.channels.0',
  ],
  ['a rule', { channels: { a: slack }, rules: { x: {} } }, 'rules.x'],
])('%s that is not known fails', (_, config, key) => {
  expect(caught(() => check(config))).toMatchObject({ key });
});

test('variables that the deployment does not pass are named', () => {
  const passed = { LOG_PROJECT: '', LOG_LOGSTORE: '' };
  const functions = (sweep: object) => ({
    resources: {
      detect: { props: { environmentVariables: passed } },
      sweep: { props: { environmentVariables: sweep } },
    },
  });
  const channels = { a: unset, b: { ...unset, locale: '${B_LOCALE:-en}' } };
  const merged = functions({ '<<': passed, NODE_OPTIONS: '' });
  expect(check({ channels }, {}, merged)).toEqual([
    expect.stringMatching(/^HOOK .*s\.yaml.*environmentVariables/),
  ]);
  expect(check({ channels: { a: slack } }, {}, merged)).toEqual([]);
  expect(check({ channels: { a: slack } }, {}, functions({ LOG_PROJECT: '' }))).toEqual([
    expect.stringMatching(/^LOG_LOGSTORE /),
  ]);
  expect(check({ channels })).toEqual([]);
});

test('web needs no more than its own parts of trailbell.yml, and both formats are understood', () => {
  const passed = { LOG_PROJECT: '', LOG_LOGSTORE: '', HOOK: '', KEY: '', REDIS: '' };
  const config = {
    channels: { a: unset },
    web: { keys: ['${KEY}'] },
    ledger: { redis: '${REDIS}' },
  };
  const said = [
    expect.stringMatching(/^KEY .*s\.yaml does not pass it to web:/),
    expect.stringMatching(/^REDIS .*s\.yaml does not pass it to web:/),
  ];
  const three = (web: object) => ({
    resources: {
      detect: { props: { code: './dist/detect', environmentVariables: passed } },
      web: { props: { code: './dist/web/', environmentVariables: web } },
    },
  });
  expect(check(config, {}, three({}))).toEqual(said);
  expect(check(config, {}, three({ KEY: '', REDIS: '' }))).toEqual([]);
  const two = { props: { function: { codeUri: './dist/web', environmentVariables: {} } } };
  expect(check(config, {}, { services: { web: two } })).toEqual(said);
});

const own = {
  own_functions: ['bell-detect'],
  own_projects: ['our-project'],
  own_logstores: ['actiontrail_ours', 'our-letters'],
  own_roles: ['bell-role'],
};

/** As s.yaml has it, with one function. */
function deployed(vars: object, functionName = 'bell-detect') {
  const environmentVariables = {
    LOG_PROJECT: '${vars.project}',
    LOG_LOGSTORE: '${vars.logstore}',
    LETTERS: '${vars.letters}',
    HOOK: "${env('HOOK', '')}",
  };
  const role = 'acs:ram::${vars.account}:role/Bell-Role';
  return {
    vars: {
      account: '1234567890123456',
      project: 'our-project',
      logstore: 'actiontrail_ours',
      ...vars,
    },
    resources: { detect: { props: { functionName, role, environmentVariables } } },
  };
}

const letters = { channels: { a: slack }, dead_letters: { logstore: '${LETTERS:-}' } };

test('nothing is said of a deployment whose names are all in the list, in any case', () => {
  expect(check(letters, {}, deployed({ letters: 'our-letters' }), own)).toEqual([]);
  expect(check(letters, {}, deployed({ letters: '' }), own)).toEqual([]);
});

test.each<readonly [string, object, string, string]>([
  ['own_functions', {}, 'other-detect', 'other-detect'],
  ['own_projects', { project: 'other-project' }, 'bell-detect', 'other-project'],
  ['own_logstores', { logstore: 'actiontrail_other' }, 'bell-detect', 'actiontrail_other'],
  ['own_logstores', { letters: 'other-letters' }, 'bell-detect', 'other-letters'],
])('a name of s.yaml that %s does not hold is said: %j %s', (list, vars, functionName, name) => {
  expect(check(letters, {}, deployed(vars, functionName), own)).toEqual([
    expect.stringMatching(
      new RegExp(`^rules/lists/own_deployment\\.yml: ${list} .*\\b${name}\\b.*add it`),
    ),
  ]);
});

test('a function of Function Compute 2.0 that is not in the list is said', () => {
  const two = (name: string) => ({
    vars: { name },
    services: { detect: { props: { service: { name: 'x' }, function: { name: '${vars.name}' } } } },
  });
  const whole = { ...own, own_functions: ['bell-two'], own_services: ['x'] };
  expect(check(letters, {}, two('bell-two'), whole)).toEqual([]);
  expect(check(letters, {}, two('bell-three'), whole)).toEqual([
    expect.stringMatching(/own_functions .*\bbell-three\b/),
  ]);
});

test('without s.yaml the names are those that are set', () => {
  const env = { LOG_PROJECT: 'other-project', LOG_LOGSTORE: 'actiontrail_ours' };
  expect(check({ channels: { a: slack } }, env, undefined, own)).toEqual([
    expect.stringMatching(/own_projects .*other-project/),
  ]);
  expect(check({ channels: { a: slack } }, {}, undefined, own)).toEqual([]);
});

test('what is set where it is built does not count where s.yaml says otherwise', () => {
  const env = { LOG_PROJECT: 'other-project', LETTERS: 'other-letters' };
  expect(check(letters, env, deployed({ letters: '' }), own)).toEqual([]);
});

test('what only whoever deploys knows is not said', () => {
  const unknown = deployed({}, "${env('NAME', 'bell')}");
  expect(check(letters, {}, unknown, own)).toEqual([]);
  expect(check(letters, {}, deployed({}, 'other-detect'), undefined)).toEqual([]);
});

test('what is hardly meant is said, and that it is said without what needs a variable', () => {
  const routes = [{ match: { account: 'sandbox' } }, { match: { actor: '${ACTOR}' } }];
  expect(check({ channels: { a: slack }, route: { routes } })).toEqual([
    expect.stringMatching(/^not set: ACTOR\./),
    expect.stringMatching(/^route\.routes\.0\.match\.account: .*'sandbox'/),
  ]);
});

test('what needs a shared ledger is said where none is set', () => {
  const ledger = { redis: '${REDIS_URL:-}' };
  const config = { channels: { slack }, ledger, web: { url: '${WEB_URL:-}' }, watch: {} };
  expect(check(config)).toEqual([
    expect.stringMatching(/^web needs ledger\.redis/),
    expect.stringMatching(/^watch needs ledger\.redis/),
  ]);
  expect(check(config, { REDIS_URL: 'redis://127.0.0.1:6379' })).toEqual([]);
});

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
