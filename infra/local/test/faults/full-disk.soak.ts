import { spawnSync } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TEST_OWNER_TOKEN, until } from 'db/testing';
import { expect, test } from 'vitest';
import { makeFolder } from '../duebell.ts';
import { startInbox } from '../inbox.ts';
import { startMortalServer } from './mortal-server.ts';
import { demandProgress } from './outages.ts';
import { addChannel, demandAllRang } from './ringing.ts';
import { startApi, startWorker } from './services.ts';
import { demandAllOnce, demandHonest, startWriting } from './write-load.ts';

const folder = await makeFolder();
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', folder.path]).status === 0;
if (!canMount) console.log('skipped: no small disk can be mounted here (root may)');

/** Takes all the room that is left. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  for (const size of [1024 * 1024, 4096]) {
    const chunk = Buffer.alloc(size);
    for (;;) {
      const written = await file.write(chunk).catch(() => undefined);
      if (written?.bytesWritten !== size) break;
    }
  }
  await file.close();
}

test.skipIf(!canMount)(
  'the disk of the database is full: writes are 503, and all goes on once there is room',
  async () => {
    const server = await startMortalServer(join(folder.path, 'cluster'), {
      min_wal_size: '64MB',
      max_wal_size: '64MB',
    });
    const inbox = await startInbox();
    const apis = await Promise.all([startApi(server.appUrl)]);
    const workers = await Promise.all([startWorker(server.appUrl)]);
    const services = [...apis, ...workers];
    try {
      await addChannel(server.pool, inbox.url);
      const due = (n: number) => (n % 10 === 0 ? new Date(Date.now() + 1000).toISOString() : null);
      const load = startWriting(
        apis.map(({ url }) => url),
        8,
        due,
      );
      await demandProgress({ apis, workers, load });
      for (let i = 0; i < 3; i += 1) {
        const ballast = join(folder.path, 'ballast');
        await fill(ballast);
        const before = load.failures.length;
        await until('writes fail', () => load.failures.length > before + 50, 60_000);
        const [api] = apis;
        const answer = await fetch(`${api?.url}/livez`, { headers: { authorization: `Bearer ${TEST_OWNER_TOKEN}` } });
        expect(answer.status).toBe(200);
        await rm(ballast);
        // without room for its log it stops, and whoever made room starts it again
        await server.startIfDead();
        await demandProgress({ apis, workers, load });
      }
      await load.finish();
      demandHonest(load.failures, { unanswered: false });
      await demandAllOnce(server.pool, load);
      await demandAllRang(server.pool, inbox);
      for (const service of services) expect(await service.terminate(), service.output()).toBe(0);
    } finally {
      for (const service of services) await service.kill();
      await inbox.close();
      await server.drop();
      spawnSync('umount', [folder.path]);
      await folder.remove();
    }
  },
);
