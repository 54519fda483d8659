import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** The owner's token that this folder keeps (mode 600); made by the first start. */
export async function keptOwnerToken(folder: string): Promise<string> {
  const file = join(folder, 'owner-token');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // `wx` fails where the file exists, so two starts cannot overwrite each other's
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new StartError(`cannot write ${file}: ${error instanceof Error ? error.message : error}; set LOCAL_DIR`);
    }
  }
  return (await readFile(file, 'utf8')).trim();
}
