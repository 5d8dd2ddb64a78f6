import { parseRules } from '../src/sigma/parse/parse-rules.ts';
import type { Rule } from '../src/sigma/rule.ts';

/** The rules of many files. Throws where one is not valid: a rule left out would make us look fast. */
export function parseAll(texts: readonly string[]): readonly Rule[] {
  return texts.flatMap((text, at) => {
    const { rules, problems } = parseRules(text, `rules/bench_${at}.yml`);
    if (problems[0]) throw new Error(`rule ${at}: ${problems[0].message}\n${text}`);
    return rules;
  });
}
