import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { requiredVariables } from '../../src/config/resolve-env.ts';
import { isFields } from '../../src/model/fields.ts';
import { readConfig } from '../../src/project.ts';
import type { Surroundings } from './check-deployment.ts';

/** Of Alibaba Cloud's own, made and kept by its consoles. */
const SYSTEM_ROLES = ['aliyunlogetlrole'];

const WEB_PARTS = ['web', 'ledger', 'locale', 'timezone', 'accounts'];

/** This project: its functions, its policies, its trailbell.yml. */
export async function readSurroundings(): Promise<Surroundings> {
  const functions = readdirSync('functions').map((file) => basename(file, '.ts'));
  const exports = await Promise.all(
    functions.map(async (name) => {
      const module: object = await import(resolve('functions', `${name}.ts`));
      return [name, new Set(Object.keys(module))] as const;
    }),
  );
  const policies = readdirSync('docs/ram').map((file) => `trailbell-${basename(file, '.json')}`);
  const config = readConfig(process.cwd());
  const parts = Object.entries(isFields(config) ? config : {});
  return {
    exports: new Map(exports),
    roles: new Set([...policies, ...SYSTEM_ROLES]),
    needs: (built) =>
      requiredVariables(
        parts.filter(([key]) => built !== 'web' || WEB_PARTS.includes(key)).map(([, part]) => part),
      ),
  };
}
