import { configDefaults, defineConfig } from 'vitest/config';

/** Rooms without state, whose tests need no modules of their own: loading these takes longer than they run. */
const stateless = [
  'sigma',
  'workbench',
  'actiontrail',
  'alerts',
  'config',
  'channels',
  'links',
  'delivery',
  'deadletters',
  'logs',
  'compute',
  'doctor',
  'deploy',
  'docs',
].map((room) => `test/${room}/**/*.test.ts`);

/** But for the one that asks its own pages, which wants a network that no other test has changed. */
const commands = 'test/cli/**/!(start).test.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/support/read-shipped.ts'],
    // Nothing is measured by these: a machine may be as slow as it likes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Some files mostly wait for other processes: they need not keep the others waiting.
    maxWorkers: 3,
    // Import CommonJS packages exactly as Node.js does, so that tests load what production loads.
    deps: { interopDefault: false },
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...stateless, commands],
        },
      },
      {
        extends: true,
        test: { name: 'together', include: [...stateless, commands], isolate: false },
      },
    ],
  },
});
