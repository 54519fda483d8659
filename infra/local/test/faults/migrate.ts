import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programEnv, TEST_OWNER_TOKEN } from 'db/testing';

const program = join(import.meta.dirname, '../../../../packages/db/src/migrate.ts');

/** Runs migrate to its end, as a deployment does; answers what it has printed. Throws where it fails. */
export async function migrate(ownerUrl: string, appUrl: string): Promise<string> {
  const env = programEnv({ MIGRATE_DATABASE_URL: ownerUrl, DATABASE_URL: appUrl, OWNER_TOKEN: TEST_OWNER_TOKEN });
  return (await promisify(execFile)(process.execPath, [program], { env })).stdout;
}
