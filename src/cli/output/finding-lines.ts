import type { Place } from '../../sigma/problem.ts';
import { caretLines } from '../../sigma/render-problem.ts';
import type { Finding } from '../../workbench/lint/finding.ts';
import { hanging } from './hanging.ts';
import { visible, visibleJson } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH } from './terminal-width.ts';

/** Before what is said of a place. */
const INDENT = '  ';

const ROOM = WIDTH - INDENT.length;

/**
 * Findings for a person, those of one place together: where, what and a message each, then the line
 * with a caret.
 */
export function findingLines(
  findings: readonly Finding[],
  textOf: (file: string) => string,
  style: Style,
): readonly string[] {
  return findings.flatMap((finding, at) => {
    const isLast = placeOf(finding) !== placeOf(findings[at + 1]);
    const said = saidLines(finding, style);
    return isLast ? [...said, ...shownLines(finding, textOf(finding.file), style), ''] : said;
  });
}

function placeOf(place: Place | undefined): string {
  return place === undefined ? '' : `${place.file}:${place.line}:${place.column}`;
}

function saidLines(finding: Finding, style: Style): readonly string[] {
  const { code, severity, message } = finding;
  const heading = `${style.bold(visible(placeOf(finding)))}  ${painter(finding, style)(severity)}  ${code}`;
  return [heading, ...hanging(INDENT, visible(message))];
}

function shownLines(finding: Finding, text: string, style: Style): readonly string[] {
  const number = `${finding.line} │ `;
  const margin = `${' '.repeat(number.length - 2)}│ `;
  const [source, caret] = caretLines(finding, text, ROOM - number.length);
  return [
    `${INDENT}${style.dim(number)}${source}`,
    `${INDENT}${style.dim(margin)}${painter(finding, style)(caret)}`,
  ];
}

function painter({ severity }: Finding, { red, yellow }: Style): (text: string) => string {
  return severity === 'error' ? red : yellow;
}

/** A finding for a machine. */
export function findingJson({ code, severity, message, file, line, column }: Finding): string {
  return visibleJson({ code, severity, message, file, line, column });
}

/**
 * A finding for GitHub, which shows it beside the line of a pull request
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function findingAnnotation(finding: Finding): string {
  const { file, line, column, code, severity, message } = finding;
  const place = `file=${property(file)},line=${line},col=${column}`;
  return `::${severity} ${place},title=${property(code)}::${escaped(message)}`;
}

/** A property ends at a comma, and the command's properties at a colon. */
function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** What strangers wrote must neither end the command nor begin another. */
function escaped(text: string): string {
  const lines = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return visible(lines);
}
