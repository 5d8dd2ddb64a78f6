import type { Event } from '../event.ts';
import { detectionOf, foldCondition } from '../fold-condition.ts';
import type { Detection, Selection } from '../rule.ts';
import { all, any, opposite, type Truth } from '../truth.ts';
import { openDetectionCompiler } from './compile-detection.ts';
import { openFields } from './fields.ts';
import { openScope } from './scope.ts';

/**
 * Says what a detection makes of all events that agree in the `known` fields: those that `event` has, or
 * lacks.
 */
export type Judge = (detection: Detection, event: Event, known: readonly string[]) => Truth;

/**
 * Opens a judge of detections, for which it uses the checks that match events. An item about any other
 * field may hold or not, whatever the others do: a detection that asks for `a` and for not `a` is 'open'
 * where `a` is not known. Compiled items are remembered.
 */
export function openJudge(): Judge {
  const scope = openScope();
  const compiler = openDetectionCompiler(scope, openFields(scope));
  const checks = new Map<Selection, () => boolean>();

  function holds(item: Selection): boolean {
    const check = checks.get(item) ?? compiler.compile(detectionOf(item));
    checks.set(item, check);
    return check();
  }

  function judge(selection: Selection, known: readonly string[]): Truth {
    switch (selection.kind) {
      case 'all':
        return all(selection.of.map((each) => judge(each, known)));
      case 'any':
        return any(selection.of.map((each) => judge(each, known)));
      case 'keywords':
        return 'open';
      case 'field': {
        // Such an item is as much about the field that it names as about its own.
        const isKnown =
          known.includes(selection.field) && !selection.modifiers.includes('fieldref');
        return isKnown ? (holds(selection) ? 'always' : 'never') : 'open';
      }
    }
  }

  return (detection, event, known) => {
    scope.event = event;
    scope.turn += 1;
    return foldCondition(detection, {
      selection: (selection) => judge(selection, known),
      not: opposite,
      all,
      any,
    });
  };
}
