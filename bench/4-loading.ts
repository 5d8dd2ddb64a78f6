import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { compileRules } from '../src/sigma/match/compile-rules.ts';
import { bundled } from './bundled.ts';
import { writes } from './calls.ts';
import type { Finding } from './finding.ts';
import { measureInTurn, median, medianRatio } from './measure.ts';
import { encodePages } from './pages.ts';
import { parseAll } from './parse-all.ts';
import { precompile } from './precompiled.ts';
import type { Progress } from './progress.ts';
import { seeded } from './random.ts';
import { recordText } from './records.ts';
import { ruleTexts } from './rule-texts.ts';

const RULES = 3_000;
const ROUNDS = 5;
const PROCESSES = 7;

const run = promisify(execFile);

export async function fromYaml(progress: Progress): Promise<Finding> {
  progress('making rules');
  const texts = ruleTexts(seeded(5), RULES, writes);
  const [ours, yaml] = await measureInTurn(
    [() => compileRules(parseAll(texts)), () => texts.map((text) => parse(text))],
    ROUNDS,
    progress,
  );
  return {
    target: '4a',
    what: '3,000 rules, parse and compile: time against the YAML parser alone',
    measured: medianRatio(ours, yaml),
    unit: '×',
    bound: 'at most',
    limit: 2,
    details: [
      `${Math.round(median(ours))} ms to parse and compile, ${Math.round(median(yaml))} ms for yaml.parse`,
      `rule files of ${Math.round(texts.join('').length / RULES)} characters on average`,
    ],
  };
}

/**
 * In a process of its own for each time, since a cold start is what it is about: nothing is warm.
 * A first record is matched too, so that nothing can be put off until then and not be counted.
 */
export async function precompiled(progress: Progress): Promise<Finding> {
  progress('making rules');
  const text = precompile(parseAll(ruleTexts(seeded(5), RULES, writes)));
  const folder = mkdtempSync(join(tmpdir(), 'trailbell-bench-'));
  try {
    const random = seeded(6);
    const [page] = encodePages(writes.slice(0, 1).map((call) => recordText(random, call)));
    const files = { rules: join(folder, 'rules.json'), page: join(folder, 'page') };
    writeFileSync(files.rules, text);
    writeFileSync(files.page, page?.bytes ?? '');
    const times: number[] = [];
    for (let at = 1; at <= PROCESSES; at++) {
      progress(`process ${at} of ${PROCESSES}`);
      const { stdout } = await run(process.execPath, [
        bundled('load-process'),
        files.rules,
        files.page,
      ]);
      times.push(Number(stdout));
    }
    return {
      target: '4b',
      what: '3,000 rules, precompiled: until a first record is matched, cold',
      measured: median(times),
      unit: 'ms',
      bound: 'at most',
      limit: 50,
      details: [
        `${Math.round(text.length / 1024)} KB of precompiled rules, ${PROCESSES} fresh processes, from ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
