import type { Finding } from './finding.ts';
import { type Progress, progressOf } from './progress.ts';
import { type Target, targets } from './targets.ts';

// Measures the target named on the command line and sends what it found to the process that asked.
// Only what is measured is loaded.

type Run = (progress: Progress) => Promise<Finding>;

const runs: Readonly<Record<Target, () => Promise<Run>>> = {
  '1a': async () => (await import('./1-skipping.ts')).eventKeyed,
  '1b': async () => (await import('./1-skipping.ts')).otherLiterals,
  '1c': async () => (await import('./1-skipping.ts')).allOfInterest,
  '1d': async () => (await import('./1-skipping.ts')).shippedPacks,
  '2': async () => (await import('./2-peers.ts')).againstPeers,
  '3a': async () => (await import('./3-scaling.ts')).eventNames,
  '3b': async () => (await import('./3-scaling.ts')).literals,
  '4a': async () => (await import('./4-loading.ts')).fromYaml,
  '4b': async () => (await import('./4-loading.ts')).precompiled,
  '5': async () => (await import('./5-memory.ts')).memory,
  '6': async () => (await import('./6-cold-start.ts')).coldStart,
};

const target = targets.find((each) => each === process.argv[2]);
if (target === undefined) throw new Error('name a target');
const run = await runs[target]();
process.send?.(await run(progressOf(target)));
process.disconnect();
