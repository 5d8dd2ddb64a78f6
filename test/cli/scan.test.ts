import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deletion } from '../support/audit-event.ts';
import { cli, type Said } from '../support/terminal.ts';

const ours = '{product: alicloud, service: actiontrail}';
const windows = '{product: windows, service: security}';

const rule = (name: string, detection: string, logsource = ours) => `title: ${name} happened
name: ${name}
level: high
logsource: ${logsource}
detection:
    selection: ${detection}
    condition: selection
`;

const correlation = (name: string, rules: string, more = '') => `title: ${name} happened
name: ${name}
level: critical
correlation:
    type: event_count
    rules: ${rules}
    group-by: [userIdentity.userName]
    timespan: 10m
    condition: {gte: 3}
    ${more}
`;

const files = {
  'pack/deleted.yml': rule('deleted', '{serviceName: PrivateLink, eventName|startswith: Delete}'),
  'pack/created.yml': rule('created', '{eventName|startswith: Create}'),
  'logon.yml': rule('logon', '{EventID: 4625}', windows),
  'raw.yml': rule('raw', '{serviceName: privatelink.aliyuncs.com}'),
  'typo.yml': rule('typo', '{eventName|endwith: x}'),
  'many.yml': `${rule('one', '{eventName: DeleteVpcEndpointService}')}---\n${correlation('many', '[one]')}`,
  'both.yml': `${rule('one', '{eventName: DeleteVpcEndpointService}')}---\n${correlation('both', '[one]', 'generate: true')}`,
  'orphan.yml': `${rule('one', '{eventName|endwith: x}')}---\n${correlation('orphan', '[one]')}---\n${rule('two', '{eventName: DeleteVpcEndpointService}')}`,
  'logons.yml': `${rule('logon', '{EventID: 4625}', windows)}---\n${correlation('logons', '[logon]')}`,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), text);
  }
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type World = NonNullable<Parameters<typeof cli>[1]>;

const scan = async (words: readonly string[], world: World = {}): Promise<Said> =>
  await cli(['scan', ...words], {
    directory,
    interrupted: new AbortController().signal,
    ...world,
  });

const scanned = async (rules: string, stdin: World['stdin'] = '', more: readonly string[] = []) =>
  await scan(['--rules', rules, '--events', '-', ...more], { stdin });

const lines = (...records: readonly unknown[]) =>
  records
    .map((record) => (typeof record === 'string' ? record : JSON.stringify(record)))
    .join('\n');

/** What was found, in short: `2 deleted`, or for a correlation `2 many 0,1,2`. */
const found = ({ out }: Said) =>
  out.map((text) => {
    const { line, rule: id, lines: all } = JSON.parse(text);
    return [line, id, ...(all === undefined ? [] : [all.join(',')])].join(' ');
  });

const deleted = (minute: number, changes: Readonly<Record<string, unknown>> = {}) => {
  const eventTime = new Date(Date.UTC(2026, 10, 21, 7, minute)).toISOString();
  return deletion({ eventId: `event-${minute}`, eventTime, ...changes });
};

test('a match is one line of JSON, and the summary goes to standard error', async () => {
  const said = await scanned('pack', lines({ eventName: 'GetVpc' }, deletion()));
  expect(said).toEqual({
    code: 0,
    out: ['{"line":1,"rule":"deleted","title":"deleted happened","level":"high"}'],
    err: ['2 lines, 0 malformed · 2 rules · 1 match'],
  });
});

test('several paths are taken, files and folders, in whichever way they are named', async () => {
  const stdin = lines(deletion(), deletion({ eventName: 'CreateX' }));
  const both = ['0 deleted', '1 created'];
  const events = ['--events', '-'];
  for (const rules of [
    ['--rules', 'pack'],
    ['--rules', 'pack/deleted.yml', 'pack/created.yml'],
    ['--rules', 'pack/deleted.yml', '--rules', 'pack/created.yml'],
    ['--rules=pack', 'pack/created.yml'],
  ]) {
    expect(found(await scan([...rules, ...events], { stdin }))).toEqual(both);
    expect(found(await scan([...events, ...rules], { stdin }))).toEqual(both);
  }
});

