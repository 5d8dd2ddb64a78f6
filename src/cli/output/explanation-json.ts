import { ruleId } from '../../rule-faults.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Explained } from '../../sigma/match/explain.ts';
import type { Heading } from '../../sigma/rule.ts';
import type { Explainer, RuleExplanation } from '../../workbench/explain/explain-event.ts';
import type { ReadEvent } from '../../workbench/explain/read-event.ts';
import { seenPlainly, seenText, seenTexts } from '../../workbench/explain/seen-text.ts';

/** What was asked for by name. */
export interface NamedExplanations {
  readonly rules: readonly RuleExplanation[];
  readonly correlations: readonly {
    readonly correlation: CorrelationRule;
    readonly rules: readonly RuleExplanation[];
  }[];
}

/** What is said of one record, for machines. Values of the record are texts of JSON, without secrets. */
export function explanationJson(
  { event, service, name, id, actor, time, outcome }: ReadEvent,
  named: NamedExplanations | undefined,
  explainer: Explainer,
): unknown {
  const about = { event: { id, service, name, actor, time: time?.toISOString(), outcome } };
  if (named !== undefined) {
    return {
      ...about,
      rules: named.rules.map(ruleJson),
      correlations: named.correlations.map(({ correlation, rules }) => ({
        ...headingJson(correlation),
        rules: rules.map(ruleJson),
      })),
    };
  }
  const { matching, near, unnamed } = explainer.explainEvent(event);
  return { ...about, matching: matching.map(ruleJson), near: near.map(ruleJson), unnamed };
}

function headingJson(rule: Heading): object {
  return { id: ruleId(rule), title: rule.title, level: rule.level, file: rule.file };
}

function ruleJson({ rule, matches, rings, condition, obstacles, joined }: RuleExplanation): object {
  return {
    ...headingJson(rule),
    matches,
    rings,
    condition: partJson(condition),
    obstacles: obstacles.map(({ selection, item }) => ({ selection, ...partJson(item) })),
    correlations: joined.map(({ correlation, fields, groups }) => ({
      ...headingJson(correlation),
      groupBy: correlation.correlation.groupBy,
      groups: groups.map((values) =>
        values.map((value, at) => seenPlainly(fields[at] ?? '', value)),
      ),
    })),
  };
}

function partJson(part: Explained): object {
  const { kind, holds } = part;
  switch (part.kind) {
    case 'item': {
      const { item, seen, seenAt, met, referred } = part;
      const field = item.kind === 'field' ? item.field : undefined;
      return {
        kind: item.kind,
        holds,
        field,
        modifiers: item.modifiers,
        values: item.values,
        met,
        record:
          field === undefined
            ? seen.map((value, at) => seenText(seenAt[at] ?? '', value))
            : seenTexts(field, seen),
        ...(item.kind === 'keywords' && { fields: seenAt }),
        ...(referred.length > 0 && {
          referred: referred.map((other) => ({
            field: other.field,
            record: seenTexts(other.field, other.seen),
          })),
        }),
      };
    }
    case 'not':
      return { kind, holds, of: partJson(part.of) };
    case 'selection':
      return { kind, holds, name: part.name, of: partJson(part.of) };
    case 'filter':
      return { kind, holds, title: part.title, of: partJson(part.of) };
    case 'quantified':
      return {
        kind,
        holds,
        quantity: part.quantity,
        pattern: part.pattern,
        of: part.of.map(partJson),
      };
    default:
      return { kind, holds, of: part.of.map(partJson) };
  }
}
