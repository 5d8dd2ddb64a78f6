import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { requiredVariables } from '../../src/config/resolve-env.ts';
import { partsReadBy } from '../../src/config/web-parts.ts';
import { readConfig } from '../../src/project.ts';
import type { Surroundings } from './check-deployment.ts';

/** Of Alibaba Cloud's own, made and kept by its consoles. */
const SYSTEM_ROLES = ['aliyunlogetlrole'];

/** This project: its functions, its policies, its trailbell.yml. */
export function readSurroundings(): Surroundings {
  const functions = readdirSync('functions').map((file) => basename(file, '.ts'));
  // Loading them would take all of trailbell.
  const exports = functions.map((name) => {
    const text = readFileSync(`functions/${name}.ts`, 'utf8');
    const found = text.matchAll(/^export async function (\w+)/gm);
    return [name, new Set(Array.from(found, ([, exported = '']) => exported))] as const;
  });
  const policies = readdirSync('docs/ram').map((file) => `trailbell-${basename(file, '.json')}`);
  const config = readConfig(process.cwd());
  return {
    exports: new Map(exports),
    roles: new Set([...policies, ...SYSTEM_ROLES]),
    needs: (built) => requiredVariables(partsReadBy(built, config)),
  };
}
