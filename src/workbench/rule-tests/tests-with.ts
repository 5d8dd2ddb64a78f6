import { type Fields, isFields } from '../../model/fields.ts';
import type { Heading } from '../../sigma/rule.ts';

/** Those of a rule's tests that say whether it matches, whatever may be wrong with them otherwise. */
export function testsWith({ tests }: Pick<Heading, 'tests'>, match: boolean): readonly Fields[] {
  const written: readonly unknown[] = Array.isArray(tests) ? tests : [];
  return written.filter(isFields).filter((test) => test['match'] === match);
}
