import type { TestProject } from 'vitest/node';
import { readConfig, readRules } from '../../src/project.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The rules that are shipped and the value of trailbell.yml, as JSON. */
    readonly shipped: string;
  }
}

/** Reads the rule files once for all test files: YAML takes longer to read than most of them to run. */
export function setup({ provide }: TestProject): void {
  provide('shipped', JSON.stringify({ rules: readRules('.', ['rules']), config: readConfig('.') }));
}
