import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { markedProblems } from '../one-rule.ts';

const head = 'title: T\nlogsource: {product: p}\n';
const foot = '\n    condition: sel\n';

test.each([
  ['an unknown modifier', 'a|‹unknown-modifier›contians: x'],
  ['an unknown modifier behind others', 'a|contains|‹unknown-modifier›al: [x]'],
  ['an unknown modifier in a quoted key', '"a|‹unknown-modifier›foo": x'],
  ['an empty modifier', 'a|‹unknown-modifier›: x'],
  ['a modifier in capitals', 'a|‹unknown-modifier›Contains: x'],
  ['every unknown modifier', 'a|‹unknown-modifier›x|‹unknown-modifier›y: x'],
  ['an encoding behind what compares', 'a|contains|‹modifier-chain›base64: x'],
  ['two encodings of a kind', 'a|wide|‹modifier-chain›utf16: x'],
  ['UTF-16 of Base64', 'a|base64|‹modifier-chain›wide: x'],
  ['dashes behind an encoding', 'a|base64|‹modifier-chain›windash: x'],
  ['a list of the project behind an encoding', "a|wide|‹modifier-chain›expand: '%x%'"],
  ['an encoding of a network', 'a|cidr|‹modifier-chain›base64: x'],
  ['a cased regular expression', 'a|re|‹modifier-chain›cased: x'],
  ['a time behind its comparison', 'a|gte|‹modifier-chain›hour: 5'],
  ['two parts of a time', 'a|hour|‹modifier-chain›minute: 5'],
  ['two comparisons of numbers', 'a|gt|‹modifier-chain›lt: 5'],
  ['a number and a text', 'a|gt|‹modifier-chain›contains: 5'],
  ['a keyword that is a number', "'|‹modifier-chain›gt': 5"],
  ['a keyword that is a field', "'|‹modifier-chain›fieldref': b"],
  ['a number that is none', 'a|gte: ‹modifier-value›x'],
  ['a part of a time that is none', 'a|hour: ‹modifier-value›24'],
  ['a broken part of a time', 'a|hour: ‹modifier-value›1.5'],
  ['an encoding of a wildcard', 'a|base64: ‹modifier-value›x*'],
  ['an encoding of too little', 'a|base64offset|contains: ‹modifier-value›x'],
  ['an encoding of a number', 'a|base64: ‹modifier-value›5'],
  ['too many option signs', 'a|windash: ‹modifier-value›-a -b -c -d -e'],
  ['a field that is a number', 'a|fieldref: ‹modifier-value›5'],
  ['two comparisons', 'a|contains|‹modifier-chain›startswith: x'],
  ['two comparisons', 'a|cidr|‹modifier-chain›re: x'],
  ['a modifier twice', 'a|contains|‹modifier-chain›contains: x'],
  ['a flag without re', 'a|‹modifier-chain›i: x'],
  ['a flag before re', 'a|‹modifier-chain›i|re: x'],
  ['a flag behind another comparison', 'a|contains|‹modifier-chain›s: x'],
  ['exists in company', 'a|exists|‹modifier-chain›all: true'],
  ['exists of a keyword', "'|‹modifier-chain›exists': true"],
  ['exists of a text', "a|exists: '‹modifier-value›true'"],
  ['exists of a list', 'a|exists: ‹modifier-value›[true]'],
  ['exists of nothing', '‹modifier-value›a|exists:'],
  ['contains of a number', 'a|contains: ‹modifier-value›5'],
  ['contains of null in a list', 'a|contains: [x, ‹modifier-value›null]'],
  ['contains of an empty list', 'a|contains: ‹modifier-value›[]'],
  ['contains of an empty text', "a|contains: ‹modifier-value›''"],
  ['startswith of a boolean', 'a|startswith: ‹modifier-value›true'],
  ['cidr of a number', 'a|cidr: ‹modifier-value›10'],
  ['re of an empty text', "a|re: ‹modifier-value›''"],
  ['a network with host bits', 'a|cidr: [10.0.0.0/8, ‹bad-cidr›10.0.0.1/8]'],
  ['no network', 'a|cidr: ‹bad-cidr›10.0.0.*'],
  ['lookaround', "a|re: 'x‹bad-regex›(?=y)'"],
  ['a backreference', String.raw`a|re: '(x)‹bad-regex›\1'`],
  ['a group left open', 'a|re: ‹bad-regex›(x'],
  ['an expression that grows too large', "a|re: '((a{97})‹bad-regex›{98}){99}'"],
  ['a nested map', 'a: ‹wrong-type›{b: x}'],
  ['a list in a list', 'a: [x, ‹wrong-type›[y]]'],
  ['a field without a name', "‹bad-keyword›'': x"],
  ['a number that is not exact', 'a: ‹bad-number›12345678901234567890'],
  ['no number at all', 'a: [‹bad-number›.nan, ‹bad-number›.inf]'],
  ['a key twice', 'a: x\n        ‹duplicate-key›a: y'],
  ['a merge key', '‹merge-key›<<: x'],
  ['a tag', 'a: ‹yaml-tag›!foo x'],
])('%s is reported where it is: %s', (_, item) => {
  const { expected, found } = markedProblems(`${head}detection:\n    sel:\n        ${item}${foot}`);
  expect(found).toEqual(expected);
});

