import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readYaml } from '../../src/config/read-yaml.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { isFields } from '../../src/model/fields.ts';
import { checkDeployment } from './check-deployment.ts';
import { readSurroundings } from './surroundings.ts';
import type { Deployment } from './view.ts';

const around = readSurroundings();

const textOf = (file: string) => readFileSync(file, 'utf8');

function deploymentOf(file: string): Deployment {
  const { deployment, faults } = checkDeployment(textOf(file), file, around);
  expect(faults).toEqual([]);
  if (deployment === undefined) throw new Error(`${file} has no deployment`);
  return deployment;
}

test.each(['s.yaml', 's.fc2.yaml'])('%s has the shape of its components, and fits', (file) => {
  const { functions, routes } = deploymentOf(file);
  expect(Object.values(functions).map(({ name }) => name)).toEqual([
    'trailbell-detect',
    'trailbell-sweep',
    'trailbell-web',
  ]);
  expect(routes).toHaveLength(1);
});

test('both deploy the same, but for roles', () => {
  const { roles: ofFunctions, ...three } = deploymentOf('s.yaml');
  const { roles: ofService, ...two } = deploymentOf('s.fc2.yaml');
  expect(two).toEqual(three);
  expect(new Set(Object.values(ofService)).size).toBe(1);
  expect(ofFunctions).toMatchObject({ web: undefined });
});

test.each(['s.yaml', 's.fc2.yaml'])('%s gives web nothing but what it answers by', (file) => {
  const { web } = deploymentOf(file).functions;
  expect(Object.keys(web?.environmentVariables ?? {}).toSorted()).toEqual([
    'NODE_OPTIONS',
    'REDIS_URL',
    'SLACK_SIGNING_SECRET',
    'WEB_KEY',
    'WEB_KEY_BEFORE',
    'WEB_URL',
  ]);
});

test.each(['s.yaml', 's.fc2.yaml'])(
  '%s keeps the heap below the memory of the function',
  (file) => {
    for (const { memorySize, environmentVariables } of Object.values(
      deploymentOf(file).functions,
    )) {
      const heap = /--max-old-space-size=(\d+)/.exec(
        environmentVariables['NODE_OPTIONS'] ?? '',
      )?.[1];
      expect(Number(heap) / memorySize).toBeLessThanOrEqual(0.7);
    }
  },
);

test('every variable has a comment, in s.yaml', () => {
  const vars = /^vars:\n((?: .*\n)+)/m.exec(textOf('s.yaml'))?.[1] ?? '';
  const [, ...others] = vars.trimEnd().split('\n');
  const commented = others.map((line) => line.trim().startsWith('#'));
  // The region needs none, and the source's two names share one.
  const bare = others.filter((_, at) => !commented[at] && !commented[at - 1]);
  expect(bare.map((line) => line.trim().split(':')[0])).toEqual([
    'logstore',
    'history',
    'certificate',
  ]);
});

