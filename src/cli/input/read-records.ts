import { isFields, parseJson } from '../../model/fields.ts';
import { wrappedRecords } from '../../workbench/wrapped-records.ts';
import { type Terminal, UsageError } from '../command.ts';
import { type Asking, openEvents } from './open-events.ts';
import { layoutOf, readPieces } from './read-pieces.ts';

/** A record as it stands in a file. */
export interface RecordText {
  /** JSON, unless it is malformed. */
  readonly text: string;
  /** Where people find it: `line 3`, `record 3`. Empty where it is alone. */
  readonly place: string;
}

/** Far more than anybody looks at one by one. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The records in a file, or in standard input for `-`: one, on as many lines as it takes, several of
 * those, a JSON list of them, or one a line; bare, or as LookupEvents answers them or Log Service's
 * console saves them. What is no JSON is a record too, so that whoever reads it says what is wrong.
 * Undefined where the person interrupts; throws a UsageError for what is no text, or more than 64 MB.
 */
export async function readRecords(
  file: string,
  asking: Asking,
  terminal: Terminal,
): Promise<readonly RecordText[] | undefined> {
  const { chunks } = await openEvents(file, asking, terminal);
  const bytes = await readAll(chunks, asking);
  if (terminal.interrupted.aborted) return undefined;
  return (await textsIn(bytes)).flatMap(({ text, place }) => {
    const wrapped = wrappedRecords(text);
    if (wrapped === undefined) return [{ text, place }];
    const within = (at: number) => [place, `event ${at + 1}`].filter(Boolean).join(', ');
    return wrapped.map((each, at) => ({
      text: each,
      place: wrapped.length === 1 ? place : within(at),
    }));
  });
}

async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  { option }: Asking,
): Promise<Buffer<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      const mend = 'npx trailbell scan finds what matches in it';
      throw new UsageError(`${option}: more than 64 MB; ${mend}`);
    }
    all.push(chunk);
  }
  return Buffer.concat(all);
}

async function textsIn(bytes: Buffer): Promise<readonly RecordText[]> {
  // It leaves out a byte order mark.
  const decoder = new TextDecoder();
  const whole = decoder.decode(bytes);
  const layout = layoutOf(bytes);
  const texts: RecordText[] = [];
  let count = 0;
  for await (const { bytes: cut, starts, ends } of readPieces([bytes])) {
    for (const [at, start] of starts.entries()) {
      count += 1;
      const text = decoder.decode(cut.subarray(start, ends[at]));
      const place = `${layout === 'lines' ? 'line' : 'record'} ${count}`;
      if (text.trim() !== '') texts.push({ text, place });
    }
  }
  if (layout === 'list' || texts.length === 0) return texts;
  // A record that was laid out over many lines in some other way has none that is a record by itself.
  const isOne =
    parseJson(whole) !== undefined || !texts.some(({ text }) => isFields(parseJson(text)));
  return isOne ? [{ text: whole, place: '' }] : texts;
}
