import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programEnv, TEST_OWNER_TOKEN, until } from 'db/testing';
import { startLocalPostgres } from 'local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startApi } from './api.ts';
import { openEvents } from './event-source.ts';

function migrate(url: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../../../packages/db/src/migrate.ts')],
    { env: programEnv({ DATABASE_URL: url, OWNER_TOKEN: TEST_OWNER_TOKEN }), encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** Copies the rows of a table as they are, transaction ids and all. */
async function copy(from: pg.Pool, to: pg.Pool, table: string): Promise<void> {
  const { rows } = await from.query(`select to_jsonb(r) as row from ${table} r`);
  for (const { row } of rows) {
    await to.query(`delete from ${table} where id = $1`, [row.id]);
    await to.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [row]);
  }
}

test('changes restored into a fresh cluster: after migrate, clients are told to start over, and can', {
  timeout: 90_000,
}, async () => {
  const before = await startApi();
  migrate(before.database.url);
  // ids of transactions that the fresh cluster has not come to, and of some that it has
  await before.send('POST', '/api/v1/lists', { name: 'home' });
  await before.database.pool.query(
    `insert into changes (xact, user_id, resource, resource_id, change) values ('3', 1, 'list', 1, 'updated')`,
  );
  const { body: now } = await before.send('GET', '/api/v1/changes');

  const folder = await mkdtemp(join(tmpdir(), 'duebell-test-'));
  const [dataDir, logFile] = [join(folder, 'data'), join(folder, 'log')];
  const fresh = await startLocalPostgres({ dataDir, logFile, password: 'test', throwaway: true });
  const pool = new pg.Pool({ connectionString: fresh.url });
  migrate(fresh.url);
  await copy(before.database.pool, pool, 'changes');
  await copy(before.database.pool, pool, 'change_feed');
  expect(migrate(fresh.url)).toContain('clients that follow changes start over');
  expect(migrate(fresh.url)).not.toContain('start over');

  const after = await startApi({}, { url: fresh.url, appUrl: fresh.url, pool, drop: async () => {} });
  const since = `/api/v1/changes?since=${now.next_cursor}`;
  expect(await after.send('GET', since)).toMatchObject({ status: 410, body: { code: 'cursor_expired' } });
  expect((await openEvents(after.url, { since: now.next_cursor })).status).toBe(410);
  const { body: start } = await after.send('GET', '/api/v1/changes');
  const { body: todo } = await after.send('POST', '/api/v1/todos', { description: 'a' });
  const page = await until('the change', async () => {
    const { body } = await after.send('GET', `/api/v1/changes?since=${start.next_cursor}`);
    return body.data.length > 0 && body;
  });
  expect(page.data).toMatchObject([{ resource: 'todo', id: todo.id, change: 'created', todo }]);

  await after.close();
  await pool.end();
  await fresh.stop();
  await rm(folder, { recursive: true });
  await before.close();
});