test.each([
  ['an empty map', 'sel: ‹empty-selection›{}'],
  ['an empty list', 'sel: ‹empty-selection›[]'],
  ['an empty map in a list', 'sel: [{a: x}, ‹empty-selection›{}]'],
  ['nothing', '‹bad-keyword›sel:'],
  ['an empty keyword', "sel: [x, ‹bad-keyword›'']"],
  ['a null keyword', 'sel: [x, ‹bad-keyword›null]'],
  ['an empty keyword under all', "sel: {'|all': [x, ‹bad-keyword›'']}"],
  ['a list in a list', 'sel: [‹wrong-type›[x]]'],
  ['a name that is an operator', '‹selection-name›not: {a: x}\n    sel: {a: x}'],
  ['a name that is a word of the condition', '‹selection-name›them: {a: x}\n    sel: {a: x}'],
  ['a name with a space', '‹selection-name›my sel: {a: x}\n    sel: {a: x}'],
  ['a name with a star', '‹selection-name›sel*: {a: x}\n    sel: {a: x}'],
  ['a timeframe', 'sel: {a: x}\n    ‹unsupported-aggregation›timeframe: 5m'],
])('a selection that is wrong is reported: %s', (_, selection) => {
  const { expected, found } = markedProblems(`${head}detection:\n    ${selection}${foot}`);
  expect(found).toEqual(expected);
});

test.each([
  ['plain', 'sel and ‹undefined-selection›foo'],
  ['single quotes', "'sel and ‹undefined-selection›foo'"],
  ['double quotes', '"sel and ‹undefined-selection›foo"'],
  ['plain over two lines', 'sel and\n        not ‹undefined-selection›foo'],
  ['folded', '>-\n        sel and\n        not ‹undefined-selection›foo'],
  ['a literal block', '|  # why\n        sel\n        and ‹undefined-selection›foo\n'],
  ['a list', '\n        - sel\n        - ‹undefined-selection›foo'],
  ['escapes, at the start of the text', '‹undefined-selection›"sel\\tand foo"'],
  ['the end of the text', '"sel and‹condition-syntax›"'],
  ['a pipe', 'sel ‹unsupported-aggregation›| count() > 5'],
  ['several', '‹undefined-selection›foo or 1 of ‹unmatched-pattern›bar* or sel'],
  ['a number', '‹wrong-type›5'],
  ['a map', '‹wrong-type›{sel: 1}'],
  ['an empty list', '‹wrong-type›[]'],
])('a problem in a condition points at its word: %s', (_, condition) => {
  const { expected, found } = markedProblems(
    `${head}detection:\n    sel: {a: x}\n    condition: ${condition}\n`,
  );
  expect(found).toEqual(expected);
});

