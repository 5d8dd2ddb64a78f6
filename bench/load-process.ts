import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { openPath } from './path.ts';
import { loadPrecompiled } from './precompiled.ts';

// Prints how many milliseconds a cold process takes from precompiled rules to its first matches.

const [, , rulesFile = '', pageFile = ''] = process.argv;
const rules = readFileSync(rulesFile, 'utf8');
const page = { cursor: '0', nextCursor: '1', bytes: readFileSync(pageFile) };
const start = performance.now();
const matches = openPath(loadPrecompiled(rules))(page);
const ms = performance.now() - start;
if (matches === 0) throw new Error('nothing matched');
console.log(ms);
