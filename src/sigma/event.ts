/** An event as rules see it: JSON values by name, without cycles, and otherwise not to be trusted. */
export type Event = Readonly<Record<string, unknown>>;
