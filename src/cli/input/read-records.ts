import { isFields, parseJson } from '../../model/fields.ts';
import { wrappedRecords } from '../../workbench/wrapped-records.ts';

/** A record as it stands in a file. */
export interface RecordText {
  /** JSON, unless it is malformed. */
  readonly text: string;
  /** Where people find it: `line 3`, `record 3`. Empty where it is alone. */
  readonly place: string;
}

/**
 * The records in a text: one, on as many lines as it takes, a JSON list of them, or one a line; bare, or
 * as LookupEvents answers them or Log Service's console saves them. What is no JSON is a record too, so that whoever reads it says what is wrong.
 */
export function readRecords(bytes: Uint8Array): readonly RecordText[] {
  return readTexts(bytes).flatMap(({ text, place }) => {
    const wrapped = wrappedRecords(text);
    if (wrapped === undefined) return [{ text, place }];
    const within = (at: number) => [place, `event ${at + 1}`].filter(Boolean).join(', ');
    return wrapped.map((each, at) => ({
      text: each,
      place: wrapped.length === 1 ? place : within(at),
    }));
  });
}

function readTexts(bytes: Uint8Array): readonly RecordText[] {
  const decoded = new TextDecoder().decode(bytes);
  const whole = parseJson(decoded);
  if (Array.isArray(whole)) {
    const records: readonly unknown[] = whole;
    return records.map((record, at) => ({
      text: JSON.stringify(record),
      place: `record ${at + 1}`,
    }));
  }
  if (decoded.trim() === '') return [];
  const lines = decoded
    .split('\n')
    .map((text, at) => ({ text, place: `line ${at + 1}` }))
    .filter(({ text }) => text.trim() !== '');
  // A record that was laid out over many lines has none that is a record by itself.
  const isOne = whole !== undefined || !lines.some(({ text }) => isFields(parseJson(text)));
  return isOne ? [{ text: decoded, place: '' }] : lines;
}

/** What is wrong with a text that is no JSON, and where as far as that is known; undefined where it is JSON. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [problem = '', position] = error.message.split(/ (?:in JSON )?at position (\d+).*/s);
    if (position === undefined) return problem;
    const before = text.slice(0, Number(position));
    const column = `column ${before.length - before.lastIndexOf('\n')}`;
    const lines = before.split('\n').length;
    return `${problem} (${text.trim().includes('\n') ? `line ${lines}, ${column}` : column})`;
  }
}
