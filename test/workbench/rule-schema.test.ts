import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { knownEvents, knownServices } from '../../src/actiontrail/catalogue.ts';
import { ruleSchema } from '../../src/workbench/rule-schema.ts';
import { shippedRules } from '../support/shipped.ts';

const schema = ruleSchema();
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

const isFine = (text: string) =>
  parseAllDocuments(text).every((document) => validate(document.toJS()));

const rule = (changes: string) => `title: Example
logsource: {product: alicloud, service: actiontrail}
${changes}
`;

const detection = (items: string) => rule(`detection: {selection: ${items}, condition: selection}`);

test('the copy that editors are pointed to is this schema', () => {
  expect(JSON.parse(readFileSync('docs/rule.schema.json', 'utf8'))).toEqual(schema);
});

test('every rule that is shipped fits it', () => {
  const { rules, correlations } = shippedRules();
  const files = [...new Set([...rules, ...correlations].map(({ file }) => file))];
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    expect([file, isFine(readFileSync(file, 'utf8')), validate.errors]).toEqual([file, true, null]);
  }
});

test.each([
  detection('{eventName: EventOfTomorrow, serviceName: ServiceOfTomorrow}'),
  detection('{eventName|startswith: Delete, x.y|re|i: ^a}'),
  detection('[DeleteDesktops, {eventName: [DeleteDesktops, "Stop*"]}]'),
  rule('detection: {selection: {a: 1}, condition: [selection]}\ncustom: {anything: true}'),
  'action: global\nlevel: high',
])('it takes %j', (text) => {
  expect(isFine(text)).toBe(true);
});

test.each([
  'level: high',
  detection('{eventName|contians: x}'),
  rule('level: hgih'),
  rule('status: done'),
  rule('detection: {selection: {a: 1}}'),
  rule('correlation: {type: event_cuont, rules: [a], timespan: 1h}'),
  rule('correlation: {type: event_count, rules: [a], timespan: 1 hour}'),
  rule('tests: [{name: a, event: {eventName: x}}]'),
  rule('tests: [{name: a, match: true, timeline: [{event: {}}]}]'),
])('it refuses %j', (text) => {
  expect(isFine(text)).toBe(false);
});

test('all services and events of the catalogue are offered, with a hint for each event', () => {
  const { event, service } = Object(schema['definitions']);
  const { enum: events, enumDescriptions: hints } = event;
  expect(new Set(events)).toEqual(new Set(knownEvents()));
  expect(hints).toHaveLength(events.length);
  expect(hints[events.indexOf('DeleteDesktops')]).toMatch(/^ECD: delete .*\(write, high\)$/);
  expect(service.enum).toEqual(knownServices());
});
