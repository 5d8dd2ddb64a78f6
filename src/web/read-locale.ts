import { type Locale, locales } from '../model/locale.ts';

export interface LocaleHints {
  /** What was chosen on a page: now, or before. */
  readonly chosen: readonly (string | undefined)[];
  /** The header Accept-Language. */
  readonly accepted: string | undefined;
  readonly standIn: Locale;
}

/** The language in which a visitor reads. */
export function readLocale({ chosen, accepted = '', standIn }: LocaleHints): Locale {
  const wanted = accepted
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
      return { tag: tag.trim().toLowerCase().split('-')[0], quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
  const [first = standIn] = [...chosen, ...wanted].flatMap(
    (name) => locales.find((locale) => locale === name) ?? [],
  );
  return first;
}
