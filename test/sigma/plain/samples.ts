/** Patterns for `re`, each with a text that some flags let it find something in. */
export const regexes: readonly (readonly [pattern: string, text: string])[] = [
  ['^a', 'ab'],
  ['b$', 'ab'],
  ['a.b', 'a\nb'],
  ['^B', 'a\nb'],
  ['[ab]+', 'xba'],
  ['k', 'K'],
  ['k', '\u212a'],
  ['σ', 'ς'],
  ['İ', 'i'],
  ['a|😀', '😀'],
  ['^.$', '😀'],
  ['^$', ''],
  ['(?:ab){2}', 'ABab'],
  ['(?i)AB', 'xab'],
  [String.raw`\d{2}`, '1523'],
  [String.raw`\*`, 'a*b'],
  [String.raw`\bb\b`, 'a b'],
  [String.raw`a\\b`, String.raw`a\b`],
  ['ab*$', 'A'],
];

export const networks = [
  '10.0.0.0/8',
  '10.1.0.0/16',
  '10.1.2.3',
  '10.1.2.2/31',
  '0.0.0.0/0',
  '192.168.4.0/22',
  '2001:db8::/32',
  '2001:db8::1/128',
  '::/0',
  '::1',
  '::ffff:10.0.0.0/104',
  '64:ff9b::/96',
] as const;

/** Addresses in and near those networks, and texts that are nearly addresses. */
export const addresses = [
  ['10.0.0.0', '10.1.2.3', '10.1.2.4', '10.255.255.255', '11.0.0.0', '192.168.7.255'],
  ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db9::', '::1', '::', '::10.1.2.3'],
  ['::ffff:10.1.2.3', '::FFFF:a01:203', '64:ff9b::10.1.2.3', '1:2:3:4:5:6:7::'],
  [
    '10.1.2',
    '10.1.2.03',
    '10.1.2.256',
    '10.1.2.3/8',
    ' 10.1.2.3',
    'fe80::1%1',
    '1::2::3',
    '1:2:3:4::5:6:7:8',
    '',
  ],
].flat();

export const numbers = [0, 1, 5, -1, 1.5, 10, 1000] as const;

/** Numbers as events hold them, and texts that are nearly numbers. */
export const numerals = [
  [0, 1, 5, -1, 1.5, 10, 11, 1000, 0.99],
  ['0', '1', '5', '5.0', '+5', '05', '-1', '1.50', '1e1', '1E3', '10'],
  ['', ' 5', '5 ', '5.', '.5', '0x5', 'five', '1e', 'Infinity', 'NaN', true],
].flat();

/** Some value of each part is that of several of the times below. */
export const partValues = {
  minute: [0, 5, 59],
  hour: [0, 2, 10, 23],
  day: [1, 21, 29, 31],
  week: [1, 47, 52, 53],
  month: [1, 2, 11, 12],
  year: [1970, 2024, 2025, 2026],
} as const;

/** Times as events hold them, and values that are nearly times. */
export const times = [
  ['2026-11-21T10:05:00Z', '2026-11-21T10:05:59.123Z', '2026-11-21 10:05:00'],
  ['2026-11-21T02:05:00+08:00', '2026-11-20T23:59:59-02:30', '2025-12-31T23:59:59-01:00'],
  ['2025-12-28', '2025-12-29', '2024-02-29T00:00:00Z', '2027-01-03T23:59:59Z', '2026-01-01'],
  [0, 1_795_255_500, 1_795_255_500_000, 1.5, -1, 99_999_999_999, 1e11, 1e300],
  ['10:05', '2026-11-21T25:05:00Z', '2026-13-01', '21/11/2026', '1795255500', '', true],
].flat();