test('a file of records is read like standard input', async () => {
  await writeFile(join(directory, 'trail.ndjson'), lines('', deletion(), ''));
  const said = await scan(['--rules', 'pack', '--events', 'trail.ndjson']);
  expect(found(said)).toEqual(['1 deleted']);
});

test.each([
  ['a line break at the end', `${lines(deletion())}\n`, 1],
  ['no line break at the end', lines(deletion()), 1],
  ['CRLF', `\r\n${lines(deletion())}\r\n`, 2],
  ['blank lines', `\n  \t\n${lines(deletion())}\n\n`, 4],
  ['a byte order mark', `\uFEFF${lines(deletion())}`, 1],
  ['escapes', lines(deletion()).replace('"DeleteVpc', String.raw`"\u0044elete\u0056pc`), 1],
])('%s is taken as it should be', async (_, stdin, count) => {
  for (const more of [[], ['--ignore-logsource']]) {
    const said = await scanned('pack', stdin, more);
    expect(found(said)).toEqual([expect.stringMatching(/^\d deleted$/)]);
    expect(said.err).toEqual([expect.stringMatching(new RegExp(`^${count} lines?, 0 malformed`))]);
  }
});

test('nothing at all is nothing to find', async () => {
  expect(await scanned('pack', '')).toMatchObject({
    code: 0,
    out: [],
    err: [expect.stringMatching(/^0 lines,/)],
  });
  expect(await scanned('pack', '\n')).toMatchObject({
    code: 0,
    out: [],
    err: [expect.stringMatching(/^1 line,/)],
  });
});

test('a line that comes in many pieces is one record', async () => {
  const text = Buffer.from(`${lines(deletion({ userAgent: '长'.repeat(9000) }))}\n{}\n`);
  const pieces = async function* () {
    for (let at = 0; at < text.length; at += 1000) yield text.subarray(at, at + 1000);
  };
  const said = await scanned('pack', pieces());
  expect(found(said)).toEqual(['0 deleted']);
  expect(said.err.at(-1)).toMatch(/^2 lines, 1 malformed/);
});

test('lines that hold no record are named, and cost no other record its match', async () => {
  const said = await scanned('pack', lines('null', '{"half', deletion(), '[]', '{}', '"x"'));
  expect(said.code).toBe(0);
  expect(found(said)).toEqual(['2 deleted']);
  expect(said.err).toEqual([
    'line 0 holds no record: not-an-object',
    'line 1 holds no record: not-json',
    'line 3 holds no record: not-an-object',
    'line 4 holds no record: no-event-name',
    'line 5 holds no record: not-an-object',
    '6 lines, 5 malformed · 2 rules · 1 match',
  ]);
});

test('of very many such lines only the first are named', async () => {
  const said = await scanned('pack', `${lines(deletion())}\n${'x\n'.repeat(1000)}`);
  expect(said.err).toHaveLength(12);
  expect(said.err.at(-2)).toBe('and 990 lines more');
  expect(said.err.at(-1)).toMatch(/^1001 lines, 1000 malformed/);
});

test('where no line holds a record it is said how one should look', async () => {
  const said = await scanned('pack', 'time,event\n1,DeleteDesktops\n');
  expect(said.code).toBe(0);
  expect(said.err.at(-2)).toContain('JSON list');
});

test('a record that is taken as it is needs no event name', async () => {
  const said = await scanned('logon.yml', lines({ EventID: '4625' }, '"{}"', '7'), [
    '--ignore-logsource',
  ]);
  expect(found(said)).toEqual(['0 logon']);
  expect(said.err.slice(0, 2)).toEqual([
    'line 1 holds no record: not-an-object',
    'line 2 holds no record: not-an-object',
  ]);
});

test('a rule that cannot be read is shown with a caret, and nothing is scanned', async () => {
  let asked = false;
  const stdin = (async function* () {
    asked = true;
    yield Buffer.from(lines(deletion()));
  })();
  const said = await scan(['--rules', 'pack', 'typo.yml', '--events', '-'], { stdin });
  expect(said).toMatchObject({ code: 1, out: [] });
  expect(said.err[0]).toMatch(/^typo\.yml:6:27 {2}unknown-modifier/);
  expect(said.err[1]).toContain('eventName|endwith: x');
  expect(said.err[2]).toMatch(/^ +\^$/);
  expect(said.err.at(-1)).toMatch(/^1 problem; .*--skip-invalid/);
  expect(asked).toBe(false);
});

