import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const tellsWhatIsLoaded = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      console.log(found.url);
      return found;
    },
  });
  await import(process.argv[1]);`;

// it takes longer, and more memory, than all else that they load: see db/sql
test.each(['../src/worker.ts', '../../api/src/account-commands.ts'])('%s loads nothing of MikroORM', (file) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', tellsWhatIsLoaded, join(import.meta.dirname, file)],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('/pg/');
  expect(stdout).not.toContain('mikro-orm');
});
