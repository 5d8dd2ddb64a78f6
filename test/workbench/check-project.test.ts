import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readYaml } from '../../src/config/read-yaml.ts';
import { ConfigError } from '../../src/model/config-error.ts';
import { readProject } from '../../src/project.ts';
import { checkProject } from '../../src/workbench/check-project.ts';
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

test('the project that is shipped can be built without any environment, and nothing is said', () => {
  const [deployment, own] = ['s.yaml', 'rules/lists/own_deployment.yml'].map((file) =>
    readYaml(readFileSync(file, 'utf8'), file),
  );
  const options = { env: {}, now: Date.now(), deployment, own };
  expect(checkProject(readProject(process.cwd()), options)).toEqual([]);
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

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
