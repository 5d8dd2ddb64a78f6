import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Local servers bind free ports and every test builds its own app, so files can run side by side.
    pool: 'forks',
    testTimeout: 20_000,
    unstubEnvs: true,
  },
});
