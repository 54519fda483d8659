import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/test/**/*.test.ts', 'infra/local/test/**/*.test.ts'],
    globalSetup: ['packages/db/src/testing/global-setup.ts'],
    // Most wait for processes and databases, so no processor is kept free.
    maxWorkers: '100%',
    // Tests run on real databases and processes: what takes a second alone can take many beside the others.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
