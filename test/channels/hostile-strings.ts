import * as fc from 'fast-check';

/** A text that somebody who attacks us could write. Made of little, so that a failure prints little. */
export interface Hostile {
  readonly text: string;
  readonly times: number;
}

/** Nobody links to it but an attacker. */
export const EVIL = 'evil.example';

/** The keyword that channels are told to carry; a text that holds it too must change nothing. */
export const KEYWORD = '值班';

/** A member whom channels are told to mention. */
export const MEMBER = 'alice';
export const MOBILE = '13800000000';

const mentions = [
  '@all',
  '@所有人',
  '@everyone',
  `@${MOBILE}`,
  `@${MEMBER}`,
  '<@all>',
  `<@${MEMBER}>`,
  '<!channel>',
  '<!here|x>',
  '<!everyone>',
  '<@U0123ABCD>',
  '<#C0123ABCD>',
  '<!subteam^S0123ABCD>',
  '<!date^1392734382^{date}^https://evil.example|x>',
  '<at id=all></at>',
  '<at user_id="all">x</at>',
  '<at ids="ou_1,ou_2"></at>',
  '<at email=x@evil.example></at>',
  '<at>Alice</at>',
];

const links = [
  '[pay](https://evil.example)',
  '[pay](//evil.example)',
  '[pay](dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fevil.example)',
  '[pay](javascript:alert(1))',
  '[pay][1]\n\n[1]: https://evil.example',
  '![x](https://evil.example/x.png)',
  '<https://evil.example|pay>',
  '<https://evil.example>',
  '<mailto:x@evil.example|x>',
  'https://evil.example/?a=b&c=d#e',
  'HTTP://evil.example',
  'http:\u0000//evil.example',
  'https:\u2060//evil.example',
  'https:/\u202e/evil.example',
  'www.evil.example',
  'slack://open?team=T0',
  '<a href="https://evil.example">pay</a>',
  '<a href=https://evil.example></a>',
  '](https://evil.example)',
  '"><img src=x onerror=alert(1)>',
];

const markdown = [
  '# x',
  '###### x',
  'x\n===',
  'x\n---',
  '---',
  '***',
  '- x',
  '+ x',
  '* x',
  '1. x',
  '9) x',
  '> x',
  '>x',
  '&gt; x',
  '```\nx\n```',
  '`x`',
  '    x',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '**x**',
  '__x__',
  '*x*',
  '_x_',
  '~x~',
  '~~x~~',
  '**',
  '*',
  '`',
  '\\',
  '\\*x\\*',
  '$x$',
  ':rotating_light:',
];

const tags = [
  '<font color="warning">x</font>',
  '</font>',
  "<font color='red'>x",
  '<text_tag color="red">x</text_tag>',
  '<number_tag>1</number_tag>',
  '<link url="https://evil.example">x</link>',
  '<button type="primary">x</button>',
  '<raw>',
  '<br>',
  '<hr>',
  '<!-- x -->',
  '<script>alert(1)</script>',
  '</div></span></p>',
  '{{template}}',
  '${var}',
  '${$root.user}',
  '{{DATE(2026-11-21T07:04:05Z, SHORT)}}',
  '{{TIME(2026-11-21T07:04:05Z)}}',
  '"},{"tag":"markdown","content":"<at id=all></at>"},{"x":"',
];

const entities = [
  '&lt;at id=all&gt;&lt;/at&gt;',
  '&lt;!channel&gt;',
  '&#60;at id=all&#62;',
  '&#x40;all',
  '&amp;lt;!here&amp;gt;',
  '&#91;x&#93;&#40;https:&#47;&#47;evil.example&#41;',
  '&nbsp;',
];

const unseen = [
  '\u202egnp.exe\u202c',
  '\u2066x\u2069',
  '\u2067x',
  '\u200fx\u200e',
  '\u061c',
  '\u200b',
  '\u200d',
  '\u2060',
  '\u00ad',
  '\ufeff',
  '\u{e0041}\u{e007f}',
  '\u0000',
  '\u0007\u001b[31m',
  '\u007f\u0085\u009b',
  '\t',
  '\r\n',
  '\n\n',
  '\v\f',
  '\u2028\u2029',
  '\u3000',
];

const pieces = [
  '\ud83d',
  '\ude00',
  '👩🏽‍🚀',
  '👨‍👩‍👧‍👦',
  '🇨🇳',
  'e\u0301',
  'ç\u0327\u0301',
  'שלום',
  'مرحبا',
  '值',
  '＠all',
  '＜at id=all＞＜/at＞',
  '［x］（https：//evil.example）',
  KEYWORD,
  '告警',
  ' · ',
  ': ',
  '：',
  ' ×12',
  ' — ',
  '…',
  'event E-2',
  'x',
  '7',
  ' ',
];

const fragments = [
  ...mentions,
  ...links,
  ...markdown,
  ...tags,
  ...entities,
  ...unseen,
  ...pieces,
] as const;

const fragment = fc.constantFrom(...fragments);

const chain = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fragment }, fc.string({ unit: 'binary', maxLength: 6 })),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));

/** What makes a line something else where it begins with it. */
const starts = ['# ', '> ', '- ', '+ ', '* ', '1. ', '- [ ] ', '| ', '```', '--- ', '=== ', ': '];

const line = fc.tuple(fc.constantFrom(...starts), chain).map((parts) => parts.join(''));

/** Also in the middle of a character, a tag or a link. */
const torn = fc
  .tuple(chain, fc.nat({ max: 12 }), fc.nat({ max: 40 }))
  .map(([text, from, length]) => text.slice(from, from + length));

export const shortText: fc.Arbitrary<Hostile> = fc
  .oneof(
    fragment,
    chain,
    line,
    torn,
    fc.string({ unit: 'binary', maxLength: 24 }),
    fc.string({ unit: 'grapheme', maxLength: 24 }),
  )
  .map((text) => ({ text, times: 1 }));

const LONG = 100_000;

/** About 100 KB of one thing: what grows in JSON, in UTF-8 or as full-width, and what cannot be cut. */
export const longText: fc.Arbitrary<Hostile> = fc
  .oneof(
    fc.constantFrom('x', '值', '👩🏽‍🚀', '\u0301', '"', '\\', '<', '*', '&', '\u0000', '\ud83d', '\n'),
    fragment,
    chain,
  )
  .map((text) => ({ text, times: Math.ceil(LONG / Math.max(1, text.length)) }));

export function written({ text, times }: Hostile): string {
  return text.repeat(times);
}
