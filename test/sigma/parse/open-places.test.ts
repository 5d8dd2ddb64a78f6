import { expect, test } from 'vitest';
import { openPlaces, type Path } from '../../../src/sigma/parse/open-places.ts';

const text = `title: First
detection:
    selection:
        serviceName: ECD
        eventName: [DeleteDesktops, ResetDesktops]
    others:
        - eventName: CopyImage
        - errorCode: Forbidden
---
level: high
title: Second
tests:
    -
`;

const places = openPlaces(text, 'a.yml');

test.each<[number, Path, string, string]>([
  [1, ['title'], '1:8', '1:1'],
  [1, ['detection', 'selection', 'eventName', 1], '5:37', '5:37'],
  [1, ['detection', 'selection', 1, 0], '5:21', '5:21'],
  [1, ['detection', 'others', 1, 'errorCode'], '8:22', '8:11'],
  [1, ['detection', 'others', 1, 0], '8:22', '8:11'],
  // What is not there stands where the way to it ends.
  [1, ['detection', 'others', 7], '7:9', '6:5'],
  [11, ['level'], '10:8', '10:1'],
  [11, ['tests', 0, 'event'], '13:5', '13:5'],
  [11, ['runbook'], '10:1', '10:1'],
])('of the rule in line %i, %j stands at %s and its key at %s', (line, path, value, key) => {
  const said = [places.value(line, path), places.key(line, path)];
  expect(said.map((place) => `${place.line}:${place.column}`)).toEqual([value, key]);
});

test('what a path leads to can be looked at', () => {
  expect(places.tree(11, ['level'])).toMatchObject({ kind: 'scalar', value: 'high' });
  expect(places.tree(11, ['runbook'])).toBeUndefined();
  expect(places.tree(11, [])).toMatchObject({ kind: 'map' });
});

test('of a rule that is not there nothing can be said but its line', () => {
  expect(places.value(7, ['title'])).toEqual({ file: 'a.yml', line: 7, column: 1 });
  expect(openPlaces('- {', 'a.yml').key(1, [])).toEqual({ file: 'a.yml', line: 1, column: 1 });
});

test('what a rule takes from a document before it stands there', () => {
  const merged = openPlaces(
    `action: global
level: high
---
title: First
name: a
---
action: repeat
title: Second
`,
    'a.yml',
  );
  expect(merged.value(4, ['level'])).toMatchObject({ line: 2, column: 8 });
  expect(merged.value(8, ['name'])).toMatchObject({ line: 5, column: 7 });
  expect(merged.value(8, ['level'])).toMatchObject({ line: 2, column: 8 });
});
