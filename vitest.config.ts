import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/read-shipped.ts'],
    testTimeout: 20_000,
    // Some files mostly wait for other processes: they need not keep the others waiting.
    maxWorkers: 3,
    // Import CommonJS packages exactly as Node.js does, so that tests load what production loads.
    deps: { interopDefault: false },
  },
});
