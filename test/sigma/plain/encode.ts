import { literally, readWildcards, spelled, type Token } from './wildcards.ts';

/** A value on its way through a chain: a pattern still, or bytes since one of the `utf16`. */
type Draft = readonly Token[] | Buffer;

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** What a rule's text becomes by the encodings and the `windash` of a chain; any of them may match. */
export function transform(
  raw: string,
  modifiers: readonly string[],
): readonly (readonly Token[])[] {
  const start: readonly Draft[] = [readWildcards(raw)];
  return modifiers
    .reduce((drafts, modifier) => drafts.flatMap((draft) => step(draft, modifier)), start)
    .map((draft) => (Buffer.isBuffer(draft) ? literally(draft.toString('latin1')) : draft));
}

function step(draft: Draft, modifier: string): readonly Draft[] {
  switch (modifier) {
    case 'windash':
      if (Buffer.isBuffer(draft)) throw new Error('windash after an encoding');
      return withEveryDash([], draft);
    case 'utf16le':
    case 'wide':
      return [Buffer.from(literalOf(draft), 'utf16le')];
    case 'utf16be':
      return [Buffer.from(literalOf(draft), 'utf16le').swap16()];
    case 'utf16':
      return [Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(literalOf(draft), 'utf16le')])];
    case 'base64':
      return [literally(bytesOf(draft).toString('base64'))];
    case 'base64offset':
      // A single byte in the middle of three leaves no character that depends on it alone. Nothing
      // can be looked for then; an empty text would be found in everything.
      return [0, 1, 2]
        .map((shift) => base64At(shift, bytesOf(draft)))
        .filter((text) => text !== '')
        .map(literally);
    default:
      return [draft];
  }
}

function literalOf(draft: Draft): string {
  if (Buffer.isBuffer(draft)) throw new Error('an encoding of bytes into characters');
  const text = spelled(draft);
  if (text === undefined) throw new Error('a wildcard under an encoding');
  return text;
}

function bytesOf(draft: Draft): Buffer {
  return Buffer.isBuffer(draft) ? draft : Buffer.from(literalOf(draft), 'utf8');
}

/** What base64 makes of bytes wherever they begin `shift` bytes after a multiple of three. */
function base64At(shift: number, bytes: Buffer): string {
  const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
  const encoded = shifted.toString('base64');
  const leading = [0, 2, 3][shift] ?? 0;
  const trailing = [0, 3, 2][shifted.length % 3] ?? 0;
  return encoded.slice(leading, Math.max(leading, encoded.length - trailing));
}

function withEveryDash(
  before: readonly Token[],
  tokens: readonly Token[],
): readonly (readonly Token[])[] {
  const [token, ...rest] = tokens;
  if (token === undefined) return [before];
  const startsWord = !isWordy(before.at(-1)) && isWordy(rest[0]);
  if (startsWord && typeof token !== 'string' && dashes.includes(token.character)) {
    return dashes.flatMap((character) => withEveryDash([...before, { character }], rest));
  }
  return withEveryDash([...before, token], rest);
}

function isWordy(token: Token | undefined): boolean {
  return typeof token === 'object' && /^[\p{L}\p{N}_]$/u.test(token.character);
}
