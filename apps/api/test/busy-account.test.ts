import { request } from 'node:http';
import { until } from 'db/testing';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { addAccount, addToken } from './account.ts';
import { startApi, type TestApi } from './api.ts';
import { openEvents } from './event-source.ts';

// Each pool has four connections, of which an account gets two.

interface Timed {
  status: number;
  code: string | undefined;
  retryAfter: string | null;
  ms: number;
}

type Send = (method: string, path: string, body?: object) => Promise<Timed>;

/** An account with a todo, and a way to ask as it. */
async function settle(
  api: TestApi,
): Promise<{ id: number; todo: string; send: Send; headers: { authorization: string } }> {
  const account = await addAccount(api.database.pool, 'x');
  const headers = { authorization: `Bearer ${await addToken(api.database.pool, account)}` };
  const { body: todo } = await api.send('POST', '/api/v1/todos', { description: 'a' }, headers);
  const send: Send = async (method, path, body) => {
    const begin = performance.now();
    const answer = await api.send(method, `/api/v1${path}`, body, headers);
    const { status } = answer;
    const retryAfter = answer.headers.get('retry-after');
    return { status, code: answer.body?.code, retryAfter, ms: performance.now() - begin };
  };
  return { id: account.id, todo: `/todos/${todo.id}`, send, headers };
}

