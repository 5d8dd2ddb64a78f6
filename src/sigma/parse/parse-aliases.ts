import type { Correlation } from '../correlation-rule.ts';
import { didYouMean } from '../did-you-mean.ts';
import { readMap, readText } from './read-key.ts';
import type { Source } from './source.ts';
import type { Entry } from './yaml-tree.ts';

/**
 * Reads `aliases` (Sigma specification 2.1.0, "Field Name Aliases"): for each alias, the field that
 * stands for it in each rule. A rule is named as in `rules`.
 */
export function parseAliases(
  source: Source,
  entry: Entry | undefined,
  rules: readonly string[],
): Correlation['aliases'] {
  const aliases = readMap(source, entry)?.entries ?? [];
  return Object.fromEntries(aliases.map((alias) => [alias.key, parseAlias(source, alias, rules)]));
}

function parseAlias(
  source: Source,
  alias: Entry,
  rules: readonly string[],
): Readonly<Record<string, string>> {
  const fields: [string, string][] = [];
  for (const entry of readMap(source, alias)?.entries ?? []) {
    const { key, keyRange } = entry;
    if (!rules.includes(key)) {
      const message = `'${key}' is not among this correlation's rules${didYouMean(key, rules)}`;
      source.report('unknown-reference', keyRange.start, message);
    }
    const field = readText(source, entry);
    if (field !== undefined) fields.push([key, field]);
  }
  return Object.fromEntries(fields);
}
