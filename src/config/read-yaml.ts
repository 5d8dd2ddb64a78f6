import { parseDocument } from 'yaml';
import { ConfigError } from '../model/config-error.ts';

/** The value of a YAML text; its first mistake is a ConfigError with the line. */
export function readYaml(text: string, file: string): unknown {
  // Account ids are keys: as numbers they would lose digits.
  const document = parseDocument(text, { stringKeys: true, prettyErrors: true });
  const [mistake] = document.errors;
  if (mistake) {
    const line = mistake.linePos?.[0].line ?? 1;
    throw new ConfigError(`${file}:${line}`, `is not YAML (${mistake.code})`, 'Correct the line');
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new ConfigError(file, 'has an alias that leads nowhere, or too many', 'Write it out');
  }
}
