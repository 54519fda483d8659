import {
  databaseOf,
  hasDebianPostgres,
  runProgram,
  startDebianPostgres,
  TEST_OWNER_TOKEN,
  until,
  withoutDebianPostgres,
} from 'db/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startInbox } from '../inbox.ts';
import { migrate } from './migrate.ts';
import { countConnections, demandProgress } from './outages.ts';
import { startRelay } from './relay.ts';
import { addChannel, demandAllRang } from './ringing.ts';
import { startApi, startWorker } from './services.ts';
import { killServer, startStandby } from './standby.ts';
import { demandAllOnce, demandHonest, startWriting } from './write-load.ts';

if (!hasDebianPostgres) console.log(withoutDebianPostgres);

const owner = { authorization: `Bearer ${TEST_OWNER_TOKEN}` };

test.skipIf(!hasDebianPostgres)(
  'a standby takes over under load: nothing that was acknowledged is lost, and api and worker carry on',
  async () => {
    const primary = await startDebianPostgres();
    runProgram('createdb', ['--maintenance-db', primary.url, 'duebell']);
    const standby = await startStandby(primary.url);
    const relay = await startRelay(Number(new URL(primary.url).port));
    const url = Object.assign(new URL(databaseOf(primary.url, 'duebell')), { port: relay.port }).href;
    const appUrl = Object.assign(new URL(url), { username: 'duebell_app', password: 'soak-app' }).href;
    const pool = new pg.Pool({ connectionString: url, max: 3 });
    pool.on('error', () => {});
    await migrate(url, appUrl);
    await pool.query(`alter system set synchronous_standby_names = '*'`);
    await pool.query('select pg_reload_conf()');
    await until('the standby is synchronous', async () => {
      const { rows } = await pool.query(`select from pg_stat_replication where sync_state = 'sync'`);
      return rows.length === 1;
    });
    const inbox = await startInbox();
    const apis = await Promise.all([startApi(appUrl), startApi(appUrl)]);
    const workers = await Promise.all([startWorker(appUrl), startWorker(appUrl), startWorker(appUrl)]);
    const services = [...apis, ...workers];
    const read = (path: string) => fetch((apis[0]?.url ?? '') + path, { headers: owner });
    try {
      await addChannel(pool, inbox.url);
      const due = (n: number) => (n % 10 === 0 ? new Date(Date.now() + 1000).toISOString() : null);
      const load = startWriting(
        apis.map((api) => api.url),
        16,
        due,
      );
      await demandProgress({ apis, workers, load });

      // without its standby, nothing is acknowledged; reading goes on
      standby.stop();
      await until('a write gives up', () => load.failures.length > 0, 60_000);
      const before = load.created.size;
      for (const path of ['/api/v1/todos', '/api/v1/changes']) expect((await read(path)).status).toBe(200);
      await until('others do', () => load.failures.length > 16, 60_000);
      expect(load.created.size).toBe(before);
      expect(await countConnections(pool)).toBeLessThan(97);
      standby.start();
      await demandProgress({ apis, workers, load });

      const feed: { next_cursor?: string } = JSON.parse(await (await read('/api/v1/changes')).text());
      const sinceThen = `/api/v1/changes?since=${feed.next_cursor}`;
      await killServer(primary.url);
      const fresh = new pg.Client({ connectionString: Object.assign(new URL(url), { port: standby.port }).href });
      await fresh.connect();
      await fresh.query('select pg_promote()');
      await fresh.end();
      relay.lead(standby.port);
      await demandProgress({ apis, workers, load });
      expect(await (await read(sinceThen)).json()).toMatchObject({
        data: expect.arrayContaining([expect.objectContaining({ change: 'created' })]),
      });
      await load.finish();
      demandHonest(load.failures, { unanswered: false });
      await demandAllOnce(pool, load);
      await demandAllRang(pool, inbox);
      // where ids mean something else from now on, clients start over
      expect(await migrate(url, appUrl)).toContain('clients that follow changes start over');
      await until('the api knows', async () => (await read(sinceThen)).status === 410);
      for (const service of services) expect(await service.terminate(), service.output()).toBe(0);
    } finally {
      for (const service of services) await service.kill();
      await inbox.close();
      await pool.end();
      await relay.close();
      await standby.drop();
      await primary.drop();
    }
  },
);
