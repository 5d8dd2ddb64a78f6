import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

const head = (title: string, id: number) => `title: ${title}
id: 00000000-0000-4000-8000-00000000000${id}
logsource: {product: alicloud, service: actiontrail}
level: high
`;

const files = {
  'rules/ecd/deleted.yml': `${head('Desktops Deleted', 1)}name: desktops_deleted
detection:
    selection:
        serviceName: ECD
        eventName: [DeleteDesktops, DeleteDesktopGroup]
    filter_main_denied:
        errorCode: [NoPermission, Forbidden, Forbidden.RAM, AccessDenied]
    condition: selection and not filter_main_denied
`,
  'rules/ecd/spree.yml': `title: Desktops Deleted in a Spree
id: 00000000-0000-4000-8000-000000000002
level: critical
correlation:
    type: event_count
    rules: [desktops_deleted]
    group-by: [userIdentity.principalId]
    timespan: 10m
    condition: {gte: 5}
`,
  'rules/ecd/keys.yml': `${head('Root Account Used', 3)}detection:
    selection: {userIdentity.type: root-account}
    condition: selection
`,
  'rules/ecd/robots.yml': `title: Robots May
logsource: {product: alicloud}
filter:
    rules: [desktops_deleted]
    selection: {userIdentity.userName: robot}
    condition: not selection
`,
  'trailbell.yml': `rules: {00000000-0000-4000-8000-000000000001: {enabled: false}}\n`,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await mkdir(join(directory, 'rules/ecd'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const record = (more: object) =>
  JSON.stringify({
    eventId: '1',
    eventName: 'DeleteDesktops',
    serviceName: 'ecd',
    eventTime: '2026-11-20T08:14:05Z',
    userIdentity: { type: 'ram-user', principalId: '234567890123456789', userName: 'carol' },
    ...more,
  });

async function explain(stdin: string, ...words: readonly string[]) {
  const interrupted = new AbortController().signal;
  const said = await cli(['rules', 'explain', '--event', '-', ...words], {
    directory,
    stdin,
    interrupted,
  });
  return { ...said, text: said.out.join('\n') };
}

test('a rule that matches is shown as a tree, with what the record has', async () => {
  const { code, out, text } = await explain(record({}));
  expect(code).toBe(0);
  expect(out[0]).toBe('DeleteDesktops of ECD, by carol, 2026-11-20T08:14:05Z, succeeded');
  expect(text).toMatch(/✓ Desktops Deleted {2}high/);
  expect(text).toMatch(/✓ eventName: DeleteDesktops \(one of 2\) +record: "DeleteDesktops"/);
  expect(text).toMatch(/✓ not filter_main_denied\n +✗ errorCode: .*none of 4\) +not in the record/);
  expect(text).toContain("✓ the filter 'Robots May'");
  expect(text).toMatch(/✓ not selection\n/);
  expect(text).not.toContain('filter_1_');
  expect(out.every((line) => line.length <= 100)).toBe(true);
});

test('what becomes of a match is said: the correlation, its group, and whether it rings', async () => {
  const { text } = await explain(record({}));
  expect(text).toContain('does not ring on its own');
  expect(text).toContain('trailbell.yml switches this rule off');
  expect(text).toContain('Desktops Deleted in a Spree');
  expect(text).toContain('event_count ≥ 5 within 10m, by userIdentity.principalId');
  expect(text).toContain('in the group userIdentity.principalId = 234567890123456789');
});

test('of a rule that nearly matches, what stood in the way is named', async () => {
  const { text } = await explain(record({ errorCode: 'Forbidden.RAM' }));
  expect(text).toContain('1 rule may match such an event, but not this one');
  expect(text).toMatch(/✗ Desktops Deleted/);
  expect(text).toMatch(/✗ excluded by filter_main_denied {2}errorCode: Forbidden.RAM \(one of 4\)/);
  expect(text).not.toContain('eventName');
  const filtered = await explain(record({ userIdentity: { userName: 'robot' } }));
  expect(filtered.text).toMatch(
    /✗ excluded by filter 'Robots May', selection {2}userIdentity.userName: robot/,
  );
});

test('rules that look at calls of any name are only counted', async () => {
  const { text } = await explain(record({}));
  expect(text).not.toContain('Root Account Used');
  expect(text).toContain('one rule looks at events of any name');
});

test('an event that no rule looks for is told as such, with what may have been meant', async () => {
  const { text } = await explain(record({ eventName: 'DeleteDesktop' }));
  expect(text).toContain("no rule looks for DeleteDesktop of ECD: did you mean 'DeleteDesktops'?");
  const known = await explain(record({ eventName: 'CreateUsers' }));
  expect(known.text).toContain('rules new CreateUsers --service ECD');
});

test.each(['00000000-0000-4000-8000-000000000003', 'Root Account Used', 'rules/ecd/keys.yml'])(
  '--rule %s explains this rule, whether it matches or not',
  async (named) => {
    const { code, text } = await explain(record({}), '--rule', named);
    expect(code).toBe(0);
    expect(text).toMatch(/✗ Root Account Used/);
    expect(text).toMatch(/✗ userIdentity.type: root-account +record: "ram-user"/);
    expect(text).not.toContain('Desktops Deleted');
  },
);

test('--rule of a correlation explains the rules that it counts', async () => {
  const { text } = await explain(record({}), '--rule', 'Desktops Deleted in a Spree');
  expect(text).toContain('of the 1 rule that it counts, 1 matches this record');
  expect(text).toMatch(/✓ Desktops Deleted /);
});

test('a record that lacks what groups go by is not counted', async () => {
  const { text } = await explain(record({ userIdentity: { userName: 'carol' } }));
  expect(text).toMatch(/is not counted by .*lacks userIdentity.principalId/);
});

test('a rule that there is not is a misuse, with what may have been meant', async () => {
  const { code, err } = await explain(record({}), '--rule', 'desktops_delete');
  expect(code).toBe(2);
  expect(err.join('\n')).toContain("'desktops_deleted'");
});

test('several records are told apart, and one that is none fails', async () => {
  const { code, out, err } = await explain(`[${record({})}, 5, ${record({ eventName: 'X' })}]`);
  expect(code).toBe(1);
  expect(err).toEqual(['record 2 is no record: not-an-object']);
  expect(out.filter((line) => /^record \d/.test(line))).toHaveLength(2);
});

test('--json says the same to machines', async () => {
  const { out } = await explain(record({ errorCode: 'Forbidden.RAM' }), '--json');
  expect(out.map((line): unknown => JSON.parse(line))).toMatchObject([
    {
      event: { name: 'DeleteDesktops', outcome: 'denied: Forbidden.RAM' },
      matching: [],
      near: [
        {
          title: 'Desktops Deleted',
          matches: false,
          condition: { kind: 'and', holds: false },
          obstacles: [{ selection: 'filter_main_denied', field: 'errorCode', holds: true }],
        },
      ],
      unnamed: 1,
    },
  ]);
});

test('secrets of a record are not shown, and its control characters neither', async () => {
  await writeFile(
    join(directory, 'secret.yml'),
    `${head('Secret', 9)}detection:
    selection: {eventName: Login, requestParameters.Password|exists: true, requestParameters.Note: '*'}
    condition: selection
`,
  );
  const login = record({
    eventName: 'Login',
    requestParameters: { Password: 'hunter2', Note: '\u001B[2J password=hunter2' },
  });
  for (const more of [[], ['--json']]) {
    const { text } = await explain(login, ...more, 'secret.yml');
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('\u001B');
  }
});

test('secrets that keywords find are not shown, nor those that groups go by', async () => {
  await writeFile(
    join(directory, 'words.yml'),
    `${head('Words', 8)}name: words
detection:
    words: [eyJ*, hunter2*, example-tool]
    condition: words
---
title: Many Words
correlation:
    type: event_count
    rules: [words]
    group-by: [secret]
    aliases: {secret: {words: requestParameters.Credentials.Value}}
    timespan: 10m
    condition: {gte: 5}
`,
  );
  const login = record({
    userAgent: 'example-tool',
    requestParameters: {
      Password: 'hunter2hunter2',
      Token: ['eyJhbGciOi.abc.def'],
      Credentials: { Value: 'hunter2-deeper' },
      Note: JSON.stringify({ Credentials: { Value: 'hunter2-in-json' } }),
    },
  });
  for (const more of [[], ['--json']]) {
    const { code, text } = await explain(login, ...more, 'words.yml');
    expect(code).toBe(0);
    expect(text).toContain('requestParameters.Credentials.Value');
    expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThan(2);
    expect(text).not.toMatch(/hunter2hunter2|hunter2-|eyJhbG/);
  }
  const { text } = await explain(record({ userAgent: 'example-tool' }), 'words.yml');
  expect(text).toContain('record: userAgent: "example-tool"');
});

test('a map under a field is shown without the secrets in it', async () => {
  await writeFile(
    join(directory, 'maps.yml'),
    `${head('Maps', 7)}detection:
    selection: {requestParameters|exists: true}
    condition: selection
`,
  );
  const login = record({ requestParameters: { Credentials: { Value: 'hunter2' }, Pwd: ['a2'] } });
  const { text } = await explain(login, 'maps.yml');
  expect(text).toContain('Credentials');
  expect(text).not.toMatch(/hunter2|a2/);
});

test('a list of one thing is that thing in the tree', async () => {
  await writeFile(
    join(directory, 'lists.yml'),
    `${head('Lists', 6)}detection:
    selection:
        - eventName: DeleteDesktops
        - {eventName: StopDesktops, errorCode: ''}
    other:
        - {eventName: DeleteDesktops}
    condition: selection and other
`,
  );
  const { out } = await explain(record({}), 'lists.yml');
  const tree = out.map((line) => line.replace(/(: \w+).*$/, '$1'));
  expect(tree.slice(tree.indexOf('  ✓ selection'))).toEqual([
    '  ✓ selection',
    '    ✓ any of',
    '      ✓ eventName: DeleteDesktops',
    '      ✗ all of',
    '        ✗ eventName: StopDesktops',
    expect.stringContaining("✗ errorCode: ''"),
    '  ✓ other',
    '    ✓ eventName: DeleteDesktops',
    '',
  ]);
});

test('nothing is wider than a terminal, whatever a record is of', async () => {
  const long = record({
    eventName: 'Delete'.repeat(30),
    serviceName: 'x'.repeat(90),
    errorCode: 'Forbidden.'.repeat(9),
    userIdentity: { type: 'ram-user', userName: 'alice'.repeat(40) },
  });
  const { out } = await explain(`${long}\n${long}`);
  expect(out.filter((line) => line.startsWith('line '))).toHaveLength(2);
  expect(Math.max(...out.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('records may be laid out over many lines, several of them too', async () => {
  const laidOut = (more: object) => JSON.stringify(JSON.parse(record(more)), null, 2);
  const { code, out } = await explain(`${laidOut({})}\n${laidOut({ eventName: 'X' })}\n`);
  expect(code).toBe(0);
  expect(out.filter((line) => /^record \d/.test(line))).toHaveLength(2);
});

test('whoever interrupts is told nothing of half a text', async () => {
  const interrupt = new AbortController();
  const endless = async function* () {
    yield Buffer.from(record({}));
    interrupt.abort();
    await new Promise(() => {});
  };
  const said = await cli(['rules', 'explain', '--event', '-'], {
    directory,
    stdin: endless(),
    interrupted: interrupt.signal,
  });
  expect(said).toMatchObject({ code: 130, out: [] });
});