test('--skip-invalid passes over it, and over correlations that refer to it', async () => {
  const words = ['--rules', 'pack', 'orphan.yml', '--events', '-', '--skip-invalid'];
  const said = await scan(words, { stdin: lines(deletion()) });
  expect(said.code).toBe(0);
  expect(found(said)).toEqual(['0 deleted', '0 two']);
  expect(said.err.join('\n')).toContain('unknown-modifier');
  expect(said.err.join('\n')).toContain('refused-reference');
  expect(said.err.at(-1)).toContain('3 rules');
});

test('rules for other logs are left out, and where none is left that is said', async () => {
  const event = deletion({ EventID: 4625 });
  expect(
    found(await scan(['--rules', 'pack', 'logon.yml', '--events', '-'], { stdin: lines(event) })),
  ).toEqual(['0 deleted']);
  const said = await scanned('logons.yml', lines(event));
  expect(said).toMatchObject({ code: 0, out: [] });
  expect(said.err[0]).toMatch(/^none of the 1 rules.*--ignore-logsource/);
  expect(said.err.at(-1)).toContain('0 rules');
});

test('--logsource says what logs the records are, which are then taken as they are', async () => {
  const stdin = lines({ EventID: 4625, eventName: 'DeleteX', serviceName: 'privatelink' });
  const of = async (names: string) =>
    found(
      await scan(
        ['--rules', 'pack', 'logon.yml', 'raw.yml', '--events', '-', '--logsource', names],
        { stdin },
      ),
    );
  expect(await of('product=windows,service=security')).toEqual(['0 logon']);
  expect(await of('service=SECURITY, product=Windows')).toEqual(['0 logon']);
  expect(await of('product=windows,service=security,category=logon')).toEqual(['0 logon']);
  expect(await of('product=windows')).toEqual([]);
  expect(await of('product=alicloud,service=actiontrail')).toEqual(['0 deleted']);
});

test('ActionTrail records have their service by its one name, unless they are taken as they are', async () => {
  const record = deletion({ serviceName: 'privatelink.aliyuncs.com' });
  const words = ['--rules', 'pack', 'raw.yml', '--events', '-'];
  const stdin = lines(record);
  expect(found(await scan(words, { stdin }))).toEqual(['0 deleted']);
  expect(found(await scan([...words, '--ignore-logsource'], { stdin }))).toEqual(['0 raw']);
});

test('a correlation is one line with all its lines, and its rules are quiet', async () => {
  const bob = { userIdentity: { type: 'ram-user', userName: 'bob' } };
  const said = await scanned(
    'many.yml',
    lines(deleted(1), deleted(2, bob), deleted(3), '', deleted(5), deleted(20)),
  );
  expect(said.out).toEqual([
    '{"line":4,"rule":"many","title":"many happened","level":"critical","correlation":true,"lines":[0,2,4]}',
  ]);
  expect(said.err.at(-1)).toMatch(/ · 2 rules · 1 match$/);
});

test('with generate its rules ring too', async () => {
  const said = await scanned('both.yml', lines(deleted(1), deleted(2), deleted(3)));
  expect(found(said)).toEqual(['0 one', '1 one', '2 one', '2 both 0,1,2']);
});

test('correlations go by the time of the events, in whichever order they stand', async () => {
  const apart = [deleted(1), deleted(9), deleted(18)];
  expect(found(await scanned('many.yml', lines(...apart)))).toEqual([]);
  const close = [deleted(9), deleted(50), deleted(1), deleted(5)];
  expect(found(await scanned('many.yml', lines(...close)))).toEqual(['0 many 0,2,3']);
});

test('correlations reach over the pieces in which the records come', async () => {
  const records = [deleted(9), deleted(1), deleted(5), deleted(30)];
  const pieces = async function* () {
    for (const record of records) yield Buffer.from(`${lines(record)}\n`);
  };
  const said = await scanned('many.yml', pieces());
  expect(said.out.map((text): unknown => JSON.parse(text))).toEqual([
    expect.objectContaining({ correlation: true, lines: [0, 1, 2] }),
  ]);
});

