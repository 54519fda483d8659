import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from 'db/testing';
import type pg from 'pg';
import { expect } from 'vitest';
import { startInbox } from '../inbox.ts';
import { type MortalServer, startMortalServer } from './mortal-server.ts';
import { addChannel, demandAllRang } from './ringing.ts';
import { type Service, startApi, startWorker } from './services.ts';
import { demandAllOnce, demandHonest, startWriting, type WriteLoad } from './write-load.ts';

export interface Scene {
  server: MortalServer;
  apis: Service[];
  workers: Service[];
  load: WriteLoad;
}

export interface Outage {
  apis: number;
  workers: number;
  /** how many write at once */
  clients: number;
  /** What goes wrong; each is given the scene, under load. */
  faults: ((scene: Scene) => Promise<void>)[];
  /** whether an api is killed among them, so that some requests get no answer */
  unanswered: boolean;
}

/** How long after a fault everything works again. */
const recoveryMs = 30_000;
/** The longest that an answer takes: a wait for a connection and two statements that are ended. */
const longestAnswerMs = 40_000;

/**
 * Apis and workers under load, and one fault after the other: what was acknowledged is there once, every failure says so,
 * each fault is over soon, and every reminder arrives.
 */
export async function weatherOutage({ apis, workers, clients, faults, unanswered }: Outage): Promise<void> {
  const server = await startMortalServer(await mkdtemp(join(tmpdir(), 'duebell-outage-')));
  const inbox = await startInbox();
  const scene: Scene = { server, apis: [], workers: [], load: startWriting([], 0, () => null) };
  try {
    const starting = [
      ...Array.from({ length: apis }, async () => scene.apis.push(await startApi(server.appUrl))),
      ...Array.from({ length: workers }, async () => scene.workers.push(await startWorker(server.appUrl))),
    ];
    await Promise.all(starting);
    await addChannel(server.pool, inbox.url);
    // every tenth: sending is proven elsewhere
    const inASecond = (n: number) => (n % 10 === 0 ? new Date(Date.now() + 1000).toISOString() : null);
    scene.load = startWriting(
      scene.apis.map(({ url }) => url),
      clients,
      inASecond,
    );
    await demandProgress(scene);
    for (const fault of faults) {
      await fault(scene);
      await demandProgress(scene);
    }
    await scene.load.finish();
    demandHonest(scene.load.failures, { unanswered });
    for (const { ms } of scene.load.failures) expect(ms).toBeLessThan(longestAnswerMs);
    await demandAllOnce(server.pool, scene.load);
    await demandAllRang(server.pool, inbox);
    expect(await countConnections(server.pool)).toBeLessThanOrEqual(apis * 15 + workers * 6);
    for (const service of [...scene.apis, ...scene.workers])
      expect(await service.terminate(), service.output()).toBe(0);
  } finally {
    for (const service of [...scene.apis, ...scene.workers]) await service.kill();
    await inbox.close();
    await server.drop();
  }
}

/** All are ready, and writes are acknowledged. */
export async function demandProgress({ apis, workers, load }: Omit<Scene, 'server'>): Promise<void> {
  await until(
    'all are ready',
    async () => {
      const ready = await Promise.all([...apis, ...workers].map((each) => each.isReady()));
      return ready.every(Boolean);
    },
    recoveryMs,
  );
  const before = load.completed.size;
  await until('writes are acknowledged', () => load.completed.size > before + 50, recoveryMs);
}

export async function countConnections(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where usename = 'duebell_app'`,
  );
  return rows[0]?.count ?? 0;
}
