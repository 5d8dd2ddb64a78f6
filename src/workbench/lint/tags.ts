import { didYouMean } from '../../sigma/did-you-mean.ts';
import type { Heading } from '../../sigma/rule.ts';
import {
  ATTACK_VERSION,
  knownTactic,
  successorOf,
  tacticOf,
  tactics,
  techniqueId,
  techniqueOf,
} from '../attack/attack.ts';
import { type Finding, finding } from './finding.ts';
import { type Linted, namedHeadings } from './linted.ts';

/** Tactics that ATT&CK had before, and what it has in their place. */
const replaced: ReadonlyMap<string, string> = new Map([
  ['defense-evasion', 'attack.stealth or attack.defense-impairment'],
  ['defence-evasion', 'attack.stealth or attack.defense-impairment'],
]);

/** Tags of the namespace `attack`. A technique that is not known here may be one all the same. */
export function* lintTags(linted: Linted): Iterable<Finding> {
  for (const rule of namedHeadings(linted)) {
    for (const [at, tag] of rule.tags.entries()) {
      const trouble = troubleWith(tag) ?? troubleWithTactics(tag, rule);
      if (trouble === undefined) continue;
      yield finding(trouble.code, trouble.message, linted.placesOf(rule).value(['tags', at]));
    }
  }
}

interface Trouble {
  readonly code: 'unknown-tag' | 'replaced-tag' | 'missing-tactic';
  readonly message: string;
}

function troubleWith(tag: string): Trouble | undefined {
  const [, namespace = '', name = ''] = /^([^.]*)\.(.*)$/s.exec(tag) ?? [];
  if (namespace.toLowerCase() !== 'attack') return undefined;
  const plain = name.toLowerCase().replaceAll('_', '-');
  const instead = replaced.get(plain);
  if (instead !== undefined) {
    const message = `ATT&CK ${ATTACK_VERSION} has no tactic '${plain}': ${instead}`;
    return { code: 'replaced-tag', message };
  }
  const successor = successorOf(tag);
  if (successor !== undefined) {
    const message = `ATT&CK ${ATTACK_VERSION} has ${successor} in place of it: attack.${successor.toLowerCase()}`;
    return { code: 'replaced-tag', message };
  }
  const isId = techniqueId(tag) !== undefined || /^[gs]\d{4}$/.test(plain);
  if (`attack.${plain}` !== tag && (isId || knownTactic(`attack.${plain}`))) {
    return { code: 'unknown-tag', message: `it is written 'attack.${plain}'` };
  }
  if (isId || knownTactic(tag)) return undefined;
  const names = tactics.map((tactic) => tactic.tag);
  // How near a name is goes by the name alone, and what is to be written is the whole tag.
  const hint = didYouMean(plain, names).replace("'", "'attack.");
  const shape = /^t\d/.test(plain) ? ', which has the form t1234 or t1234.001' : '';
  const message = `no tactic or technique of ATT&CK ${ATTACK_VERSION}${shape || hint}`;
  return { code: 'unknown-tag', message };
}

/** A technique belongs to tactics, one of which the rule's tags name. */
function troubleWithTactics(tag: string, { tags }: Heading): Trouble | undefined {
  const technique = techniqueOf(tag);
  if (technique === undefined) return undefined;
  const named = tags.flatMap((each) => tacticOf(each)?.tag ?? []);
  if (technique.tactics.some((tactic) => named.includes(tactic))) return undefined;
  const choice = technique.tactics.map((tactic) => `attack.${tactic}`).join(' or ');
  return {
    code: 'missing-tactic',
    message: `${technique.id} serves a tactic that is not named: ${choice}`,
  };
}
