import { until } from 'db/testing';
import { expect, test } from 'vitest';
import { addAccount, addToken } from './account.ts';
import { startApi } from './api.ts';

test('connections that the database cuts in the middle of changes do not cost the api its pool', async () => {
  const api = await startApi();
  try {
    const write = async () => {
      const token = await addToken(api.database.pool, await addAccount(api.database.pool, 'x'));
      const headers = { authorization: `Bearer ${token}` };
      const { body: todo } = await api.send('POST', '/api/v1/todos', { description: 'a' }, headers);
      return (completed: boolean) => api.send('PATCH', `/api/v1/todos/${todo.id}`, { completed }, headers);
    };
    const [first, second, third] = [await write(), await write(), await write()];
    const holder = await api.database.pool.connect();
    await holder.query('begin');
    await holder.query('select from todos for update');
    // as many as the pool has connections, of which the first account has half, and each in a transaction that waits for a row
    const changes = [first(true), first(true), second(true), third(true)];
    const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    // not in the holder's transaction, which sees the list of sessions as it was when it first looked
    const { pool } = api.database;
    await until('four changes wait', async () => (await pool.query(`select ${waiting}`)).rows.length === 4);
    await pool.query(`select pg_terminate_backend(pid) ${waiting}`);
    for (const { status } of await Promise.all(changes)) expect(status).toBe(503);
    await holder.query('commit');
    holder.release();
    for (const change of [first, second, third]) expect((await change(false)).status).toBe(200);
    expect((await api.send('GET', '/readyz')).status).toBe(200);
  } finally {
    await api.close();
  }
});