test('a record that is given twice counts once, unless it is taken as it is', async () => {
  const stdin = lines(deleted(1), deleted(2), deleted(2), deleted(1));
  expect(found(await scanned('many.yml', stdin))).toEqual([]);
  expect(found(await scanned('many.yml', stdin, ['--ignore-logsource']))).toHaveLength(1);
});

test('records of other logs have their time under other names', async () => {
  const at = (minute: number, field: string) => ({
    EventID: 4625,
    userIdentity: { userName: 'x' },
    [field]: new Date(Date.UTC(2026, 10, 21, 7, minute)).toISOString(),
  });
  for (const field of ['@timestamp', 'UtcTime', 'ts']) {
    const of = async (...minutes: readonly number[]) =>
      found(
        await scanned('logons.yml', lines(...minutes.map((minute) => at(minute, field))), [
          '--ignore-logsource',
        ]),
      );
    expect(await of(1, 9, 18)).toEqual([]);
    expect(await of(1, 9, 11)).toEqual(['2 logons 0,1,2']);
  }
});

test.each([
  [[], /--events/],
  [['--rules', 'pack'], /which records/],
  [['--events', '-'], /rules/],
  [['--rules', 'pack', '--events', '-', '--from', '7d'], /--from contra/],
  [['--rules', 'pack', '--from', 'yesterday'], /7d/],
  [['--rules', 'pack', '--from', '1d', '--to', '2d'], /--to/],
  [['--rules', 'pack', '--from', '1d', '--ignore-logsource'], /ActionTrail/],
  [['--rules', 'pack', '--events', '-', '--report', '--matches'], /contra/],
  [['--rules', 'pack', '--events', 'pack'], /\.ndjson/],
  [['--rules', 'nowhere', '--events', '-'], /nowhere: cannot be read in .*trailbell-/],
  [['--rules', 'pack', '--events', '-', '--logsource', 'windows'], /product=/],
  [['--rules', 'pack', '--events', '-', '--logsource', 'product='], /product=/],
  [['--rules', 'pack', '--events', '-', '--logsource', 'vendor=x'], /vendor=x/],
  [
    ['--rules', 'pack', '--events', '-', '--logsource', 'product=x', '--ignore-logsource'],
    /contra/,
  ],
  [['--rules', 'pack', '--event', '-'], /--events\?[^]*--help/],
])('%j is refused with a hint', async (words, hint) => {
  const said = await scan(words);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toMatch(hint);
});

test('what is UTF-16 is said to be, and how it becomes text', async () => {
  const bytes = Buffer.from(`\uFEFF${lines(deletion())}`, 'utf16le');
  await writeFile(join(directory, 'wrapped'), bytes);
  for (const events of ['wrapped', '-']) {
    const said = await scan(['--rules', 'pack', '--events', events], { stdin: bytes });
    expect(said).toMatchObject({ code: 2, out: [] });
    expect(said.err.join('\n')).toContain('UTF-16');
    expect(said.err.join('\n')).toMatch(/iconv/);
  }
});

test.each([
  ['lines that are gzipped', 'lines', gzipSync(`${lines({ eventName: 'GetVpc' }, deletion())}\n`)],
  ['a JSON list', 'records', JSON.stringify([{ eventName: 'GetVpc' }, deletion()])],
  [
    'a JSON list that is gzipped',
    'records',
    gzipSync(JSON.stringify([{ eventName: 'GetVpc' }, deletion()])),
  ],
  [
    'a list over many lines',
    'records',
    JSON.stringify([{ eventName: 'GetVpc' }, deletion()], null, 2),
  ],
  [
    'a byte order mark before a list',
    'records',
    `\uFEFF [{"eventName": "GetVpc"}, ${lines(deletion())}]\n`,
  ],
  [
    'records over many lines',
    'records',
    `${JSON.stringify({ eventName: 'GetVpc' }, null, 2)}\n${JSON.stringify(deletion(), null, 4)}\n`,
  ],
  [
    'logs as the console of Log Service saves them',
    'lines',
    lines({ eventName: 'GetVpc' }, { __topic__: 'x', event: JSON.stringify(deletion()) }),
  ],
])('records are found in %s, and counted as %s', async (_, counted, stdin) => {
  const said = await scanned('pack', stdin);
  expect(said.err).toEqual([`2 ${counted}, 0 malformed · 2 rules · 1 match`]);
  expect(found(said)).toEqual(['1 deleted']);
});

