import { answersTo } from './alerts/subject.ts';
import { errorReason } from './error-reason.ts';
import type { Due } from './model/alert.ts';
import type { Answered } from './model/response.ts';
import type { Pipeline } from './pipeline.ts';
import { joinTold, writeTold } from './told-alert.ts';

/** In a storm the gravest can be answered: the others are told in a digest. */
const MOST_ANSWERABLE = 100;

/**
 * Words alerts that ring so that they can be answered, and with what was answered before. They are kept
 * first, so that their links lead somewhere; what could not be kept has none.
 */
export async function sayAnswerable(
  due: readonly Due[],
  answered: Answered,
  { offers, ledger, say, journal }: Pick<Pipeline, 'offers' | 'ledger' | 'say' | 'journal'>,
): Promise<Pipeline['say']> {
  if (offers === undefined) return say;
  const ids = await keptOf(due).catch((error: unknown) => {
    // A mistake of ours in what can be done without must not cost anybody the alert.
    journal({ kind: 'not-answerable', error: errorReason(error) });
    return new Set<string>();
  });
  return (alert, channel, circumstances) =>
    say(alert, channel, {
      ...circumstances,
      answered: answersTo(alert, answered),
      offers: ids.has(alert.id) ? offers(alert.id, channel) : [],
    });

  /** Keeps the first of them, and answers with their ids. */
  async function keptOf(all: readonly Due[]): Promise<ReadonlySet<string>> {
    const ringing = all.filter(({ routed }) => !routed.isLate).slice(0, MOST_ANSWERABLE);
    const kept = ringing.map(({ alert, routed }) => ({
      id: alert.id,
      text: writeTold(alert, routed.route.groupBy, routed.channels),
    }));
    const isKept = await ledger.told.keep(kept, joinTold);
    return new Set(isKept ? kept.map(({ id }) => id) : []);
  }
}
