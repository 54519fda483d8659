import { createTestDatabase, TEST_OWNER_TOKEN } from 'db/testing';
import { expect, test } from 'vitest';
import { startInbox } from '../inbox.ts';
import { hasPgBouncer, preparesStatements, startPgBouncer, withoutPgBouncer } from './pgbouncer.ts';
import { addChannel, demandAllRang } from './ringing.ts';
import { startApi, startWorker } from './services.ts';
import { demandAllOnce, startWriting } from './write-load.ts';

if (!hasPgBouncer) console.log(withoutPgBouncer);

const owner = { authorization: `Bearer ${TEST_OWNER_TOKEN}` };

test.skipIf(!hasPgBouncer)(
  'PgBouncer in transaction mode: 40 connections of two apis on 4 of the database, and every write and reminder arrives',
  async () => {
    const database = await createTestDatabase();
    const bouncer = await startPgBouncer(database.appUrl, 4);
    const settings = {
      PREPARED_STATEMENTS: String(preparesStatements),
      API_SQL_POOL_SIZE: '10',
      API_ORM_POOL_SIZE: '10',
    };
    const inbox = await startInbox();
    const [one, other, worker] = await Promise.all([
      startApi(bouncer.url, settings),
      startApi(bouncer.url, settings),
      // it listens, so it connects directly
      startWorker(database.appUrl),
    ]);
    try {
      await addChannel(database.pool, inbox.url);
      const load = startWriting([one.url, other.url], 40, () => new Date(Date.now() + 300).toISOString());
      const v1 = ['todos?limit=5', 'todos?q=a', 'changes', 'me', 'export'].map((path) => `/api/v1/${path}`);
      while (load.completed.size < 1000) {
        for (const path of [...v1, '/readyz']) {
          const answer = await fetch(one.url + path, { headers: owner });
          expect(answer.status, path).toBe(200);
          await answer.text();
        }
      }
      await load.finish();
      expect(load.failures).toEqual([]);
      await demandAllOnce(database.pool, load);
      await demandAllRang(database.pool, inbox);
    } finally {
      for (const service of [one, other, worker]) expect(await service.terminate(), service.output()).toBe(0);
      await bouncer.stop();
      await inbox.close();
      await database.drop();
    }
  },
);

test.skipIf(!hasPgBouncer)(
  'a statement that takes too long behind PgBouncer is 503, too, and the next is well',
  async () => {
    const database = await createTestDatabase();
    const bouncer = await startPgBouncer(database.appUrl, 2);
    const api = await startApi(bouncer.url, { PREPARED_STATEMENTS: String(preparesStatements) });
    const holder = await database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table users');
      const read = () => fetch(`${api.url}/api/v1/me`, { headers: owner });
      const answers = await Promise.all(Array.from({ length: 30 }, read));
      for (const { status, headers } of answers)
        expect({ status, retries: headers.has('retry-after') }).toEqual({ status: 503, retries: true });
      await holder.query('commit');
      expect((await read()).status).toBe(200);
    } finally {
      holder.release();
      expect(await api.terminate(), api.output()).toBe(0);
      await bouncer.stop();
      await database.drop();
    }
  },
);
