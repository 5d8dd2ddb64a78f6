/**
 * A value on its way through the modifiers that rewrite it. Where it is `binary`, each character
 * stands for one byte.
 */
interface Encoded {
  readonly text: string;
  readonly binary: boolean;
}

export type Encoding = 'utf16le' | 'wide' | 'utf16be' | 'utf16' | 'base64' | 'base64offset';

/** The texts that a value becomes; `base64offset` makes three of one. */
export function encode(text: string, encodings: readonly Encoding[]): readonly string[] {
  let texts: readonly Encoded[] = [{ text, binary: false }];
  for (const encoding of encodings) texts = texts.flatMap((each) => apply(encoding, each));
  return texts.map((each) => each.text);
}

function apply(encoding: Encoding, value: Encoded): readonly Encoded[] {
  switch (encoding) {
    case 'utf16le':
    case 'wide':
      return [binary(Buffer.from(value.text, 'utf16le'))];
    case 'utf16be':
      return [binary(Buffer.from(value.text, 'utf16le').swap16())];
    case 'utf16':
      return [binary(Buffer.from(`\uFEFF${value.text}`, 'utf16le'))];
    case 'base64':
      return [{ text: bytesOf(value).toString('base64'), binary: false }];
    case 'base64offset':
      return [0, 1, 2].map((shift) => ({
        text: middleOfBase64(bytesOf(value), shift),
        binary: false,
      }));
  }
}

function binary(bytes: Buffer): Encoded {
  return { text: bytes.toString('latin1'), binary: true };
}

function bytesOf({ text, binary: isBinary }: Encoded): Buffer {
  return Buffer.from(text, isBinary ? 'latin1' : 'utf8');
}

/**
 * What of the encoded bytes is the same whatever stands before them (`shift` bytes, in the group of
 * three where they begin) and behind them. Each character of Base64 holds six bits.
 */
function middleOfBase64(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + bytes.length) * 8) / 6);
  return encoded.slice(first, last);
}

/** Everything that a shell may take for the dash or slash before an option. */
const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];

const optionSign = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;

/** Five signs in this many places: 625 texts. */
export const MOST_DASHES = 4;

/**
 * Every way to write the option signs of a text: a dash or slash right before a word, and not behind
 * another one. Undefined where there are more than `MOST_DASHES` of them.
 */
export function permuteDashes(text: string): readonly string[] | undefined {
  const places = [...text.matchAll(optionSign)].map(({ index }) => index);
  if (places.length > MOST_DASHES) return undefined;
  let texts: readonly string[] = [text];
  for (const place of places) {
    texts = texts.flatMap((each) =>
      dashes.map((dash) => each.slice(0, place) + dash + each.slice(place + 1)),
    );
  }
  return texts;
}