const detection = 'detection: {sel: {a: x}, condition: sel}\n';

test.each([
  ['nothing', '‹empty-file›'],
  ['a comment', '‹empty-file›# nothing\n'],
  ['a list', '‹not-a-rule›[]'],
  ['a text', '‹not-a-rule›foo'],
  ['no keys', '‹missing-key›‹missing-key›‹missing-key›{}'],
  ['no title', `‹missing-key›logsource: {product: p}\n${detection}`],
  ['a misspelt key', `title: T\nlogsource: {product: p}\n‹missing-key›detecton: {}`],
  ['no condition', 'title: T\nlogsource: {product: p}\ndetection: ‹missing-key›{sel: {a: x}}'],
  ['a title that is no text', `title: ‹wrong-type›5\nlogsource: {product: p}\n${detection}`],
  ['a detection that is no map', 'title: T\nlogsource: {product: p}\ndetection: ‹wrong-type›[a]'],
  ['a logsource that is no map', `title: T\nlogsource: ‹wrong-type›p\n${detection}`],
  ['an empty logsource', `title: T\n‹empty-logsource›logsource: {}\n${detection}`],
  ['a logsource of prose', `title: T\nlogsource: ‹empty-logsource›{definition: d}\n${detection}`],
  ['a logsource key', `title: T\nlogsource: {product: p, ‹unknown-key›sevice: s}\n${detection}`],
  ['a logsource part', `title: T\nlogsource: {product: ‹wrong-type›1}\n${detection}`],
  ['a level', `${head}level: ‹bad-value›hgih\n${detection}`],
  ['a status', `${head}status: ‹bad-value›done\n${detection}`],
  ['tags', `${head}tags: [a, ‹wrong-type›5]\n${detection}`],
  ['a rule and a correlation rule in one', `${head}${detection}‹mixed-document›correlation: {}\n`],
  ['a filter and a rule in one', `${head}filter: {}\n‹mixed-document›${detection}`],
  ['an open bracket', 'title: [‹yaml-syntax›'],
  ['an open quote in a map', `title: T\na: { b: 'x }‹yaml-syntax›\nc: { d: 'y' }\n`],
  [
    'marks of a merge',
    `title: T\n‹yaml-syntax›<<<<<<< HEAD\nlevel: high\n=======\nlevel: low\n>>>>>>> x\n`,
  ],
  ['two colons too many', `title: ‹yaml-syntax›a: b\nlevel: ‹yaml-syntax›c: d\n`],
  ['an alias of nothing', `title: ‹yaml-alias›*x\n`],
  ['an alias in its own anchor', `title: &x [‹yaml-alias›*x]\n`],
  [
    'many at once',
    `‹missing-key›‹missing-key›titel: T\nlogsource: ‹empty-logsource›{definition: d}\nlevel: ‹bad-value›x\n`,
  ],
])('a document that is wrong is reported: %s', (_, text) => {
  const { expected, found } = markedProblems(text);
  expect(found).toEqual(expected);
});

test('problems of several documents stand in the order of the file', () => {
  const good = `${head}${detection}`;
  const { expected, found } = markedProblems(
    `${good}level: ‹bad-value›x\n---\n${good}---\ntitle: T\ncorrelation: ‹wrong-type›x\n`,
  );
  expect(found).toEqual(expected);
});

test.each([
  'sel: {a: x}\n    timeframe: 5m\n    condition: sel',
  'sel: {a: x}\n    condition: sel | count() > 5',
])(
  'what older rules counted with is refused in words that name correlation rules: %j',
  (detection) => {
    const { problems } = parseRules(`${head}detection:\n    ${detection}\n`, 'test.yml');
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('correlation'),
    ]);
  },
);
