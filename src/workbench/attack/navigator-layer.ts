import type { TaggedTactic } from './attack-coverage.ts';
import { ATTACK_VERSION, techniqueOf } from './attack.ts';

/**
 * A layer for MITRE's ATT&CK Navigator, format 4.5
 * (https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md). A
 * technique's score is the number of its rules, and its comment names them.
 */
export interface NavigatorLayer {
  readonly name: string;
  readonly versions: { readonly attack: string; readonly layer: string };
  readonly domain: 'enterprise-attack';
  readonly description: string;
  readonly sorting: number;
  readonly hideDisabled: boolean;
  readonly gradient: {
    readonly colors: readonly string[];
    readonly minValue: number;
    readonly maxValue: number;
  };
  readonly techniques: readonly LayerTechnique[];
}

interface LayerTechnique {
  readonly techniqueID: string;
  readonly tactic: string;
  readonly score?: number;
  readonly comment?: string;
  readonly enabled: boolean;
  readonly showSubtechniques: boolean;
}

/** Sorts techniques by their score, the highest first. */
const BY_SCORE = 3;

export function navigatorLayer(covered: readonly TaggedTactic[]): NavigatorLayer {
  const techniques = covered.flatMap(layerTechniques);
  return {
    name: 'trailbell',
    versions: { attack: ATTACK_VERSION, layer: '4.5' },
    domain: 'enterprise-attack',
    description:
      'What trailbell’s rules look for: the score of a technique is how many rules it has',
    sorting: BY_SCORE,
    hideDisabled: false,
    gradient: {
      colors: ['#cfe8ff', '#1f6feb'],
      minValue: 1,
      maxValue: Math.max(2, ...techniques.map(({ score }) => score ?? 0)),
    },
    techniques,
  };
}

function layerTechniques({ tactic, techniques }: TaggedTactic): readonly LayerTechnique[] {
  const ids = new Set(techniques.map(({ id }) => id));
  const opened = new Set([...ids].flatMap((id) => parentOf(id) ?? []));
  const scored = techniques.map(({ id, rules }) => ({
    techniqueID: id,
    tactic: tactic.tag,
    score: rules.length,
    comment: rules.map(({ title }) => title).join('\n'),
    enabled: true,
    showSubtechniques: opened.has(id),
  }));
  // A sub-technique is only seen where the technique above it is open.
  const parents = [...opened]
    .filter((id) => !ids.has(id) && techniqueOf(`attack.${id}`) !== undefined)
    .map((id) => ({
      techniqueID: id,
      tactic: tactic.tag,
      enabled: true,
      showSubtechniques: true,
    }));
  return [...scored, ...parents];
}

function parentOf(id: string): string | undefined {
  return /^(T\d{4})\.\d{3}$/.exec(id)?.[1];
}
