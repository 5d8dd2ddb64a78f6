import type { Heading } from '../../sigma/rule.ts';
import { packOf } from '../pack-of.ts';
import { testsWith } from '../rule-tests/tests-with.ts';
import { type Finding, finding } from './finding.ts';
import { isMisspelt } from './keys.ts';
import { type Linted, namedHeadings } from './linted.ts';

/** What a rule lacks for those who write it, and for those whom it tells. */
export function* lintWords(linted: Linted): Iterable<Finding> {
  const inChinese = packsInChinese(linted);
  for (const rule of namedHeadings(linted)) {
    yield* tests(rule, linted);
    // What never rings tells nobody.
    if (!linted.ringsAlone(rule)) continue;
    const title = () => linted.placesOf(rule).value(['title']);
    if (rule.custom['runbook'] === undefined && !isMisspelt(rule, 'runbook')) {
      const message = "no 'runbook': say what to do about it, and the message will too";
      yield finding('missing-runbook', message, title());
    }
    if (rule.custom['zh'] === undefined && inChinese.has(packOf(rule))) {
      const message = `no 'zh', which other rules of the pack ${packOf(rule)} have: in Chinese messages it would speak English`;
      yield finding('missing-zh', message, title());
    }
  }
}

function* tests(rule: Heading, { placesOf }: Linted): Iterable<Finding> {
  const written: readonly unknown[] = Array.isArray(rule.tests) ? rule.tests : [];
  // What is no list has the wrong shape, which is said elsewhere.
  if (rule.tests !== undefined && written.length === 0 && !Array.isArray(rule.tests)) return;
  const has = (match: boolean) => testsWith(rule, match).length > 0;
  if (written.length === 0 && isMisspelt(rule, 'tests')) return;
  if (written.length === 0) {
    const message = "no 'tests': nothing shows that it matches what it should, and nothing else";
    yield finding('missing-tests', message, placesOf(rule).value(['title']));
  } else if (has(true) && !has(false)) {
    const message = 'no test with match: false: what nearly matches shows that it asks for enough';
    yield finding('only-matches', message, placesOf(rule).key(['tests']));
  } else if (has(false) && !has(true)) {
    const message = 'no test with match: true: these would pass if it never matched';
    yield finding('only-misses', message, placesOf(rule).key(['tests']));
  }
}

/** The folders of which at least half of the rules speak Chinese. */
function packsInChinese({ rules, correlations }: Linted): ReadonlySet<string> {
  const packs = new Map<string, { all: number; chinese: number }>();
  for (const rule of [...rules, ...correlations]) {
    const pack = packs.get(packOf(rule)) ?? { all: 0, chinese: 0 };
    pack.all += 1;
    if (rule.custom['zh'] !== undefined) pack.chinese += 1;
    packs.set(packOf(rule), pack);
  }
  return new Set(
    [...packs].flatMap(([name, { all, chinese }]) => (chinese * 2 >= all ? [name] : [])),
  );
}