/** Runs `work` while another session has a transaction open, in which `lock` was run. */
async function whileLocked(
  { database: { pool } }: TestApi,
  lock: string,
  work: (session: { release: () => Promise<unknown> }) => Promise<void>,
): Promise<void> {
  const holder = await pool.connect();
  try {
    await holder.query('begin');
    await holder.query(lock);
    await work({ release: () => holder.query('rollback') });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

const lockOf = ({ id }: { id: number }) => `select from users where id = ${id} for no key update`;

async function countWaiting(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity
     where datname = current_database() and usename = 'duebell_app' and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

const statuses = (answers: Timed[]) => answers.map(({ status }) => status);

test('while an account waits for its own lock, all others are answered, and so is it once it can be', async () => {
  const api = await startApi();
  try {
    const [busy, other] = [await settle(api), await settle(api)];
    await whileLocked(api, lockOf(busy), async ({ release }) => {
      const writes = Array.from({ length: 15 }, () => [
        busy.send('PATCH', busy.todo, { completed: true }),
        busy.send('POST', '/todos', { description: 'b', due_date: '2126-01-01' }),
      ]).flat();
      await until('its writes have both doors', async () => (await countWaiting(api.database.pool)) >= 4);
      const reads = Array.from({ length: 10 }, () => busy.send('GET', '/todos'));
      for (const completed of [true, false]) {
        const answers = await Promise.all([
          other.send('GET', '/todos'),
          other.send('POST', '/todos', { description: 'c' }),
          other.send('POST', '/todos', { description: 'c', due_date: '2126-01-01' }),
          other.send('PATCH', other.todo, { completed }),
        ]);
        expect(statuses(answers)).toEqual([200, 201, 201, 200]);
      }
      expect(await countWaiting(api.database.pool)).toBe(4);
      await release();
      expect(statuses(await Promise.all(writes))).toEqual(Array(15).fill([200, 201]).flat());
      expect(statuses(await Promise.all(reads))).toEqual(Array(10).fill(200));
    });
  } finally {
    await api.close();
  }
});

test('while four accounts wait for their own locks, another one is answered', async () => {
  const api = await startApi({ API_SQL_POOL_SIZE: 10, API_ORM_POOL_SIZE: 10 });
  try {
    const busy = [await settle(api), await settle(api), await settle(api), await settle(api)];
    const other = await settle(api);
    const locks = `select from users where id in (${busy.map(({ id }) => id)}) for no key update`;
    await whileLocked(api, locks, async ({ release }) => {
      const writes = busy.flatMap(({ send, todo }) =>
        Array.from({ length: 8 }, () => [
          send('PATCH', todo, { completed: true }),
          send('POST', '/todos', { description: 'b', due_date: '2126-01-01' }),
        ]).flat(),
      );
      await until('their writes have nine of ten', async () => (await countWaiting(api.database.pool)) >= 18);
      for (const completed of [true, false]) {
        expect((await other.send('GET', '/todos')).status).toBe(200);
        expect((await other.send('PATCH', other.todo, { completed })).status).toBe(200);
      }
      await release();
      expect(statuses(await Promise.all(writes))).toEqual(Array(32).fill([200, 201]).flat());
    });
  } finally {
    await api.close();
  }
});

test('what waits too long for its turn gets 503 with Retry-After, and nothing of it is written', async () => {
  const api = await startApi();
  try {
    const busy = await settle(api);
    await whileLocked(api, lockOf(busy), async ({ release }) => {
      const create = (description: string) => busy.send('POST', '/todos', { description, due_date: '2126-01-01' });
      const complete = () => busy.send('PATCH', busy.todo, { completed: true });
      const first = [create('first'), create('first'), complete(), complete()];
      await until('they have their connections', async () => (await countWaiting(api.database.pool)) === 4);
      const late = await Promise.all([create('late'), complete(), create('late'), complete()]);
      for (const { ms, ...answer } of late) {
        expect(answer).toEqual({ status: 503, code: 'unavailable', retryAfter: '5' });
        expect(ms).toBeGreaterThan(4900);
        // who had a connection would have been ended after ten
        expect(ms).toBeLessThan(9000);
      }
      await release();
      expect(statuses(await Promise.all(first))).toEqual([201, 201, 200, 200]);
      expect((await complete()).status).toBe(200);
      const { rows } = await api.database.pool.query(`select from todos where description = 'late'`);
      expect(rows).toHaveLength(0);
    });
  } finally {
    await api.close();
  }
});

test('a client that goes away while it waits gives its place up', async () => {
  const api = await startApi();
  try {
    const busy = await settle(api);
    await whileLocked(api, lockOf(busy), async ({ release }) => {
      const complete = () => busy.send('PATCH', busy.todo, { completed: true });
      const first = [complete(), complete()];
      await until('they have their connections', async () => (await countWaiting(api.database.pool)) === 2);
      let [arrived, gone] = [0, 0];
      api.server.on('request', (_, response) => {
        arrived += 1;
        response.once('close', () => {
          gone += 1;
        });
      });
      const leavers = Array.from({ length: 20 }, () => {
        const headers = { ...busy.headers, 'content-type': 'application/json' };
        const leaver = request(`${api.url}/api/v1${busy.todo}`, { method: 'PATCH', agent: false, headers });
        leaver.on('error', () => {}).end(JSON.stringify({ due_date: '2126-01-01' }));
        return leaver;
      });
      await until('they have come', () => arrived === 20);
      for (const leaver of leavers) leaver.destroy();
      await until('they have gone', () => gone === 20);
      const last = complete();
      await release();
      expect(statuses(await Promise.all([...first, last]))).toEqual([200, 200, 200]);
      const { rows } = await api.database.pool.query('select from todos where user_id = $1 and due_date is not null', [
        busy.id,
      ]);
      expect(rows).toHaveLength(0);
    });
  } finally {
    await api.close();
  }
});

test('exports and streams, which have limits of their own, wait for no turn', async () => {
  const api = await startApi();
  try {
    const busy = await settle(api);
    await whileLocked(api, lockOf(busy), async ({ release }) => {
      const writes = Array.from({ length: 4 }, () =>
        busy.send('POST', '/todos', { description: 'b', due_date: '2126-01-01' }),
      );
      await until('two have their connections', async () => (await countWaiting(api.database.pool)) === 2);
      const read = busy.send('GET', '/todos');
      expect((await busy.send('GET', '/export')).status).toBe(200);
      const stream = await openEvents(api.url, { headers: busy.headers });
      expect(stream.status).toBe(200);
      stream.close();
      await release();
      expect(statuses(await Promise.all([...writes, read]))).toEqual([201, 201, 201, 201, 200]);
    });
  } finally {
    await api.close();
  }
});
