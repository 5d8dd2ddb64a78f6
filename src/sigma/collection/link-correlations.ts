import type { CorrelationRule } from '../correlation-rule.ts';
import type { ParsedCorrelation } from '../parse/parse-correlation.ts';
import type { Problem } from '../problem.ts';
import type { Reference } from '../reference.ts';
import type { FindRule } from './find-rules.ts';

export interface LinkedCorrelations {
  readonly correlations: readonly CorrelationRule[];
  readonly problems: readonly Problem[];
}

/** A correlation rule and the references in it that lead to others of its kind. */
interface Link {
  readonly rule: CorrelationRule;
  readonly broken: boolean;
  readonly others: readonly { readonly reference: Reference; readonly rule: CorrelationRule }[];
}

/**
 * Checks what correlation rules refer to, across files. One that refers to no rule, to itself by way
 * of others, or to one that is left out, is left out too, and each such reference is a problem.
 */
export function linkCorrelations(
  parsed: readonly ParsedCorrelation[],
  find: FindRule,
): LinkedCorrelations {
  const problems: Problem[] = [];
  const links = parsed.map((each) => follow(each, find, problems));
  const sound = findSound(links);
  const byRule = new Map(links.map((link) => [link.rule, link]));
  for (const { rule, others } of links) {
    if (sound.has(rule)) continue;
    for (const { reference, rule: other } of others) {
      if (sound.has(other)) continue;
      const circle = leadsTo(other, rule, byRule);
      const code = circle ? 'cyclic-reference' : 'refused-reference';
      const message = circle
        ? `'${reference.name}' leads back to this correlation rule`
        : `the correlation rule '${reference.name}' is left out: mend what it refers to first`;
      problems.push({ code, message, ...reference.place });
    }
  }
  return {
    correlations: parsed.map(({ rule }) => rule).filter((rule) => sound.has(rule)),
    problems,
  };
}

function follow(
  { rule, references }: ParsedCorrelation,
  find: FindRule,
  problems: Problem[],
): Link {
  const before = problems.length;
  const others: { reference: Reference; rule: CorrelationRule }[] = [];
  const seen = new Set<unknown>();
  for (const reference of references) {
    const found = find(reference);
    if (found.kind === 'problem') {
      problems.push(found.problem);
      continue;
    }
    if (seen.has(found.rule)) {
      const message = `'${reference.name}' is a rule that stands here already by another name`;
      problems.push({ code: 'repeated-reference', message, ...reference.place });
    } else if (found.kind === 'correlation') others.push({ reference, rule: found.rule });
    seen.add(found.rule);
  }
  return { rule, broken: problems.length > before, others };
}

/** Those from which every path ends at detection rules: it begins there and works its way up. */
function findSound(links: readonly Link[]): ReadonlySet<CorrelationRule> {
  const sound = new Set<CorrelationRule>();
  const open = new Map(links.map((link) => [link, link.others.length]));
  const referrers = new Map<CorrelationRule, Link[]>(links.map(({ rule }) => [rule, []]));
  for (const link of links) {
    for (const { rule } of link.others) referrers.get(rule)?.push(link);
  }
  const ready = links.filter(({ broken, others }) => !broken && others.length === 0);
  for (const { rule } of ready) {
    sound.add(rule);
    for (const referrer of referrers.get(rule) ?? []) {
      const left = (open.get(referrer) ?? 0) - 1;
      open.set(referrer, left);
      if (left === 0 && !referrer.broken) ready.push(referrer);
    }
  }
  return sound;
}

function leadsTo(
  from: CorrelationRule,
  goal: CorrelationRule,
  links: ReadonlyMap<CorrelationRule, Link>,
): boolean {
  const reached = new Set([from]);
  for (const rule of reached) {
    if (rule === goal) return true;
    for (const other of links.get(rule)?.others ?? []) reached.add(other.rule);
  }
  return false;
}
