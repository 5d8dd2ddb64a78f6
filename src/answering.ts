import { answersTo } from './alerts/subject.ts';
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
  { offers, ledger, say }: Pick<Pipeline, 'offers' | 'ledger' | 'say'>,
): Promise<Pipeline['say']> {
  if (offers === undefined) return say;
  const ringing = due.filter(({ routed }) => !routed.isLate);
  const kept = ringing.slice(0, MOST_ANSWERABLE).map(({ alert, routed }) => ({
    id: alert.id,
    text: writeTold(alert, routed.route.groupBy, routed.channels),
  }));
  const ids = new Set((await ledger.told.keep(kept, joinTold)) ? kept.map(({ id }) => id) : []);
  return (alert, channel, circumstances) =>
    say(alert, channel, {
      ...circumstances,
      answered: answersTo(alert, answered),
      offers: ids.has(alert.id) ? offers(alert.id, channel) : [],
    });
}
