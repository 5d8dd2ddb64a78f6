import { canonicalService, knownServices } from '../../actiontrail/catalogue.ts';
import { fitsGlob } from '../../alerts/glob.ts';
import type { Matchers } from '../../model/routing.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';
import type { RouteWarning } from './route-warning.ts';

/** What there is to name. */
export interface KnownNames {
  /** Ids and titles. */
  readonly rules: readonly string[];
  /** What people call the accounts, by id. */
  readonly accounts: Readonly<Record<string, string>>;
  /** What rules look for, as JSON. */
  readonly detections: readonly string[];
}

/** The names in a match that nothing has. `key` is that of the match. */
export function unknownNames(
  match: Matchers,
  key: string,
  { rules, accounts, detections }: KnownNames,
): readonly RouteWarning[] {
  const { rule = [], account = [], service = [] } = match;
  const called = Object.values(accounts);
  return [
    ...rule
      .filter((name) => !rules.some((known) => fitsGlob(name, known)))
      .map((name): RouteWarning => {
        const message = `no rule has the id or title '${name}'${didYouMean(name, rules)}`;
        return { kind: 'unknown-rule', key: `${key}.rule`, message };
      }),
    ...account
      // Nobody has to give an account a name.
      .filter((name) => !/^[\d*]+$/.test(name) && !called.some((known) => fitsGlob(name, known)))
      .map((name): RouteWarning => {
        const message = `no account under accounts is called '${name}'${didYouMean(name, called)}`;
        return { kind: 'unknown-account', key: `${key}.account`, message };
      }),
    ...service.flatMap((name): readonly RouteWarning[] => {
      const message = troubleWithService(name, detections);
      return message === undefined
        ? []
        : [{ kind: 'unknown-service', key: `${key}.service`, message }];
    }),
  ];
}

function troubleWithService(name: string, detections: readonly string[]): string | undefined {
  if (name.includes('*')) return undefined;
  const canonical = canonicalService(name);
  if (canonical !== undefined) {
    return fitsGlob(name, canonical) ? undefined : `'${name}' is called '${canonical}' here`;
  }
  const text = JSON.stringify(name).toLowerCase();
  // The catalogue has not all services: whoever writes a rule for another one knows it.
  if (detections.some((detection) => detection.toLowerCase().includes(text))) return undefined;
  return `neither the catalogue nor a rule names the service '${name}'${didYouMean(name, knownServices())}`;
}