test('records are found in an answer of LookupEvents', async () => {
  const answer = { NextToken: 'x', Events: [{ eventName: 'GetVpc' }, deletion()] };
  for (const stdin of [lines(answer), JSON.stringify(answer, null, 2)]) {
    expect(found(await scanned('pack', stdin))).toEqual(['0 deleted']);
  }
});

test('of a list only what is no record is malformed, and its end may be missing', async () => {
  const said = await scanned(
    'pack',
    `[null, ${lines(deletion())}, {"a": [}]}, 5, {"eventName": "De`,
  );
  expect(found(said)).toEqual(['1 deleted']);
  expect(said.err[0]).toMatch(/^record 0 holds no record/);
  expect(said.err.at(-1)).toMatch(/^4 records, 3 malformed/);
});

test('a folder of files from OSS is read in order of name, and lines count on', async () => {
  const put = async (file: string, content: string | Uint8Array) => {
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), content);
  };
  await put('oss/2026/11/20/b.gz', gzipSync(JSON.stringify([deletion(), { eventName: 'GetVpc' }])));
  await put('oss/2026/11/21/a.json', JSON.stringify([{ eventName: 'GetVpc' }, deletion()]));
  await put('oss/README.md', 'no records');
  const said = await scan(['--rules', 'pack', '--events', 'oss']);
  expect(said.out.map((line) => JSON.parse(line))).toMatchObject([
    { line: 0, file: 'oss/2026/11/20/b.gz', rule: 'deleted' },
    { line: 3, file: 'oss/2026/11/21/a.json', rule: 'deleted' },
  ]);
});

test('a file that is damaged costs its neighbours nothing', async () => {
  await mkdir(join(directory, 'torn'), { recursive: true });
  const whole = gzipSync(JSON.stringify([deletion()]));
  await writeFile(join(directory, 'torn/a.gz'), whole.subarray(0, 40));
  await writeFile(join(directory, 'torn/b.gz'), whole);
  const said = await scan(['--rules', 'pack', '--events', 'torn']);
  expect(said.code).toBe(1);
  expect(said.err[0]).toMatch(/torn\/a\.gz .*damaged/);
  expect(said.out.map((line) => JSON.parse(line).file)).toEqual(['torn/b.gz']);
});

test('a file that is not there is no misuse, and makes no report', async () => {
  const said = await scan(['--rules', 'pack', '--events', 'no-such.ndjson', '--report']);
  expect(said).toMatchObject({ code: 1, out: [] });
  expect(said.err).toEqual([expect.stringMatching(/no-such\.ndjson.*ENOENT/)]);
});

/** So many deletions, as lines that do not compress to nothing. */
const manyDeleted = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    deleted(at % 60, {
      eventId: `event-${at}`,
      requestId: createHash('sha256').update(`${at}`).digest('hex'),
    }),
  );

test('a file that breaks off late keeps its report, its matches and its correlations', async () => {
  const whole = gzipSync(`${lines(...manyDeleted(400))}\n`);
  await writeFile(join(directory, 'cut.gz'), whole.subarray(0, whole.length - 2_000));
  const words = ['--rules', 'both.yml', '--events', 'cut.gz'];
  const report = await scan([...words, '--report', '--json']);
  expect(report.code).toBe(1);
  const { isComplete, rules } = JSON.parse(report.out.join(''));
  expect(isComplete).toBe(false);
  expect(rules).toMatchObject([{ id: 'one' }, { id: 'both' }]);
  expect(rules[0].matches).toBeGreaterThan(100);
  expect(report.err[0]).toMatch(/cut\.gz .*damaged .* first \d+ lines is missing/);
  expect(report.err.at(-1)).toMatch(/^incomplete · \d+ lines, /);
  expect(report.err.join('\n')).not.toMatch(/--help/);
  const matches = await scan(words);
  expect(matches.code).toBe(1);
  expect(matches.out.some((line) => line.includes('"correlation":true'))).toBe(true);
});

