import type { Detection, Heading } from '../../sigma/rule.ts';
import { conditionText, correlationText } from '../../workbench/condition-text.ts';
import type { Joined } from '../../workbench/explain/explain-correlation.ts';
import type { RuleExplanation } from '../../workbench/explain/explain-event.ts';
import { seenPlainly } from '../../workbench/explain/seen-text.ts';
import { besideFile } from './beside-file.ts';
import { explainedLines, itemLines, markOf } from './explained-lines.ts';
import { inset } from './hanging.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';

/** A rule and why it matches or not: its condition as a tree, and what becomes of a match. */
export function explanationLines(
  explanation: RuleExplanation,
  isOn: boolean,
  style: Style,
): readonly string[] {
  const { rule, condition } = explanation;
  return [
    ...headingLines(`${markOf(explanation.matches, style)} `, explanation.rule, style),
    ...inset(2, `condition: ${writtenCondition(rule.detection)}`).map(style.dim),
    // The line above says what the parts of the outermost are to each other.
    ...(condition.kind === 'and' || condition.kind === 'or'
      ? condition.of.flatMap((part) => explainedLines(part, 2, style))
      : explainedLines(condition, 2, style)),
    ...outcomeLines(explanation, isOn, style),
  ];
}

/** The condition as the rule's own file has it, and the filters by their titles. */
function writtenCondition({ condition, filters = [] }: Detection): string {
  if (filters.length === 0 || condition.kind !== 'and') return visible(conditionText(condition));
  const [own = condition] = condition.of;
  const titles = filters.map(({ title }) => ` and the filter '${title}'`);
  return visible(conditionText(own, 'and') + titles.join(''));
}

/** A rule that does not match, and no more than what stood in the way. */
export function nearMissLines(explanation: RuleExplanation, style: Style): readonly string[] {
  return [
    ...headingLines(`${markOf(explanation.matches, style)} `, explanation.rule, style),
    // What holds and should not, as a filter does, is as much in the way as what does not hold.
    ...explanation.obstacles.flatMap(({ selection, item }) =>
      itemLines(
        item,
        `${item.holds ? 'excluded by ' : ''}${visible(selection)}  `,
        4,
        style,
        false,
      ),
    ),
  ];
}

/** A rule's title and level, and where it stands. */
export function headingLines(
  mark: string,
  { title, level, file }: Heading,
  style: Style,
): readonly string[] {
  return besideFile(mark, `${style.bold(visible(title))}  ${level}`, file, style);
}

function outcomeLines(
  { matches, rings, joined }: RuleExplanation,
  isOn: boolean,
  style: Style,
): readonly string[] {
  if (!matches) return [];
  return [
    ...(isOn ? [] : [style.yellow('  ! trailbell.yml switches this rule off')]),
    ...(rings ? [] : ['  does not ring on its own: it is there for what follows']),
    ...joined.flatMap((each) => joinedLines(each)),
  ];
}

/** Which groups of a correlation a match would be counted in. */
function joinedLines(joined: Joined): readonly string[] {
  const { correlation, groups, counts, lacks } = joined;
  const title = `‘${visible(correlation.title)}’`;
  const asks = inset(4, visible(correlationText(correlation)));
  const [first] = groups;
  if (!counts || first === undefined) {
    const why = `the record lacks ${visible(lacks.join(' and '))}`;
    return [...inset(2, `is not counted by ${title}: ${why}`), ...asks];
  }
  const shown = groups.slice(0, 3).map((values) => groupText(joined, values));
  const rest = groups.length > 3 ? [`    and in ${groups.length - 3} groups more`] : [];
  return [
    ...inset(2, `counts toward ${title}`),
    ...asks,
    ...shown.flatMap((text) => inset(4, `in the group ${text}`)),
    ...rest,
  ];
}

function groupText({ correlation, fields }: Joined, values: readonly string[]): string {
  const { groupBy } = correlation.correlation;
  if (groupBy.length === 0) return 'of all';
  const named = groupBy.map(
    (name, at) => `${name} = ${seenPlainly(fields[at] ?? '', values[at] ?? '')}`,
  );
  return visible(named.join(', '));
}
