import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, most of it waiting. Vitest remembers how long each took, but not in a fresh clone. */
const long = ['kills', 'start', 'migrations', 'plans', 'faults', 'import-races', 'adopt', 'first-reminder', 'fairness'];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = long.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/test/**/*.test.ts', 'infra/local/test/**/*.test.ts'],
    globalSetup: ['packages/db/src/testing/global-setup.ts'],
    // Each file has databases of its own, and modules here keep nothing: made once for each worker, they need not be made again.
    isolate: false,
    // Most wait for processes and databases, so no processor is kept free.
    maxWorkers: '100%',
    sequence: { sequencer: LongOnesFirst },
    // Tests run on real databases and processes: what takes a second alone can take many beside the others.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
