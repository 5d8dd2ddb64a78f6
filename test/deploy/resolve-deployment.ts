import { valueAt } from '../../src/config/read-issue.ts';
import { isFields } from '../../src/model/fields.ts';

/** What is wrong with a deployment, and where: keys with dots between. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** `${vars.name}`, `${env('NAME', 'what stands in')}` of 3.0 and `${env(NAME)}` of 2.0. */
const reference = /\$\{([^}]*)\}/g;
const envOf = {
  '3.0.0': /^env\('[A-Z][A-Z0-9_]*', '([^']*)'\)$/,
  '1.0.0': /^env\([A-Z][A-Z0-9_]*\)()$/,
} as const;

/**
 * A deployment as Serverless Devs reads it in an environment without secrets: what is merged (`<<`) in its
 * place, and every reference replaced. `faults` are references that lead nowhere.
 */
export function resolveDeployment(deployment: unknown): {
  readonly value: unknown;
  readonly faults: readonly Fault[];
} {
  const faults: Fault[] = [];
  const env = envOf[valueAt(deployment, ['edition']) === '1.0.0' ? '1.0.0' : '3.0.0'];

  function lookUp(inner: string, path: readonly string[]): unknown {
    const [, name] = /^vars\.(\w+)$/.exec(inner) ?? [];
    const found = name === undefined ? env.exec(inner)?.[1] : valueAt(deployment, ['vars', name]);
    if (found === undefined) faults.push({ path: path.join('.'), message: `\${${inner}}` });
    return found;
  }

  function resolve(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'string') {
      const [, whole] = /^\$\{([^}]*)\}$/.exec(value) ?? [];
      if (whole !== undefined) return lookUp(whole, path);
      return value.replace(reference, (_, inner: string) => String(lookUp(inner, path)));
    }
    if (Array.isArray(value)) return value.map((each, at) => resolve(each, [...path, String(at)]));
    if (!isFields(value)) return value;
    const { '<<': merged, ...own } = value;
    const all = { ...(isFields(merged) && merged), ...own };
    return Object.fromEntries(
      Object.entries(all).map(([key, each]) => [key, resolve(each, [...path, key])]),
    );
  }

  return { value: resolve(deployment, []), faults };
}
