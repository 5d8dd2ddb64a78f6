import { type Level, levels } from '../../model/level.ts';
import type { Heading } from '../../sigma/rule.ts';
import type { TaggedTactic } from '../../workbench/attack/attack-coverage.ts';
import {
  countCoverage,
  type CoveredEvent,
  type ServiceCoverage,
} from '../../workbench/coverage/coverage.ts';
import { levelColumn } from './level-column.ts';
import { numberOf } from './number-of.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH, wrapped } from './terminal-width.ts';

/** A line for each service: its events, its writes, and how many of these have a rule. */
export function summaryLines(
  services: readonly ServiceCoverage[],
  { bold, dim, green, red }: Style,
): readonly string[] {
  const markOf = ({ whole }: ServiceCoverage, gaps: number) => {
    if (gaps === 0) return green('✓');
    // Where the catalogue has more than anybody needs a rule for, a gap is no fault.
    return whole ? red('✗') : dim('·');
  };
  const width = Math.max(...services.map(({ service }) => service.length), 'service'.length);
  const numbers = (cells: readonly string[]) =>
    cells.map((cell, at) => cell.padStart(headings[at]?.length ?? 0)).join('  ');
  return [
    bold(`  ${'service'.padEnd(width)}  ${numbers(headings)}`),
    ...services.map((service) => {
      const { events, writes, covered, partly, uncovered, rules } = countCoverage(service);
      const cells = [events, writes, covered, partly, uncovered.length, rules].map(String);
      const note = service.whole ? '' : dim('  *');
      return `${markOf(service, uncovered.length)} ${service.service.padEnd(width)}  ${numbers(cells)}${note}`;
    }),
    ...(services.some(({ whole }) => !whole)
      ? [dim('\n* the catalogue has some events of this service, not all')]
      : []),
  ];
}

const headings = ['events', 'writes', 'covered', 'in some cases', 'not covered', 'rules'];

/** What no rule answers: the writes of each service. */
export function uncoveredLines(
  services: readonly ServiceCoverage[],
  style: Style,
): readonly string[] {
  return services.flatMap((service) => {
    const writes = service.events.filter(
      ({ access, answers }) => access === 'write' && answers.length === 0,
    );
    if (writes.length === 0) return [];
    const width = Math.max(...writes.map(({ name }) => name.length));
    return [
      '',
      style.bold(`${service.service}: ${numberOf(writes.length, 'write')} that no rule answers`),
      ...writes.map(({ name, summary }) => {
        const [told = ''] = wrapped(visible(summary), WIDTH - width - 6);
        return `  ${style.red('✗')} ${name.padEnd(width)}  ${style.dim(told)}`;
      }),
    ];
  });
}

/** The writes of a service with the rules that answer each, and the reads that ring as they are. */
export function serviceLines(service: ServiceCoverage, style: Style): readonly string[] {
  const shown = service.events.filter(
    ({ access, answers }) => access === 'write' || answers.some(({ plain }) => plain),
  );
  const reads = service.events.length - shown.length;
  const { writes, covered } = countCoverage(service);
  return [
    '',
    style.bold(`${service.service}: ${covered} of ${numberOf(writes, 'write')} answered`),
    ...shown.flatMap((event) => eventLines(event, style)),
    ...(reads > 0
      ? [
          style.dim(
            `  and ${numberOf(reads, 'read')} that no rule looks for, or only in some cases`,
          ),
        ]
      : []),
  ];
}

function eventLines(
  { name, access, summary, answers }: CoveredEvent,
  { green, red, dim }: Style,
): readonly string[] {
  const mark = answers.length > 0 ? green('✓') : red('✗');
  const read = access === 'read' ? ' (read)' : '';
  const about = WIDTH - 6 - name.length - read.length;
  const [told = ''] = wrapped(visible(summary), about);
  return [
    `  ${mark} ${name}${read}  ${dim(told)}`,
    ...answers.map(({ rule, plain }) => {
      const when = plain ? '' : dim('  in some cases');
      return `      ${levelColumn(rule.level)}  ${visible(rule.title)}${when}`;
    }),
  ];
}

/** The longest bar, in columns. */
const LONGEST_BAR = 10;

/** What a line of the matrix has beside the name and the levels: an id, a bar, a number and spaces. */
const BESIDE_NAME = 22 + LONGEST_BAR;

/** The matrix, a tactic below the other, and below each its techniques with as many bars as rules. */
export function attackLines(
  covered: readonly TaggedTactic[],
  { bold, dim, green }: Style,
): readonly string[] {
  const techniques = covered.flatMap((each) => each.techniques);
  const most = Math.max(1, ...techniques.map(({ rules }) => rules.length));
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const room = WIDTH - BESIDE_NAME - longest(techniques.map(({ rules }) => levelsText(rules)));
  const nameWidth = Math.min(room, longest(techniques.map(({ name = '' }) => name)));
  const cell = (count: number) => '■'.repeat(Math.ceil((count / most) * LONGEST_BAR));
  return covered.flatMap(({ tactic, rules, techniques: tagged }) => {
    const count = rules.length === 0 ? 'no rule' : numberOf(rules.length, 'rule');
    const heading = `${tactic.name}  ${dim(`${tactic.id}  ${count}`)}`;
    return [
      rules.length === 0 ? dim(`${tactic.name}  ${tactic.id}  ${count}`) : bold(heading),
      ...tagged.map(({ id, name = '', rules: of }) => {
        const bar = green(cell(of.length)) + ' '.repeat(LONGEST_BAR - cell(of.length).length);
        const shown = name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name;
        const text = `  ${id.padEnd(9)}  ${shown.padEnd(nameWidth)}  ${bar}`;
        return `${text}  ${String(of.length).padStart(3)}  ${dim(levelsText(of))}`;
      }),
    ];
  });
}

/** `1 critical, 2 high` */
function levelsText(rules: readonly Heading[]): string {
  const counts = new Map<Level, number>();
  for (const { level } of rules) counts.set(level, (counts.get(level) ?? 0) + 1);
  return levels
    .toReversed()
    .flatMap((level) => (counts.has(level) ? [`${counts.get(level)} ${short[level]}`] : []))
    .join(', ');
}

const short: Readonly<Record<Level, string>> = {
  critical: 'crit',
  high: 'high',
  medium: 'med',
  low: 'low',
  informational: 'info',
};
