import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRules } from '../../../src/sigma/match/plan-rules.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { openScreen, type Screen } from '../../../src/sigma/raw/screen.ts';
import { ruleText, selection } from '../one-rule.ts';

const view = { key: 'name', derived: ['kind'] };
const known = ['Describe', 'List', 'Delete', 'Kill'];

/** The screen of a few selections, each a rule of its own. */
function screenOf(...flows: readonly string[]): Screen {
  const text = flows.map((flow) => ruleText(selection(flow))).join('---\n');
  const { rules, problems } = parseRules(text, 'test.yml');
  expect(problems).toEqual([]);
  const planned = planRules(rules, view);
  return openScreen(planned, { key: view.key, known });
}

function rejects(screen: Screen, text: string): boolean {
  const bytes = Buffer.from(text);
  return screen.rejects(bytes, 0, bytes.length);
}

test.each([
  ['a known name that no rule wants', '{"name":"List"}', true],
  ['the same among other keys', '{"a":{"b":[1,{"c":"}"}]},"name":"List","z":"{"}', true],
  ['white space around everything', '{ "a" : "x",\n\t"name"\r\n : \n"List" }', true],
  ['texts with escapes before it', '{"a":"\\"name\\":\\\\","b":"\\\\\\"","name":"List"}', true],
  ['an escape of no letter', '{"a":"x\\u003d\\u000a","name":"List"}', true],
  ['the key in JSON within a text', '{"a":"{\\"name\\":\\"Delete\\"}","name":"List"}', true],
  ['the name as another value', '{"a":"Delete","name":"List"}', true],
  ['another case of the key', '{"Name":"Delete","name":"List"}', true],
  ['a name that a rule wants', '{"name":"Delete"}', false],
  ['another case of that name', '{"name":"dELETE"}', false],
  ['a name that nobody knows', '{"name":"Frobnicate"}', false],
  ['another case of a known name', '{"name":"list"}', false],
  ['white space in the name', '{"name":" List"}', false],
  ['no name', '{"a":"List"}', false],
  ['a name that is no text', '{"name":["List"]}', false],
  ['the key as a value', '{"a":"name","b":"List"}', false],
  ['a nested name', '{"a":{"name":"List"}}', false],
  ['a name in a list', '{"a":[{"name":"List"}]}', false],
  ['a name behind a nested one', '{"a":{"name":"List"},"name":"List"}', false],
  ['a name before a nested one', '{"name":"List","a":{"name":"Delete"}}', false],
  ['a name twice', '{"name":"List","name":"Delete"}', false],
  ['an escape in the name', '{"name":"L\\u0069st"}', false],
  ['an escape in the key', '{"\\u006eame":"Delete","name":"List"}', false],
  ['an escape in the key, in capitals', '{"nam\\u0065":"Delete","name":"List","\\u004e":1}', false],
  ['a list', '[{"name":"List"}]', false],
  ['an object in a text', '"{\\"name\\":\\"List\\"}"', false],
  ['a byte order mark', '\ufeff{"name":"List"}', false],
  ['two objects', '{}{"name":"List"}', false],
  ['a cut record', '{"name":"List"', false],
  ['a cut name', '{"name":"Li', false],
  ['no colon', '{"name" "List"}', false],
  ['no comma', '{"a":1 "name":"List"}', false],
  ['a key that ends like it', '{"aaaaaaaaaaaaaaaaaaaa":1,"\\"name":"List"}', false],
  ['nothing', '', false],
])('%s: %s is rejected: %j', (_, text, expected) => {
  expect(rejects(screenOf('{name: Delete}'), text)).toBe(expected);
});

