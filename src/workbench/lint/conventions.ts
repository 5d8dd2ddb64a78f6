import type { Heading, Rule } from '../../sigma/rule.ts';
import { missingCapital } from '../title-case.ts';
import { type Finding, finding } from './finding.ts';
import { isMisspelt } from './keys.ts';
import { type Linted, namedHeadings, type RulePlaces } from './linted.ts';
import { isOwnSelection } from './rule-items.ts';

/**
 * How SigmaHQ writes rules (https://github.com/SigmaHQ/sigma-specification, sigmahq conventions). What
 * never rings by itself needs neither a level nor false positives.
 */
export function* lintConventions(linted: Linted): Iterable<Finding> {
  const detections = new Map<Heading, Rule>(linted.rules.map((rule) => [rule, rule]));
  const files = new Set<string>();
  for (const rule of namedHeadings(linted)) {
    const places = linted.placesOf(rule);
    yield* identity(rule, places);
    yield* prose(rule, places);
    if (linted.ringsAlone(rule)) yield* verdict(rule, places);
    yield* selectionNames(detections.get(rule), places);
    if (!files.has(rule.file)) {
      yield* fileName(rule, places);
      yield* indentation(rule, linted.textOf(rule));
    }
    files.add(rule.file);
  }
}

function* identity(rule: Heading, { value }: RulePlaces): Iterable<Finding> {
  const { id } = rule;
  if (id === undefined) {
    if (isMisspelt(rule, 'id')) return;
    const message =
      "no 'id': trailbell.yml, and alerts that were sent, name a rule by it for good: give it a UUIDv4";
    yield finding('missing-id', message, value(['title']));
  } else if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) {
    yield finding(
      'id-format',
      'not a UUIDv4 in lower case, as `uuidgen -r` makes one',
      value(['id']),
    );
  }
}

function* prose(rule: Heading, { value }: RulePlaces): Iterable<Finding> {
  const { title, description } = rule;
  const word = missingCapital(title);
  if (word !== undefined) {
    yield finding('title-case', `titles are in Title Case: write '${word}'`, value(['title']));
  }
  if (description === undefined) {
    if (isMisspelt(rule, 'description')) return;
    const message = "no 'description': say 'Detects …', and why its level is what it is";
    yield finding('description-start', message, value(['title']));
  } else if (!/^Detects\s/.test(description)) {
    yield finding(
      'description-start',
      "a description begins with 'Detects'",
      value(['description']),
    );
  }
}

function* verdict(rule: Heading, { value }: RulePlaces): Iterable<Finding> {
  if (rule.isLevelAssumed === true && !isMisspelt(rule, 'level')) {
    const message = "no 'level': it counts as medium; say so, or what it is";
    yield finding('missing-level', message, value(['title']));
  }
  const isSaid = rule.falsepositives.some((each) => each.trim() !== '');
  if (!isSaid && !isMisspelt(rule, 'falsepositives')) {
    const message = "no 'falsepositives': say who may do this for a good reason, or 'Unlikely'";
    yield finding('missing-falsepositives', message, value(['title']));
  }
}

function* fileName({ file }: Heading, { value }: RulePlaces): Iterable<Finding> {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^[a-z0-9_]{10,70}\.yml$/.test(name)) return;
  const message = `the file is called '${name}': 10 to 70 of a-z, 0-9 and _, then .yml`;
  yield finding('file-name', message, value(['title']));
}

function* selectionNames(rule: Rule | undefined, places: RulePlaces): Iterable<Finding> {
  for (const name of Object.keys(rule?.detection.selections ?? {})) {
    if (/^(selection|filter_main|filter_optional|keywords)(_.+)?$|^_/.test(name)) continue;
    if (rule === undefined || !isOwnSelection(name, rule.detection)) continue;
    const message = `'${name}': SigmaHQ says selection_*, filter_main_* or filter_optional_*`;
    yield finding('selection-name-style', message, places.key(['detection', name]));
  }
}

const INDENT = 4;

/** Tells of one place in a file: what is below it is mended with it. */
function* indentation({ file }: Heading, text: string): Iterable<Finding> {
  const sections = /^(?:logsource|detection|correlation):[ \t]*\r?\n((?:[ \t]*#.*\r?\n)*)( *)\S/gm;
  for (const { index, 0: section, 2: indent = '' } of text.matchAll(sections)) {
    if (indent.length === INDENT) continue;
    const line = text.slice(0, index + section.length).split('\n').length;
    const message = `rules are indented by ${INDENT} spaces`;
    yield finding('indentation', message, { file, line, column: indent.length + 1 });
    return;
  }
}
