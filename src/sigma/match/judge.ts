import type { Event } from '../event.ts';
import type { Condition, Detection, Selection } from '../rule.ts';
import { openDetectionCompiler } from './compile-detection.ts';
import { openFields } from './fields.ts';
import { openScope } from './scope.ts';

/** What a detection makes of all events that agree in some fields. */
export type Judgement = 'always' | 'never' | 'maybe';

/** Judges a detection by events of which only `known` fields are known: those that `event` has, or lacks. */
export type Judge = (detection: Detection, event: Event, known: readonly string[]) => Judgement;

/**
 * Opens a judge of detections, for which it uses the checks that match events. An item about any other
 * field may hold or not, whatever the others do: a detection that asks for `a` and for not `a` is 'maybe'
 * where `a` is not known. Compiled items are remembered.
 */
export function openJudge(): Judge {
  const scope = openScope();
  const compiler = openDetectionCompiler(scope, openFields(scope));
  const checks = new Map<Selection, () => boolean>();

  function holds(item: Selection): boolean {
    const known = checks.get(item);
    const check =
      known ??
      compiler.compile({
        selections: { item },
        condition: { kind: 'selection', name: 'item' },
      });
    checks.set(item, check);
    return check();
  }

  function ofSelection(selection: Selection, known: readonly string[]): Judgement {
    switch (selection.kind) {
      case 'all':
        return all(selection.of.map((each) => ofSelection(each, known)));
      case 'any':
        return any(selection.of.map((each) => ofSelection(each, known)));
      case 'keywords':
        return 'maybe';
      case 'field': {
        // Such an item is as much about the field that it names as about its own.
        const isKnown =
          known.includes(selection.field) && !selection.modifiers.includes('fieldref');
        return isKnown ? (holds(selection) ? 'always' : 'never') : 'maybe';
      }
    }
  }

  return (detection, event, known) => {
    scope.event = event;
    scope.turn += 1;
    const { selections } = detection;
    const named = (name: string): Judgement => {
      const selection = Object.hasOwn(selections, name) ? selections[name] : undefined;
      if (selection === undefined) throw new Error(`no selection '${name}'`);
      return ofSelection(selection, known);
    };
    const ofCondition = (condition: Condition): Judgement => {
      switch (condition.kind) {
        case 'selection':
          return named(condition.name);
        case 'not':
          return opposite[ofCondition(condition.of)];
        case 'and':
          return all(condition.of.map(ofCondition));
        case 'or':
          return any(condition.of.map(ofCondition));
        case 'quantified': {
          const judged = condition.names.map(named);
          return condition.quantity === 'all' ? all(judged) : any(judged);
        }
      }
    };
    return ofCondition(detection.condition);
  };
}

const opposite: Readonly<Record<Judgement, Judgement>> = {
  always: 'never',
  never: 'always',
  maybe: 'maybe',
};

function all(judged: readonly Judgement[]): Judgement {
  if (judged.includes('never')) return 'never';
  return judged.includes('maybe') ? 'maybe' : 'always';
}

function any(judged: readonly Judgement[]): Judgement {
  if (judged.includes('always')) return 'always';
  return judged.includes('maybe') ? 'maybe' : 'never';
}
