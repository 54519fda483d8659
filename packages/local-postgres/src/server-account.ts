import { execFile } from 'node:child_process';
import { chmod, lchown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** How to run PostgreSQL's programs on one data folder: they refuse to run as root. */
export interface ServerAccount {
  /** Command and arguments that go before the program's own. */
  prefix: string[];
  /** Whom to become: nobody else if empty. */
  ids: { uid: number; gid: number } | Record<string, never>;
}

const nobody = { uid: 65534, gid: 65534 };

// Inside this user namespace root calls itself 65534, which PostgreSQL accepts, and still owns its files outside, so
// that it works below a home of mode 0700 and leaves nothing there that belongs to a stranger.
const unshare = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`, '--'];

/**
 * An ordinary user runs the server itself. Root runs it as whoever owns the data; where that is root, in a user
 * namespace; and where those are forbidden (most containers), as 65534, which is given the data.
 */
export async function chooseServerAccount(dataDir: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {} };
  const { uid, gid } = await stat(dataDir);
  if (uid !== 0) return { prefix: [], ids: { uid, gid } };
  if (await canUnshare()) return { prefix: unshare, ids: {} };
  await handOver(dataDir);
  return { prefix: [], ids: nobody };
}

async function canUnshare(): Promise<boolean> {
  const [file = '', ...args] = [...unshare, 'true'];
  return promisify(execFile)(file, args).then(
    () => true,
    () => false, // no such program, one too old for these options, or not permitted
  );
}

async function handOver(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir, { recursive: true })) {
    await lchown(join(dataDir, name), nobody.uid, nobody.gid);
  }
  await lchown(dataDir, nobody.uid, nobody.gid);
  // The server must get through the folder around its data; passing through shows nothing of what else is in there.
  const around = await stat(dirname(dataDir));
  if ((around.mode & 0o001) === 0) await chmod(dirname(dataDir), (around.mode & 0o7777) | 0o001);
}
