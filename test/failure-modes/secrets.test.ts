import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { REDIS_PASSWORD, useRedis } from '../support/use-redis.ts';
import { type Answer, interceptVendors, says, times, vendorEnv } from '../support/vendors.ts';
import { contextOf, HISTORY, LETTERS, type World } from '../support/world.ts';

const redis = useRedis();
const vendors = interceptVendors();

const ROBOT_SECRET = 'SECsecret-of-the-robot';

/** Ours, and those that callers send to Alibaba Cloud. */
const ours = [
  'secret-dingtalk-token',
  'secret-slack-token',
  'T0SECRET',
  ROBOT_SECRET,
  REDIS_PASSWORD,
  'secret-of-the-role',
  'token-of-the-role',
];
const theirs = [
  'LTAI5tSecretSecret0000',
  'hunter2-in-a-parameter',
  'hunter2-in-a-header',
  'hunter2-in-a-command',
  'hunter2-in-a-url',
  'hunter2-in-a-list',
];

const telltale = deletion({
  userAgent: 'curl/8 Authorization: Bearer hunter2-in-a-header',
  requestParameters: {
    ServiceId: 'epsrv-example1',
    AdminPassword: 'hunter2-in-a-parameter',
    Command: 'login --password hunter2-in-a-command',
    Url: 'https://root:hunter2-in-a-url@db.example/x',
    Tags: [{ secretKey: 'hunter2-in-a-list' }],
  },
  userIdentity: {
    type: 'ram-user',
    userName: 'alice',
    accountId: '1234567890123456',
    accessKeyId: 'LTAI5tSecretSecret0000',
  },
});

const role = {
  id: 'test-key',
  secret: 'secret-of-the-role',
  securityToken: 'token-of-the-role',
};

/** A vendor that says back all that it was told. */
const echoing =
  (status: number): Answer =>
  (posted) =>
    says(
      status,
      JSON.stringify({ errcode: 310000, errmsg: `${JSON.stringify(vendorEnv)} ${posted.body}` }),
    )(posted);

redis.test(
  'failure mode 23: no secret stands in a message, a dead letter, a journal line, an error or the history',
  async () => {
    const world = await openWorld({
      env: { ...vendorEnv, DINGTALK_SECRET: ROBOT_SECRET },
      settings: {
        ledger: redis.ledger(),
        dead_letters: { logstore: LETTERS },
        history: { logstore: HISTORY },
      },
    });
    const text = JSON.stringify(telltale);
    const errors: string[] = [];
    const deliver = async (range: ReturnType<World['put']>, instance = world.app) => {
      await world.trigger(range, 0, instance).catch((error: unknown) => errors.push(String(error)));
    };
    await deliver(world.put([telltale]));
    await deliver(world.put([text.slice(0, -1), `[${text}]`, JSON.stringify(text).slice(0, -2)]));
    for (const status of [200, 302, 400, 403, 500]) {
      for (const channel of ['dingtalk', 'slack'] as const) {
        vendors.answerWith(channel, ...times(status === 400 ? 2 : 1, echoing(status)));
      }
      await deliver(world.put([{ ...telltale, eventId: `event-${status}` }]));
    }
    for (const channel of ['dingtalk', 'slack'] as const) {
      vendors.answerWith(channel, ...times(2, () => undefined));
    }
    await deliver(world.put([{ ...telltale, eventId: 'broken' }]));
    for (const port of ['1', '2']) {
      const url = redis.ledger().redis.replace(/\d+$/, port);
      const settings = { ledger: { redis: url } };
      await deliver(
        world.put([{ ...telltale, eventId: `port-${port}` }]),
        world.openApp({ settings }),
      );
    }
    const settings = { ledger: { redis: redis.ledger().redis.replace(REDIS_PASSWORD, 'wrong') } };
    await deliver(world.put([{ ...telltale, eventId: 'wrong' }]), world.openApp({ settings }));
    expect(world.journaled('ledger-down').length).toBeGreaterThan(2);
    const event = world.logService.triggerEvent(0);
    await world.app
      .detect(event, contextOf(role))
      .catch((error: unknown) => errors.push(String(error)));

    expect(errors).not.toEqual([]);
    const stored = [...(await world.logs(LETTERS)), ...(await world.logs(HISTORY))];
    expect(stored.length).toBeGreaterThan(10);
    const names = ['letter', 'reason', 'title', 'sentence', 'footer', 'answer'];
    const all = [
      ...errors,
      ...vendors.posted('slack').map(({ body }) => body),
      ...vendors.posted('dingtalk').map(({ body }) => body),
      ...world.journal.map((entry) => JSON.stringify(entry)),
      ...stored.flatMap((log) => names.map((name) => log.text(name) ?? '')),
    ].join('\n');
    for (const secret of [...ours, ...theirs]) expect(all).not.toContain(secret);
    expect(all).toContain('LTAI…0000');
  },
);

test('failure mode 23: no secret stands in what is wrong with a configuration', async () => {
  const wrongs = [
    { SLACK_WEBHOOK: 'https://evil.example/services/T0/B0/secret-slack-token' },
    { DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/secret-dingtalk-token' },
  ];
  for (const env of wrongs) {
    const world = await openWorld({ env });
    expectNoSecret(() => world.app.check());
  }
  for (const url of [
    `http://:${REDIS_PASSWORD}@x`,
    `redis://x:${REDIS_PASSWORD}`,
    REDIS_PASSWORD,
  ]) {
    const world = await openWorld({ settings: { ledger: { redis: url } } });
    expectNoSecret(() => world.app.check());
  }
});

test('failure mode 23: the file of dead letters is for its owner only, and holds no secret', async () => {
  const world = await openWorld();
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 403, body: 'no' } });
  await world.deliver([telltale, 'password=hunter2-in-a-parameter']);
  const file = await readFile(world.env.LETTERS_FILE ?? '', 'utf8');
  expect(file.trim().split('\n')).toHaveLength(2);
  for (const secret of theirs) expect(file).not.toContain(secret);
});

function expectNoSecret(act: () => void): void {
  let said = '';
  try {
    act();
  } catch (error) {
    said = String(error);
  }
  expect(said).toContain('ConfigError');
  for (const secret of ours) expect(said).not.toContain(secret);
}
