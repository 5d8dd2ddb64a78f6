import stringWidth from 'string-width';
import type { Detection, Heading } from '../../sigma/rule.ts';
import type { Joined } from '../../workbench/explain/explain-correlation.ts';
import type { RuleExplanation } from '../../workbench/explain/explain-event.ts';
import { conditionText, correlationText } from './condition-text.ts';
import { explainedLines, itemLines, markOf } from './explained-lines.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH, wrapped } from './terminal-width.ts';

/** A rule and why it matches or not: its condition as a tree, and what becomes of a match. */
export function explanationLines(
  explanation: RuleExplanation,
  isOn: boolean,
  style: Style,
): readonly string[] {
  const { rule, condition } = explanation;
  return [
    ...headingLines(`${markOf(explanation.matches, style)} `, explanation.rule, style),
    ...inset(`condition: ${writtenCondition(rule.detection)}`, 2).map(style.dim),
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
  const titles = filters.map((title) => ` and the filter '${title}'`);
  return visible(conditionText(own, 'and') + titles.join(''));
}

/** A rule that does not match, and no more than what stood in the way. */
export function nearMissLines(explanation: RuleExplanation, style: Style): readonly string[] {
  return [
    ...headingLines(`${markOf(explanation.matches, style)} `, explanation.rule, style),
    ...explanation.obstacles.flatMap(({ selection, item }) =>
      itemLines(item, `${visible(selection)}  `, 4, style),
    ),
  ];
}

/** A rule's title and level, and where it stands. */
export function headingLines(
  mark: string,
  { title, level, file }: Heading,
  { bold, dim }: Style,
): readonly string[] {
  const said = visible(title);
  const width = stringWidth(`${said}${level}${file}`) + stringWidth(mark) + 4;
  const first = `${mark}${bold(said)}  ${level}`;
  return width <= WIDTH ? [`${first}  ${dim(visible(file))}`] : [first, `  ${dim(visible(file))}`];
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
function joinedLines({ correlation, groups, counts }: Joined): readonly string[] {
  const { groupBy, condition } = correlation.correlation;
  const title = `‘${visible(correlation.title)}’`;
  const asks = `    ${visible(correlationText(correlation))}`;
  if (!counts) {
    const fields = condition.kind === 'bounds' ? condition.fields.join(', ') : '';
    return [...inset(`is not counted by ${title}: the record has no ${visible(fields)}`, 2), asks];
  }
  const [first] = groups;
  if (first === undefined) {
    const lacks = `is not counted by ${title}: the record lacks ${visible(groupBy.join(' or '))}`;
    return [...inset(lacks, 2), asks];
  }
  const shown = groups.slice(0, 3).map((values) => groupText(groupBy, values));
  const rest = groups.length > 3 ? [`    and in ${groups.length - 3} groups more`] : [];
  return [
    ...inset(`counts toward ${title}`, 2),
    asks,
    ...shown.flatMap((text) => inset(`in the group ${text}`, 4)),
    ...rest,
  ];
}

function groupText(groupBy: readonly string[], values: readonly string[]): string {
  if (groupBy.length === 0) return 'of all';
  return visible(groupBy.map((field, at) => `${field} = ${values[at] ?? ''}`).join(', '));
}

function inset(text: string, indent: number): readonly string[] {
  return wrapped(text, WIDTH - indent).map((line) => ' '.repeat(indent) + line);
}