test('standard input that breaks off keeps what was found', async () => {
  const broken = async function* () {
    yield Buffer.from(`${lines(deleted(1), deleted(2))}\n`);
    throw Object.assign(new Error('read EIO'), { code: 'EIO' });
  };
  const said = await scanned('pack', broken(), ['--report', '--json']);
  expect(said.code).toBe(1);
  expect(JSON.parse(said.out.join(''))).toMatchObject({ rules: [{ id: 'deleted', matches: 2 }] });
  expect(said.err[0]).toMatch(/standard input broke off \(EIO\)/);
});

test('an event that stands in several files counts once in the report', async () => {
  await mkdir(join(directory, 'twice'), { recursive: true });
  const text = lines(deleted(1), deleted(2), deleted(3));
  for (const file of ['a.ndjson', 'b.ndjson', 'c.ndjson']) {
    await writeFile(join(directory, 'twice', file), text);
  }
  const words = ['--rules', 'both.yml', '--events', 'twice'];
  const said = await scan([...words, '--report', '--json']);
  expect(JSON.parse(said.out.join(''))).toMatchObject({
    rules: [
      { id: 'one', matches: 3, messages: 3 },
      { id: 'both', matches: 1, messages: 1 },
    ],
    actors: [{ matches: 3, messages: 3 }],
  });
  expect(said.err.at(-1)).toMatch(/^9 lines, .* 4 matches$/);
  expect((await scan(words)).out).toHaveLength(10);
});

test('a correlation of calls that succeeded repeats none of calls that were denied', async () => {
  const spree = (minute: number, changes = {}) =>
    [0, 1, 2].map((at) => deleted(minute + at, changes));
  const denied = { errorCode: 'NoPermission' };
  const rings = async (...records: readonly unknown[]) => {
    const said = await scanned('many.yml', lines(...records), ['--report', '--json']);
    const [{ messages, withInterval }] = JSON.parse(said.out.join('')).rules;
    return [messages, withInterval];
  };
  expect(await rings(...spree(0, denied), ...spree(30))).toEqual([2, 2]);
  expect(await rings(...spree(0, denied), ...spree(30, denied))).toEqual([2, 1]);
});

test('whoever interrupts a stream that never ends gets what was found', async () => {
  const interrupt = new AbortController();
  const endless = async function* () {
    yield Buffer.from(`${lines(deletion())}\n{"half`);
    interrupt.abort();
    await new Promise(() => {});
  };
  const words = ['--rules', 'pack', '--events', '-'];
  const said = await scan(words, { stdin: endless(), interrupted: interrupt.signal });
  expect(said.code).toBe(130);
  expect(found(said)).toEqual(['0 deleted']);
  expect(said.err).toEqual(['interrupted · 1 line, 0 malformed · 2 rules · 1 match']);
});

test('progress is shown where the terminal has it, and is away when something else is said', async () => {
  await writeFile(
    join(directory, 'long.ndjson'),
    `${lines(deletion(), 'x'.repeat(1_100_000), deletion(), 'x')}\n`,
  );
  const shown: (string | undefined)[] = [];
  const said = await scan(['--rules', 'pack', '--events', 'long.ndjson'], {
    progress: (line) => shown.push(line),
    onOut: () => expect(shown.at(-1)).toBe(undefined),
  });
  expect(said.out).toHaveLength(2);
  const steps = shown.filter((line) => line !== undefined);
  expect(steps).toHaveLength(2);
  expect(steps[0]).toMatch(/^█+░* +\d+ % {2}1 line, 1 match$/);
  expect(steps[1]).toMatch(/^█+ 100 % {2}4 lines, 2 matches$/);
  expect(shown.at(-1)).toBe(undefined);
  for (const step of steps) expect(step.length).toBeLessThan(80);
});

test('of standard input nobody knows the size: progress counts', async () => {
  const shown: (string | undefined)[] = [];
  await scan(['--rules', 'pack', '--events', '-'], {
    stdin: lines(deletion()),
    progress: (line) => shown.push(line),
  });
  expect(shown).toEqual(['1 line, 1 match', undefined]);
});

