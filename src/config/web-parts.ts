import { type Fields, isFields } from '../model/fields.ts';

/** Of trailbell.yml what the function web reads. The others read all of it. */
export const webParts = ['web', 'ledger', 'locale', 'timezone', 'accounts'] as const;

/** What of the value of trailbell.yml a function reads, by the name that it is built by. */
export function partsReadBy(built: string | undefined, config: unknown): Fields {
  const parts = isFields(config) ? config : {};
  if (built !== 'web') return parts;
  const names: readonly string[] = webParts;
  return Object.fromEntries(Object.entries(parts).filter(([key]) => names.includes(key)));
}
