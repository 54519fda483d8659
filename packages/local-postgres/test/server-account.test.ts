import { spawnSync } from 'node:child_process';
import { chown, mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LocalPostgresOptions } from '../index.ts';
import { makeScratchDir } from './make-scratch-dir.ts';
import { query } from './query.ts';
import { spawnHolder } from './spawn-holder.ts';

const nobody = { uid: 65534, gid: 65534 };

// Below a home of mode 0700 nobody but its owner can run what these tests run.
const canBecomeNobody =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ['-e', ''], { ...nobody, cwd: import.meta.dirname }).status === 0;

describe.skipIf(!canBecomeNobody)('for root', () => {
  test('runs what an ordinary user made as that user', async () => {
    const dir = makeScratchDir();
    await chown(dir, nobody.uid, nobody.gid);
    const user = await spawnHolder(optionsIn(dir), nobody);
    expect(await user.finish()).toBe(0);
    const root = await spawnHolder(optionsIn(dir));
    expect(await ownerOfServer(dir)).toBe(nobody.uid);
    expect(await root.finish()).toBe(0);
  });

  test('becomes nobody where user namespaces are not to be had, on new data and on its own', async () => {
    const dir = makeScratchDir();
    const withoutUnshare = { env: { PATH: await makePathOfNode(dir) } };
    const onNew = await spawnHolder(optionsIn(dir), withoutUnshare);
    expect(await ownerOfServer(dir)).toBe(nobody.uid);
    expect(await onNew.finish()).toBe(0);

    spawnSync('chown', ['-R', '0:0', join(dir, 'postgres')]);
    const onOwn = await spawnHolder(optionsIn(dir), withoutUnshare);
    expect(await ownerOfServer(dir)).toBe(nobody.uid);
    expect(await query(onOwn.url, 'create table made as select 1')).toBeUndefined();
    expect(await onOwn.finish()).toBe(0);
  });
});

function optionsIn(dir: string): LocalPostgresOptions {
  return { dataDir: join(dir, 'postgres'), logFile: join(dir, 'postgres.log'), password: 'secret', throwaway: true };
}

async function ownerOfServer(dir: string): Promise<number> {
  return (await stat(join(dir, 'postgres', 'postmaster.pid'))).uid;
}

async function makePathOfNode(dir: string): Promise<string> {
  const bin = join(dir, 'bin');
  await mkdir(bin);
  await symlink(process.execPath, join(bin, 'node'));
  return bin;
}