test.each([
  ['{name|startswith: del}', '{"name":"List"}', true],
  ['{name|startswith: del}', '{"name":"Delete"}', false],
  ['{name: Delete, a|contains: x}', '{"name":"List"}', true],
  ['[{name: Delete}, {name: Kill}]', '{"name":"Kill"}', false],
  ['{a|contains: needle}', '{"name":"List","a":"hay"}', true],
  ['{a|contains: needle}', '{"name":"List","a":"a NEEDLE"}', false],
  ['{a|contains: needle}', '{"name":"List","b":"needle"}', false],
  ['{a|contains: needle}', '{"name":"List","a":"need\\u006ce"}', false],
  ['{a|contains: needle}', '{"name":"List","a":"{\\"b\\":\\"need\\\\u006ce\\"}"}', false],
  ['{a|contains: monkey}', '{"name":"List","a":"mon\u212Aey"}', false],
  ['{a|contains: monkey}', '{"name":"List","a":"mon\\u212aey"}', false],
  ['{a|contains: monkey}', '{"name":"List","a":"{\\"b\\":\\"MON\\\\u212Aey\\"}"}', false],
  ['{a|contains: monkey}', '{"name":"List","a":"\\u4e2d\\u6587"}', true],
  ['{a: some/where/else}', '{"name":"List","a":"some\\/where\\/else"}', false],
  ['{a: some/where/else}', '{"name":"List","a":"some or else"}', true],
  ['{a|contains|all: [x, needle]}', '{"name":"List","a":"hay"}', true],
  ['{a|contains: [needle, "?"]}', '{"name":"List"}', false],
  ['{a|contains: abc}', '{"name":"List"}', false],
  ['{a: 5}', '{"name":"List"}', false],
  ['{a: "12345"}', '{"name":"List","a":1.2345e4}', false],
  ['{a: Infinity}', '{"name":"List","a":1e999}', false],
  ['{a|re: needle.*}', '{"name":"List"}', true],
  ['{a|re: needle.*}', '{"name":"List","a":"needle"}', false],
  ['{a|re: need(le)?}', '{"name":"List"}', false],
  ['{a|re|i: needle}', '{"name":"List"}', false],
  ['{a|neq: needle}', '{"name":"List"}', false],
  ['{a: null}', '{"name":"List"}', false],
  ['[needle]', '{"name":"List"}', false],
  ['{kind: needle}', '{"name":"List"}', false],
])('of a rule for %s, %s is rejected: %j', (flow, text, expected) => {
  expect(rejects(screenOf('{name: Delete}', flow), text)).toBe(expected);
});

test('a name that holds elsewhere what a rule wants at its beginning is rejected', () => {
  const starts = screenOf('{name|startswith: [Del, Scribe]}');
  expect(rejects(starts, '{"name":"Delete"}')).toBe(false);
  expect(rejects(starts, '{"name":"Describe"}')).toBe(true);
  const anywhere = screenOf('{name|contains: scribe}');
  expect(rejects(anywhere, '{"name":"Describe"}')).toBe(false);
  // The longest text of a pattern says where it stands only if the pattern begins with it.
  const pattern = screenOf('{name: "?escri*"}');
  expect(rejects(pattern, '{"name":"Describe"}')).toBe(false);
  expect(rejects(pattern, '{"name":"List"}')).toBe(true);
});

test('a condition that needs nothing rejects nothing', () => {
  const text = ruleText('detection: {sel: {name: Delete}, condition: not sel}');
  const planned = planRules(parseRules(text, 'a.yml').rules, view);
  expect(rejects(openScreen(planned, { key: 'name', known }), '{"name":"List"}')).toBe(false);
});

test('events in one piece of bytes are told apart, in whatever order they are asked for', () => {
  const screen = screenOf('{name: Delete}', '{a|contains: needle}');
  const texts = [
    '{"name":"List"}',
    '{"b":"needle"}',
    '{"name":"Delete","name":"List"}',
    '{"name":"List","a":"\\u0041"}',
    '{"a":{"name":"List"}}',
    '{"name":"Describe","a":"NEEDLE"}',
    '{"a":1,"name":"Describe"}',
  ];
  const alone = texts.map((text) => rejects(screen, text));
  const page = Buffer.from(texts.join(''));
  const together = texts.map((text) => {
    const start = page.indexOf(text);
    return () => screen.rejects(page, start, start + Buffer.byteLength(text));
  });
  expect(together.map((ask) => ask())).toEqual(alone);
  expect(together.toReversed().map((ask) => ask())).toEqual(alone.toReversed());
  expect(alone).toEqual([true, false, false, false, false, false, true]);
});

test('whatever is rejected is an object with that one name, if it is JSON at all', () => {
  const screen = screenOf('{name: Delete}', '{a|contains: needle}');
  const signs = ['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', '1', 'null', '{}', '\\"'];
  const names = ['"name"', '"name":', '"List"', '"name":"List"', '"name":"Delete"', '\\u006eame'];
  const piece = fc.constantFrom(...signs, ...names, '"a":', '"a"', '"needle"');
  let rejected = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, wrapped) => {
      const inner = pieces.join('');
      const text = wrapped ? `{${inner},"name":"List"}` : inner;
      if (!rejects(screen, text)) return;
      rejected += 1;
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        return;
      }
      expect(parsed).toMatchObject({ name: 'List' });
      expect(text).not.toContain('needle');
    }),
    { numRuns: 3000 },
  );
  expect(rejected).toBeGreaterThan(0);
});
