import { hash } from '../alerts/hash.ts';
import type { AnswerAction } from '../model/action.ts';
import type { Acknowledgement, ChatSilence, Responder, Subject } from '../model/response.ts';
import type { ToldEntry } from '../told-alert.ts';
import { silenceEnd } from './silence-end.ts';
import type { Site } from './site.ts';

/** What somebody wants done about an alert. */
export interface Answering {
  /** What proves that they may, and only once: the same proof is the same answer. */
  readonly proof: readonly string[];
  readonly action: AnswerAction;
  readonly told: ToldEntry;
  readonly subject: Subject;
  readonly by: Responder;
  readonly comment: string;
  /** When it was offered: a silence ends when the offer said. Milliseconds since 1970. */
  readonly from: number;
}

export type Answered =
  | {
      readonly kind: 'kept';
      readonly response: Acknowledgement | ChatSilence;
      /** Whether this very answer came before: then nothing was changed. */
      readonly isOld: boolean;
    }
  /** There are as many silences as may be. */
  | { readonly kind: 'too-many' };

/**
 * Keeps an answer. One that comes again, whatever it says this time, answers with what the first one did.
 * Rejects with a LedgerDownError where it may not have been kept.
 */
export async function answerAlert(
  { proof, action, told, subject, by, comment, from }: Answering,
  { ledger: { responses }, now, voice, journal }: Site,
): Promise<Answered> {
  const id = hash(['answer', ...proof]);
  const { silences, acknowledgements } = await responses.read();
  const known = [...silences, ...acknowledgements].find((each) => each.id === id);
  if (known !== undefined) return { kind: 'kept', response: known, isOld: true };

  const { alert, channels } = told;
  const at = now();
  const { title, zh } = alert.rule;
  const about = { subject, alert: alert.id, title, zhTitle: zh.title };
  const answer = { id, ...about, by, at, comment };
  const response =
    action === 'acknowledge'
      ? await responses.acknowledge({ kind: 'acknowledgement', ...answer })
      : await responses.silence({
          kind: 'silence',
          ...answer,
          endsAt: silenceEnd(action, from, voice.timezone),
          channels,
        });
  if (response === undefined) return { kind: 'too-many' };
  journal({
    kind: 'answered',
    what: response.kind,
    answer: id,
    alert: alert.id,
    rule: subject.rule,
    isVerified: by.isVerified,
    ...(response.kind === 'silence' && { endsAt: new Date(response.endsAt).toISOString() }),
  });
  return { kind: 'kept', response, isOld: false };
}