test('rules cannot drive the terminal', async () => {
  await writeFile(join(directory, 'evil.yml'), rule('evil', '{"a\\e[2J|endwith": x}'));
  const said = await scanned('evil.yml');
  expect(said.code).toBe(1);
  expect(said.err.join('')).not.toMatch(/\p{Cc}/u);
});

test('the report says how often each rule would have rung, and what a repeat interval would save', async () => {
  const by = (userName: string, minutes: readonly number[]) =>
    minutes.map((minute) =>
      deleted(minute, {
        eventId: `${userName}-${minute}`,
        userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName },
      }),
    );
  // Three calls of alice within a minute are told together; those after it are repeats.
  const same = ['x', 'y'].map((id) => deleted(0, { ...by('alice', [0])[0], eventId: id }));
  const stdin = lines(...by('alice', [0, 5, 90]), ...same, ...by('bob', [7]));
  const words = ['--rules', 'pack', '--events', '-', '--report'];
  const said = await scan([...words, '--json'], { stdin });
  expect(JSON.parse(said.out.join('\n'))).toMatchObject({
    days: 1,
    rules: [
      { id: 'deleted', level: 'high', matches: 6, messages: 4, busiestDay: 4, withInterval: 3 },
    ],
    actors: [
      { name: 'alice', messages: 3, matches: 5, rules: ['deleted happened'] },
      { name: 'bob', messages: 1, matches: 1 },
    ],
    repeats: [
      { intervalMs: 0, messages: 4 },
      { intervalMs: 600_000, messages: 3 },
      { intervalMs: 3_600_000, messages: 3 },
      { intervalMs: 14_400_000, messages: 2 },
      { intervalMs: 86_400_000, messages: 2 },
    ],
    newEvents: [],
  });
  const text = await scan(words, { stdin });
  expect(text.out.join('\n')).toContain('deleted happened');
  for (const line of text.out) expect(line.length).toBeLessThanOrEqual(100);
});

test('the report names events of known services that the catalogue lacks', async () => {
  const stdin = lines(
    { eventName: 'DeleteEverything', serviceName: 'ecd' },
    { eventName: 'DeleteDesktops', serviceName: 'ecd' },
    { eventName: 'DeleteEverything', serviceName: 'UnheardOf' },
  );
  const said = await scan(['--rules', 'pack', '--events', '-', '--report', '--json'], { stdin });
  expect(JSON.parse(said.out.join('\n'))).toMatchObject({ newEvents: ['ECD.DeleteEverything'] });
});

test('the report counts apart what rings nobody by trailbell.yml', async () => {
  const here = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await mkdir(join(here, 'rules'));
  await writeFile(
    join(here, 'rules/two.yml'),
    `${files['pack/deleted.yml']}---\n${files['pack/created.yml']}`,
  );
  await writeFile(
    join(here, 'trailbell.yml'),
    `source: { endpoint: cn-hangzhou.log.aliyuncs.com, project: example, logstore: '\${LOG_LOGSTORE}' }
channels: { slack: { type: slack, webhook: '\${SLACK_WEBHOOK}' } }
route: { min_level: medium }
rules: { created: { level: low } }
`,
  );
  const stdin = lines(
    deleted(1),
    deleted(2, { eventName: 'CreateVpc' }),
    deleted(3, { eventName: 'CreateVpc' }),
  );
  const report = ['--events', '-', '--report'];
  const said = await scan([...report, '--json'], { stdin, directory: here });
  expect(JSON.parse(said.out.join(''))).toMatchObject({
    rules: [
      { id: 'deleted', matches: 1, muted: 0, messages: 1 },
      { id: 'created', matches: 2, muted: 2, messages: 0 },
    ],
    actors: [{ matches: 1, messages: 1 }],
  });
  const text = await scan(report, { stdin, directory: here });
  expect(text.out.slice(0, 2).join('\n')).toMatch(
    /^1 rule of 2 .*\n2 matches of 1 rule ring nobody/,
  );
  await rm(here, { recursive: true });
});
