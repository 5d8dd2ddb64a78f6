export const locales = ['en', 'zh'] as const;

/** The language of the labels in a message. */
export type Locale = (typeof locales)[number];
