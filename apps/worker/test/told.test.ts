import { createTestDatabase, type TestDatabase } from 'db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fireDue } from '../src/firing/fire-due.ts';
import { addReminders } from './arrange.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('what fires is told to clients that follow changes, in the statement that fires it', async () => {
  const { pool } = database;
  const ids = await addReminders(pool, 3);
  await addReminders(pool, 1, 3_600_000);
  // two workers at once
  await Promise.all([fireDue(pool, 10), fireDue(pool, 10)]);
  const { rows } = await pool.query(
    `select resource_id::int as id, resource, change, c.user_id::int as account, c.xact::text = r.xmin::text as together
     from changes c join reminders r on r.id = c.resource_id where resource = 'reminder' order by 1`,
  );
  const told = { resource: 'reminder', change: 'fired', account: 1, together: true };
  expect(rows).toEqual(ids.map((id) => ({ id, ...told })));
});

test('an account that is being erased is told nothing', async () => {
  const { pool } = database;
  await pool.query('truncate changes');
  await addReminders(pool, 1);
  await pool.query('update users set deleted_at = now() where id = 1');
  expect(await fireDue(pool, 10)).toMatchObject({ fired: 1 });
  const { rows } = await pool.query(`select from changes where resource = 'reminder'`);
  expect(rows).toEqual([]);
});
