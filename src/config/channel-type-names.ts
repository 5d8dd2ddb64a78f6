import { channelTypes } from '../channels/index.ts';

/** The types of channels that there are, by name. */
export const channelTypeNames: readonly string[] = channelTypes.map(({ type }) => type).toSorted();
