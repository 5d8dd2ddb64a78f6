import { canonicalService, describeEvent, knownEventsOf } from '../../actiontrail/catalogue.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';

/** An event that no rule looks for. */
export interface UnlookedFor {
  /** The end of a sentence: `: did you mean 'DeleteDesktops'?`, or empty. */
  readonly hint: string;
  /** Whether the catalogue has the event, so that a rule can be made from it. */
  readonly isDescribed: boolean;
}

/** What may have been meant by an event that no rule looks for. */
export function unlookedFor(service: string, name: string): UnlookedFor {
  const known = canonicalService(service) ?? service;
  const isDescribed = describeEvent(known, name) !== undefined;
  return { isDescribed, hint: isDescribed ? '' : didYouMean(name, knownEventsOf(known)) };
}
