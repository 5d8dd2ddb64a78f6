import { type Fields, isFields } from '../model/fields.ts';

/** Each `environmentVariables` in the value of an s.yaml, with what it merges from elsewhere (`<<`). */
export function deployedEnvironments(deployment: unknown): readonly Fields[] {
  if (typeof deployment !== 'object' || deployment === null) return [];
  return Object.entries(deployment).flatMap(([key, each]: readonly [string, unknown]) => {
    if (key !== 'environmentVariables' || !isFields(each)) return deployedEnvironments(each);
    const { '<<': merged, ...own } = each;
    return [Object.assign({}, ...[merged].flat().filter(isFields), own)];
  });
}
