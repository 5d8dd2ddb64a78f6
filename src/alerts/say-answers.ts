import type { Locale } from '../model/locale.ts';
import type { Fact } from '../model/notification.ts';
import type { Answered, Responder } from '../model/response.ts';
import { label, type Text, value } from '../model/text.ts';
import { answerWords } from './answer-words.ts';
import { timeText } from './time-text.ts';
import { words } from './words.ts';

/** What people have answered, the latest of each kind. */
export function answerFacts(
  { silences, acknowledgements }: Answered,
  { locale, timezone }: { readonly locale: Locale; readonly timezone: string },
): readonly Fact[] {
  const said = answerWords[locale];
  const acknowledgement = acknowledgements.at(-1);
  const silence = silences.at(-1);
  const moment = (time: number): string => timeText(new Date(time), new Date(time), timezone);
  const why = (comment: string): Text => (comment === '' ? [] : [label(' · '), value(comment)]);
  const facts: Fact[] = [];
  if (acknowledgement !== undefined) {
    const { by, at, comment } = acknowledgement;
    const text = [...responder(by, locale), label(` · ${moment(at)}`), ...why(comment)];
    facts.push({ label: said.acknowledgedBy, text });
  }
  if (silence !== undefined) {
    const { by, endsAt, ended, comment } = silence;
    const end: Text =
      ended === undefined
        ? [label(` · ${said.until}${moment(endsAt)}`)]
        : [label(` · ${said.endedBy}`), ...responder(ended.by, locale)];
    const text = [...responder(by, locale), ...end, ...why(comment)];
    facts.push({ label: said.silencedBy, text });
  }
  return facts;
}

/** Who it was, and how that is known. */
export function responder({ name, isVerified, address }: Responder, locale: Locale): Text {
  const { brackets, comma } = words[locale];
  const [open, close] = brackets;
  if (isVerified) return [value(name)];
  const from = address === undefined ? [] : [label(comma), value(address)];
  return [value(name), label(open), label(answerWords[locale].notVerified), ...from, label(close)];
}
