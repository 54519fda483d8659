import { OWNER_ID } from 'db/sql';
import { createTestDatabase } from 'db/testing';
import { expect, test } from 'vitest';
import { addToken } from './person.ts';
import { spawnServer } from './spawn-server.ts';

test('what fails here is logged as an error, and what is refused on purpose is not', async () => {
  const database = await createTestDatabase();
  const { pool } = database;
  // large notes are written ten times as fast without it
  await pool.query('drop index todos_words_index');
  await pool.query(
    `insert into todos (user_id, completed, description, notes)
     select $1, false, n, repeat('-', 50000) from generate_series(1, 400) n`,
    [OWNER_ID],
  );
  const { rows } = await pool.query(`insert into users (email) values ('ann@example.com') returning id::float8 as id`);
  const [owner, ann] = [
    await addToken({ database }, OWNER_ID, ['read']),
    await addToken({ database }, rows[0].id, ['read']),
  ];
  // one export at once
  const server = await spawnServer({ DATABASE_URL: database.appUrl, API_SQL_POOL_SIZE: '4' });
  const get = (path: string, token: string) =>
    fetch(`${server.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });

  const unread = await get('export', owner);
  expect((await get('export', ann)).status).toBe(503);
  await unread.body?.cancel();
  await pool.query('alter table lists rename to elsewhere');
  expect((await get('lists', ann)).status).toBe(500);
  server.terminate();
  await server.ended;
  const lines = server.output().split('\n').filter(Boolean);
  const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
  expect(errors).toMatchObject([{ msg: 'a request failed', err: { message: 'relation "lists" does not exist' } }]);
  await database.drop();
});
