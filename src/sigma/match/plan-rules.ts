import { type RawClues, rawCluesOf, type RawView } from '../raw/raw-clues.ts';
import type { Rule, RuleHead } from '../rule.ts';
import { chooseClues, type Clue, cluesIn, type Need, needOf } from './needs.ts';

/** Some clues of one field. */
export interface FieldClues {
  /** Undefined for any value of the event. */
  readonly field: string | undefined;
  /** Texts that a value is as a whole, folded. */
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** Texts that are part of a value, folded. */
  readonly parts: readonly string[];
}

/**
 * A rule, ready to be matched. Plain data, as the rule is: a build ships it, so that a start has nothing
 * to work out.
 */
export interface PlannedRule {
  readonly rule: RuleHead;
  /** As JSON: of thousands of rules, a start that few events are named by has to parse but a few. */
  readonly detection: string;
  /** Of which an event has to show one for the rule to match it; undefined where any event might. */
  readonly clues: readonly FieldClues[] | undefined;
  /**
   * What the event's text has to hold before it is parsed, where the clues do not say it already: whole
   * texts under the key of the view do. Undefined otherwise, and where it may hold anything.
   */
  readonly raw: RawClues | undefined;
}

/** A part of a text is dearer than a whole one, the shorter it is: it may be in anything. */
const PART_COST = 64;
const SHORTNESS_COST = 512;

/**
 * Chooses for each rule the clues that the fewest other rules need, which are likely the ones that
 * the fewest events show: its event name rather than its service. Throws for a rule that `parseRules`
 * would have refused, as JSON written by an older build may be. With a `view`, events can be told from
 * their text alone.
 */
export function planRules(rules: readonly Rule[], view?: RawView): readonly PlannedRule[] {
  const needs = rules.map(readNeed);
  const sharing = new Map<string, number>();
  for (const need of needs) {
    for (const key of clueKeys(need)) sharing.set(key, (sharing.get(key) ?? 0) + 1);
  }
  const costOf = (clue: Clue): number => {
    const cost = sharing.get(clueKey(clue)) ?? 0;
    return clue.kind === 'part' ? cost + PART_COST + SHORTNESS_COST / clue.text.length : cost;
  };
  return rules.map((rule, place) => {
    const need = needs[place];
    const choice = need && chooseClues(need, costOf);
    const clues = choice && byField(choice.clues);
    const keyed = view && cluesUnder(view.key, clues);
    const saysAll = keyed !== undefined && keyed.parts.length === 0;
    return {
      rule,
      detection: JSON.stringify(rule.detection),
      clues,
      raw: need && view && !saysAll ? rawCluesOf(need, view) : undefined,
    };
  });
}

/** The clues, where all of them are texts under one field. */
export function cluesUnder(
  key: string,
  clues: readonly FieldClues[] | undefined,
): FieldClues | undefined {
  const [only, ...others] = clues ?? [];
  if (only === undefined || others.length > 0) return undefined;
  return only.field === key && only.numbers.length === 0 ? only : undefined;
}

function readNeed(rule: Rule): Need {
  try {
    return needOf(rule.detection);
  } catch (cause) {
    throw new Error(`${rule.file}: '${rule.title}' does not compile`, { cause });
  }
}

function clueKeys(need: Need): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const clue of cluesIn(need)) keys.add(clueKey(clue));
  return keys;
}

function clueKey(clue: Clue): string {
  return `${clue.field ?? ''}\n${clue.kind}\n${clue.kind === 'number' ? clue.value : clue.text}`;
}

function byField(clues: readonly Clue[]): readonly FieldClues[] {
  return [...new Set(clues.map(({ field }) => field))].map((field) => {
    const texts = new Set<string>();
    const numbers = new Set<number>();
    const parts = new Set<string>();
    for (const clue of clues) {
      if (clue.field !== field) continue;
      if (clue.kind === 'number') numbers.add(clue.value);
      else (clue.kind === 'part' ? parts : texts).add(clue.text);
    }
    return { field, texts: [...texts], numbers: [...numbers], parts: [...parts] };
  });
}
