import { type Locale, locales } from '../../model/locale.ts';
import { UsageError } from '../command.ts';

/** The value of --locale. */
export function readLocale(text: string | undefined): Locale | undefined {
  if (text === undefined) return undefined;
  const locale = locales.find((each) => each === text);
  if (!locale) throw new UsageError(`--locale is ${locales.join(' or ')}, not '${text}'`);
  return locale;
}
