import { choiceOf, didYouMean } from '../../config/did-you-mean.ts';
import { isFields } from '../../model/fields.ts';
import { readConfig } from '../../project.ts';
import { UsageError } from '../command.ts';

/** Which channels are meant: those that are named, all of them where none is. Throws a UsageError. */
export function chooseChannels(
  named: readonly string[],
  directory: string,
): (name: string) => boolean {
  if (named.length === 0) return () => true;
  const config = readConfig(directory);
  const channels = isFields(config) && isFields(config['channels']) ? config['channels'] : {};
  const known = Object.keys(channels);
  for (const name of named) {
    if (known.includes(name)) continue;
    const near = didYouMean(name, known, `There are: ${choiceOf(known)}`);
    throw new UsageError(`trailbell.yml has no channel ${JSON.stringify(name)}. ${near}`);
  }
  return (name) => named.includes(name);
}
