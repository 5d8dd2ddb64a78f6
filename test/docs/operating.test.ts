import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { sayNotice } from '../../src/alerts/say-notice.ts';
import { plainText } from '../../src/cli/output/plain-text.ts';
import { duration } from '../../src/config/duration.ts';
import { MOST_SILENCES } from '../../src/ledger/responses.ts';
import { openWatch } from '../../src/open-watch.ts';
import { COMMENT_CHARACTERS, NAME_CHARACTERS } from '../../src/web/tidy-entry.ts';
import { linkFewRules } from '../support/few-rules.ts';
import { cli } from '../support/terminal.ts';
import { HISTORY, LETTERS, startWorld } from '../support/world.ts';
import { blocks, table } from './pages.ts';

const operating = readFileSync('docs/operating.md', 'utf8');
const answering = readFileSync('docs/answering.md', 'utf8');

test("the doctor's example is what it says where no record came in", async () => {
  const world = await startWorld();
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await linkFewRules(directory);
  const stores = { dead_letters: { logstore: LETTERS }, history: { logstore: HISTORY } };
  await writeFile(join(directory, 'trailbell.yml'), stringify({ ...world.config, ...stores }));
  const { out } = await cli(['doctor', '--no-channels'], {
    env: {
      ...world.env,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'test-key',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test-secret',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'test-token',
    },
    directory,
    interrupted: new AbortController().signal,
  });
  await world.close();
  await rm(directory, { recursive: true });
  expect(blocks(operating, 'text doctor')).toEqual([`${out.join('\n')}\n`]);
});

test('the messages of the watch, and after how long they come, are those on the page', () => {
  const since = Date.UTC(2026, 10, 21);
  const notices = [
    { kind: 'no-records', since, calledAt: undefined },
    { kind: 'shard-stands-still', shard: 3, since, reason: undefined },
    { kind: 'channel-failing', channel: 'dingtalk', since, reason: undefined },
  ] as const;
  const watch = openWatch({ heartbeat: '' }, { isShared: true });
  const rows = table(operating, 'watch');
  expect(rows.map(([, after = '']) => duration.parse(after))).toEqual([
    watch?.limits.noRecordsMs,
    watch?.limits.shardFailsMs,
    watch?.limits.channelFailsMs,
  ]);
  for (const [at, notice] of notices.entries()) {
    const { title } = sayNotice(notice, '', {
      locale: 'en',
      timezone: 'Asia/Shanghai',
      accounts: {},
    });
    expect(plainText(title)).toMatch(
      new RegExp(`· ${(rows[at]?.[0] ?? '').replace('…', '\\w+')}$`),
    );
  }
});

test('the limits on the page about answers are those of the pages', () => {
  const limits = new Map(
    table(answering, 'limits').map(([what = '', limit = '']) => [what, limit]),
  );
  expect(limits.get('a name, a reason')).toContain(`${NAME_CHARACTERS} and ${COMMENT_CHARACTERS} `);
  const [silences = ''] = [...limits].find(([what]) => what.startsWith('silences')) ?? [];
  expect(limits.get(silences)).toContain(`${MOST_SILENCES};`);
});

test.each(['README.md', 'docs/deploy.md', 'docs/operating.md', 'docs/answering.md'])(
  'the commands that %s names exist',
  async (file) => {
    const page = readFileSync(file, 'utf8');
    const named = [...page.matchAll(/\btrailbell((?: [a-z][a-z-]*)+)/g)];
    const known = await commandNames();
    for (const [, words = ''] of named.filter(([all]) => isCommand(page, all))) {
      const name = known.find((each) => `${words} `.startsWith(` ${each} `));
      expect(name, `trailbell${words}`).toBeDefined();
    }
  },
);

/** Not of a sentence that speaks of trailbell: commands stand in code. */
function isCommand(page: string, text: string): boolean {
  return page.includes(`npx ${text}`) || page.includes(`\`${text}`);
}

async function commandNames(): Promise<readonly string[]> {
  const { out } = await cli(['--help']);
  return out.flatMap((line) => /^ {2}([a-z]+(?: [a-z]+)?) {2,}/.exec(line)?.[1] ?? []);
}

test.each(['docs/operating.md', 'docs/answering.md', 'docs/deploy.md'])(
  'every file and every section that %s links to is there',
  (file) => {
    const page = readFileSync(file, 'utf8');
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(3);
    for (const [, target = '', section] of links) {
      const linked = target === '' ? file : join('docs', target);
      expect(existsSync(linked), target).toBe(true);
      if (section === undefined) continue;
      const headings = [...readFileSync(linked, 'utf8').matchAll(/^##+ (.+)$/gm)];
      const anchors = headings.map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(anchors, `${target}#${section}`).toContain(section);
    }
  },
);
