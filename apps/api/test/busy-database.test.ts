import { until } from 'db/testing';
import { expect, test } from 'vitest';
import { type Answer, startApi } from './api.ts';

test('a database that does not get on: 503 in time, few connections, and all is well once it does', async () => {
  const api = await startApi();
  const { pool } = api.database;
  const holder = await pool.connect();
  try {
    const { body: todo } = await api.send('POST', '/api/v1/todos', { description: 'a' });
    await holder.query('begin');
    await holder.query('lock table users');
    const begin = performance.now();
    let [open, most] = [true, 0];
    const timed = (answer: Promise<Answer>) =>
      answer.then(({ status, headers, body }) => ({
        status,
        retryAfter: Number(headers.get('retry-after')),
        type: headers.get('content-type'),
        code: body.code,
        ms: performance.now() - begin,
      }));
    const requests = Array.from({ length: 100 }, () => [
      timed(api.send('GET', '/api/v1/me')),
      timed(api.send('POST', '/api/v1/todos', { description: 'b' })),
      timed(api.send('PATCH', `/api/v1/todos/${todo.id}`, { completed: true })),
    ]).flat();
    const counting = until(
      'all are answered',
      async () => {
        const { rows } = await pool.query<{ count: number }>(
          `select count(*)::int from pg_stat_activity where datname = current_database() and usename = 'duebell_app'`,
        );
        most = Math.max(most, rows[0]?.count ?? 0);
        return !open;
      },
      60_000,
    );
    const answers = await Promise.all(requests);
    open = false;
    await counting;
    // some of each door wait for the lock until their statements are ended, the others for their turn
    for (const { status, retryAfter, type, code } of answers) {
      expect({ status, type, code }).toEqual({
        status: 503,
        type: 'application/problem+json; charset=utf-8',
        code: 'unavailable',
      });
      expect(retryAfter).toBeGreaterThan(0);
    }
    const quick = answers.filter(({ ms }) => ms < 9000);
    expect(quick.length).toBeGreaterThan(answers.length / 2);
    for (const { ms } of answers) expect(ms).toBeLessThan(25_000);
    expect(most).toBeLessThanOrEqual(8);

    await holder.query('commit');
    const released = performance.now();
    expect((await api.send('PATCH', `/api/v1/todos/${todo.id}`, { completed: true })).status).toBe(200);
    expect((await api.send('GET', '/readyz')).status).toBe(200);
    expect(performance.now() - released).toBeLessThan(5000);
    // nothing that was given up is written after all
    const { rows } = await pool.query(`select from todos where description = 'b'`);
    expect(rows).toHaveLength(0);
  } finally {
    holder.release();
    await api.close();
  }
});
