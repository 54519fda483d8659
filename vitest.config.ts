import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/test/**/*.test.ts', 'infra/local/test/**/*.test.ts'],
    globalSetup: ['packages/db/src/testing/global-setup.ts'],
    // Tests run on real databases and processes: what takes a second alone can take several beside the others.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
