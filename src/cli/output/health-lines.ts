import type { Finding } from '../../doctor/finding.ts';
import { hanging } from './hanging.ts';
import { visible, visibleJson } from './plain-text.ts';
import type { Style } from './style.ts';

/** The longest name of a check: `configuration`. */
const NAME_WIDTH = 13;

/** What the doctor found, and below it what mends it. */
export function healthLines(finding: Finding, style: Style): readonly string[] {
  const { check, about, message } = finding;
  const head = `${markOf(finding, style)} ${check.padEnd(NAME_WIDTH)}  `;
  const said = visible(about === undefined ? message : `${about}: ${message}`);
  const lines = hanging(head, said);
  if (finding.state === 'skipped') return lines.map((line) => style.dim(line));
  if (!('mend' in finding)) return lines;
  const indent = ' '.repeat(NAME_WIDTH + 4);
  return [...lines, ...hanging(`${indent}→ `, visible(finding.mend))];
}

function markOf({ state }: Finding, { green, red, yellow }: Style): string {
  switch (state) {
    case 'fine':
      return green('✓');
    case 'fault':
      return red('✗');
    case 'warning':
      return yellow('!');
    case 'skipped':
      return '–';
  }
}

export function healthJson(finding: Finding): string {
  return visibleJson(finding);
}
