import { type Fields, isFields } from '../model/fields.ts';

/** What a function is given, and which of those that the build makes it is. */
export interface DeployedEnvironment {
  /** Such as detect; undefined where the function's code is not what the build makes. */
  readonly built: string | undefined;
  readonly variables: Fields;
}

/**
 * Each `environmentVariables` in the value of an s.yaml or s.fc2.yaml, with what it merges from elsewhere
 * (`<<`).
 */
export function deployedEnvironments(deployment: unknown): readonly DeployedEnvironment[] {
  if (typeof deployment !== 'object' || deployment === null) return [];
  const entries: readonly (readonly [string, unknown])[] = Object.entries(deployment);
  return entries.flatMap(([key, each]) => {
    if (key !== 'environmentVariables' || !isFields(each)) return deployedEnvironments(each);
    const { '<<': merged, ...own } = each;
    const variables: Fields = Object.assign({}, ...[merged].flat().filter(isFields), own);
    return [{ built: builtFrom(deployment), variables }];
  });
}

/** Function Compute 3.0 calls it code, 2.0 codeUri. */
function builtFrom(properties: object): string | undefined {
  if (!isFields(properties)) return undefined;
  const { code = properties['codeUri'] } = properties;
  return typeof code === 'string' ? /\bdist\/([\w-]+)\/?$/.exec(code)?.[1] : undefined;
}
