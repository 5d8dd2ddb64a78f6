import attack from './attack.json' with { type: 'json' };

/** A tactic of MITRE ATT&CK Enterprise. */
export interface Tactic {
  /** TA0040 */
  readonly id: string;
  /** As rules and Navigator layers write it: `initial-access`. */
  readonly tag: string;
  readonly name: string;
}

export interface Technique {
  /** T1485.001 */
  readonly id: string;
  readonly name: string;
  /** The tags of its tactics. */
  readonly tactics: readonly string[];
}

/** The version of ATT&CK that the tables are of (https://attack.mitre.org, April 2026). */
export const ATTACK_VERSION = attack.version;

/** In the order of the matrix. */
export const tactics: readonly Tactic[] = attack.tactics;

/** Those that can be seen in what is done to a cloud: infrastructure, identities and services. */
export const techniques: readonly Technique[] = attack.techniques;

const tacticsByTag = new Map(tactics.map((tactic) => [tactic.tag, tactic]));
const techniquesById = new Map(techniques.map((technique) => [technique.id, technique]));
const revoked = new Map(Object.entries(attack.revoked));

/** A tag of Sigma's namespace for ATT&CK, without the namespace; undefined for other tags. */
function ownName(tag: string): string | undefined {
  return /^attack\.(.+)$/.exec(tag)?.[1];
}

/** Of `attack.t1485.001`: T1485.001, whether there is such a technique or not. */
export function techniqueId(tag: string): string | undefined {
  const name = ownName(tag);
  return name !== undefined && /^t\d{4}(\.\d{3})?$/i.test(name) ? name.toUpperCase() : undefined;
}

/** The tactic that a rule's tag names; undefined where it names none. */
export function tacticOf(tag: string): Tactic | undefined {
  return tacticsByTag.get(ownName(tag) ?? '');
}

/** Whether a tag names a tactic that there is: `attack.impact`. */
export function knownTactic(tag: string): boolean {
  return tacticOf(tag) !== undefined;
}

/** The technique that a rule's tag names, if it is one of those that are known here. */
export function techniqueOf(tag: string): Technique | undefined {
  return techniquesById.get(techniqueId(tag) ?? '');
}

/** The id of the technique that took the place of the one that a tag names; undefined where it stands. */
export function successorOf(tag: string): string | undefined {
  return revoked.get(techniqueId(tag) ?? '');
}