/** What someone may come to write, and where the fault is said to be. */
const broken: readonly (readonly [
  fault: string,
  file: string,
  from: string,
  to: string,
  path: string,
])[] = [
  [
    'a misspelt key',
    's.yaml',
    'internetAccess:',
    'internetAcess:',
    'resources.detect.props.internetAcess',
  ],
  [
    '2.0 in 3.0',
    's.yaml',
    'code: ./dist/sweep',
    'codeUri: ./dist/sweep',
    'resources.sweep.props.codeUri',
  ],
  [
    'odd memory',
    's.yaml',
    'memorySize: 384',
    'memorySize: 400',
    'resources.detect.props.memorySize',
  ],
  [
    'little memory',
    's.yaml',
    'memorySize: 384',
    'memorySize: 320',
    'resources.detect.props.memorySize',
  ],
  ['much cpu', 's.yaml', 'cpu: 0.25', 'cpu: 0.3', 'resources.web.props.memorySize'],
  ['odd cpu', 's.yaml', 'cpu: 0.2\n', 'cpu: 0.22\n', 'resources.sweep.props.cpu'],
  [
    'a time-out as text',
    's.yaml',
    'timeout: 120',
    "timeout: '120'",
    'resources.detect.props.timeout',
  ],
  [
    'a short interval',
    's.yaml',
    'triggerInterval: 60',
    'triggerInterval: 2',
    'resources.detect.props.triggers.0.triggerConfig.jobConfig.triggerInterval',
  ],
  [
    'many retries',
    's.fc2.yaml',
    'maxRetryTime: 3',
    'maxRetryTime: 101',
    'services.detect.props.triggers.0.config.jobConfig.maxRetryTime',
  ],
  [
    'a cron of five fields',
    's.yaml',
    "'@every 1m'",
    "'0/5 * * * *'",
    'resources.sweep.props.triggers.0.triggerConfig.cronExpression',
  ],
  [
    'a trigger that is none',
    's.yaml',
    'triggerType: timer',
    'triggerType: cron',
    'resources.sweep.props.triggers.0.triggerType',
  ],
  [
    'concurrency',
    's.yaml',
    'cpu: 0.25',
    'cpu: 0.25\n      instanceConcurrency: 10',
    'resources.web.props.instanceConcurrency',
  ],
  [
    'no such variable',
    's.yaml',
    '${vars.journal}',
    '${vars.jurnal}',
    'resources.detect.props.logConfig.logstore',
  ],
  [
    'an unquoted secret',
    's.yaml',
    "${env('SLACK_WEBHOOK', '')}",
    '${env(SLACK_WEBHOOK)}',
    'resources.detect.props.environmentVariables.SLACK_WEBHOOK',
  ],
  [
    '3.0 in 2.0',
    's.fc2.yaml',
    '${env(WEB_KEY)}',
    "${env('WEB_KEY', '')}",
    'services.detect.props.function.environmentVariables.WEB_KEY',
  ],
  ['an alias in 2.0', 's.fc2.yaml', 'service:\n', 'service: &all\n', '&all'],
  [
    'no such handler',
    's.yaml',
    'handler: index.initialize',
    'handler: index.init',
    'detect.handler',
  ],
  ['a folder that is not built', 's.yaml', './dist/web', './dist/site', 'web.code'],
  ['a role without a policy', 's.yaml', 'role/trailbell-sweep', 'role/admin', 'sweep.role'],
  [
    "another account's role",
    's.fc2.yaml',
    'acs:ram::${vars.account}:role/trailbell-service',
    'acs:ram::6543210987654321:role/trailbell-service',
    'detect.role',
  ],
  [
    'a variable that is not passed',
    's.yaml',
    '        SLACK_WEBHOOK:',
    '        SLACK_HOOK:',
    'detect.environmentVariables',
  ],
  [
    'a trigger of another logstore',
    's.yaml',
    'logstore: ${vars.logstore}',
    'logstore: ${vars.journal}',
    'detect.triggers.trail.logstore',
  ],
  [
    'a route to another function',
    's.yaml',
    'functionName: trailbell-web\n            qualifier',
    'functionName: trailbell-detect\n            qualifier',
    'routes./*.functionName',
  ],
  [
    'a function that logs into the trail',
    's.yaml',
    'logstore: ${vars.journal}',
    'logstore: ${vars.logstore}',
    'detect.logConfig.logstore',
  ],
  [
    'a log of the trigger in another project',
    's.yaml',
    'project: ${vars.project}\n              logstore: ${vars.journal}',
    'project: other-project\n              logstore: ${vars.journal}',
    'detect.triggers.trail.logConfig.project',
  ],
  [
    'the endpoint of another region',
    's.yaml',
    '${vars.region}-intranet',
    'cn-beijing-intranet',
    'detect.LOG_ENDPOINT',
  ],
  [
    'a name that comes twice',
    's.yaml',
    'functionName: trailbell-sweep',
    'functionName: trailbell-detect',
    'sweep.name',
  ],
  [
    'no way out',
    's.yaml',
    'internetAccess: true',
    'internetAccess: false',
    'resources.detect.props.internetAccess',
  ],
  [
    'pages for those who sign requests',
    's.yaml',
    'authType: anonymous',
    'authType: function',
    'resources.web.props.triggers.0.triggerConfig.authType',
  ],
  [
    'buttons that lead nowhere',
    's.fc2.yaml',
    '              qualifier: LATEST\n              methods: [GET, HEAD, POST]',
    '              qualifier: LATEST\n              methods: [GET, HEAD]',
    'services.web.props.customDomains.0.routeConfigs.0.methods',
  ],
  [
    'links without HTTPS',
    's.yaml',
    'protocol: HTTPS',
    'protocol: HTTP',
    'resources.domain.props.protocol',
  ],
  [
    'a domain in another region',
    's.yaml',
    'component: fc3-domain\n    props:\n      region: ${vars.region}',
    'component: fc3-domain\n    props:\n      region: cn-beijing',
    'routes./*.region',
  ],
  [
    'a route to another service',
    's.fc2.yaml',
    'serviceName: trailbell',
    'serviceName: trailbel',
    'routes./*.functionName',
  ],
  [
    'a key in the file',
    's.yaml',
    "${env('WEB_KEY', '')}",
    'not-a-secret-any-more',
    'detect.environmentVariables.WEB_KEY',
  ],
  [
    'a stand-in for a secret',
    's.yaml',
    "env('REDIS_URL', '')",
    "env('REDIS_URL', 'redis://example')",
    'sweep.environmentVariables.REDIS_URL',
  ],
  [
    'links to elsewhere',
    's.yaml',
    'https://${vars.domain}',
    'https://alerts.example.org',
    'routes./*.domainName',
  ],
];

test.each(broken)('%s is refused in %s', (_, file, from, to, path) => {
  const text = textOf(file);
  expect(text).toContain(from);
  const { faults } = checkDeployment(
    text.replace(from, () => to),
    file,
    around,
  );
  expect(faults.map((fault) => fault.path)).toContain(path);
});

/** Paragraphs of comments that begin a section, from there on without their `# `. */
function uncommented(text: string): string {
  return text
    .split(/(?<=\n)\n/)
    .map((paragraph) => {
      const at = paragraph.search(/^# (web|watch|compute):$/m);
      return at < 0
        ? paragraph
        : paragraph.slice(0, at) + paragraph.slice(at).replaceAll(/^# /gm, '');
    })
    .join('\n');
}

test('what trailbell.yml shows as comments is valid once it is none', () => {
  const config = readYaml(uncommented(textOf('trailbell.yml')), 'trailbell.yml');
  expect(isFields(config) && Object.keys(config)).toEqual(
    expect.arrayContaining(['web', 'watch', 'compute']),
  );
  const env = {
    LOG_PROJECT: 'example-project',
    LOG_LOGSTORE: 'actiontrail_example',
    DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/robot/send?access_token=0',
    SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/x',
  };
  const { web, watch, compute } = resolveConfig(config, env);
  expect(web).toEqual({ url: '', keys: [], slack_signing_secrets: [] });
  expect(watch).toMatchObject({ heartbeat: '' });
  const { region, account } = deploymentOf('s.yaml').vars;
  expect(compute).toMatchObject({ version: '3.0', region, account });
});
