import type { Path } from '../../sigma/parse/open-places.ts';
import type { Heading } from '../../sigma/rule.ts';
import { placeholders } from '../new-rule/rule-from-event.ts';
import { type Finding, finding } from './finding.ts';
import { type Linted, namedHeadings } from './linted.ts';

/** What `rules new` drafted, and whoever asked for it did not put into words of their own. */
export function* lintPlaceholders(linted: Linted): Iterable<Finding> {
  for (const rule of namedHeadings(linted)) {
    for (const { path, text } of textsOf(rule)) {
      const left = placeholders.find((each) => text.includes(each));
      if (left === undefined) continue;
      const message = `'${left}' is left of the draft: put your own words in its place`;
      yield finding('placeholder', message, linted.placesOf(rule).value(path));
    }
  }
}

interface Said {
  readonly path: Path;
  readonly text: string;
}

/** What a rule says to people. */
function textsOf({ description, falsepositives, custom }: Heading): readonly Said[] {
  const { runbook, zh } = custom;
  return Object.entries({ description, falsepositives, runbook, zh }).flatMap(([key, value]) =>
    textsIn(value, [key]),
  );
}

function textsIn(value: unknown, path: Path): readonly Said[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, at) => textsIn(each, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]));
}
