import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/test/**/*.test.ts', 'infra/local/test/**/*.test.ts'],
    globalSetup: ['packages/db/src/testing/global-setup.ts'],
    // Tests run on real databases and processes: what takes a second alone can take several beside the others.
    // Most wait for processes and databases, so no processor is kept free.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
