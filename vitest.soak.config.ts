import { defineConfig } from 'vitest/config';

// What takes long, or needs a package of Debian's: `pnpm test:soak`.
export default defineConfig({
  test: {
    include: ['{apps,packages}/*/test/**/*.soak.ts', 'infra/local/test/**/*.soak.ts'],
    globalSetup: ['packages/db/src/testing/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
