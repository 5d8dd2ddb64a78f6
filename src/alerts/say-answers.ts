import type { Fact } from '../model/notification.ts';
import type { Answered, Responder } from '../model/response.ts';
import { label, type Text, value } from '../model/text.ts';
import { timeText } from './time-text.ts';
import type { Words } from './words.ts';

/** What people have answered, the latest of each kind. */
export function answerFacts(
  { silences, acknowledgements }: Answered,
  timezone: string,
  said: Words,
): readonly Fact[] {
  const acknowledgement = acknowledgements.at(-1);
  const silence = silences.at(-1);
  const moment = (time: number): string => timeText(new Date(time), new Date(time), timezone);
  const why = (comment: string): Text => (comment === '' ? [] : [label(' · '), value(comment)]);
  const facts: Fact[] = [];
  if (acknowledgement !== undefined) {
    const { by, at, comment } = acknowledgement;
    const text = [...responder(by, said), label(` · ${moment(at)}`), ...why(comment)];
    facts.push({ label: said.acknowledged, text });
  }
  if (silence !== undefined) {
    const { by, endsAt, ended, comment } = silence;
    const end: Text =
      ended === undefined
        ? [label(` · ${said.until(moment(endsAt))}`)]
        : [label(` · ${said.endedBy} `), ...responder(ended.by, said)];
    facts.push({ label: said.silenced, text: [...responder(by, said), ...end, ...why(comment)] });
  }
  return facts;
}

/** Who it was, and how that is known. */
export function responder({ name, isVerified, address }: Responder, said: Words): Text {
  const [open, close] = said.brackets;
  if (isVerified) return [value(name)];
  const from = address === undefined ? [] : [label(said.comma), value(address)];
  return [value(name), label(open), label(said.notVerified), ...from, label(close)];
}
