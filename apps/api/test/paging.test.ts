import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.pool.query('truncate todos restart identity cascade');
});

async function write(count: number): Promise<void> {
  await api.database.pool.query(
    `insert into todos (user_id, completed, description) select 1, n % 3 = 0, n::text from generate_series(1, $1) n`,
    [count],
  );
}

async function readAll(query: string, between = async () => {}): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await api.send('GET', `/api/v1/todos?${query}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(status).toBe(200);
    ids.push(...body.data.map(({ id }: { id: number }) => id));
    cursor = body.next_cursor;
    await between();
  } while (cursor);
  return ids;
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('an empty list is a page without a cursor', async () => {
  expect((await api.send('GET', '/api/v1/todos')).body).toEqual({ data: [], next_cursor: null });
});

test.each([1, 7, 50, 200])('pages of %i hold every todo once, in order', async (limit) => {
  await write(201);
  expect(await readAll(`limit=${limit}`)).toEqual(upTo(201));
});

test('a page of long texts ends early, and says that there is more', async () => {
  await api.database.pool.query(
    `insert into todos (user_id, completed, description, notes)
     select 1, n % 3 = 0, n::text, repeat('-', 198000) from generate_series(1, 60) n`,
  );
  const { body } = await api.send('GET', '/api/v1/todos?limit=200');
  expect(body.data).toHaveLength(21);
  expect(await readAll('sort=position&limit=51')).toEqual(upTo(60));
  expect(await readAll('completed=false&sort=priority&order=desc&limit=200')).toEqual(
    upTo(60)
      .filter((n) => n % 3 > 0)
      .reverse(),
  );
});

test('a full last page has no cursor, and 50 is the usual limit', async () => {
  await write(100);
  expect(await readAll('limit=100')).toHaveLength(100);
  expect((await api.send('GET', '/api/v1/todos?limit=100')).body.next_cursor).toBeNull();
  expect((await api.send('GET', '/api/v1/todos')).body.data).toHaveLength(50);
});

test('completed filters, page by page', async () => {
  await write(100);
  expect(await readAll('completed=true&limit=10')).toEqual(upTo(100).filter((n) => n % 3 === 0));
  expect(await readAll('completed=false&limit=10')).toEqual(upTo(100).filter((n) => n % 3 !== 0));
});

test('paging while rows come and go: none twice, none skipped', async () => {
  await write(60);
  const seen = await readAll('limit=7', async () => {
    await write(1);
    await api.database.pool.query('delete from todos where id = (select min(id) from todos)');
  });
  expect(new Set(seen).size).toBe(seen.length);
  // the first page and a few after it were deleted behind the reader, never before it
  expect(seen.slice(0, 60)).toEqual(upTo(60));
});

test.each(['created_at', 'updated_at', 'due_date', 'priority', 'position'])(
  'sorted by %s, 10,000 todos are all seen once while others come, go and change',
  async (sort) => {
    await api.database.pool.query(`
      insert into todos (user_id, completed, description, priority, due_date, created_at, updated_at)
      select 1, n % 3 = 0, n::text, n % 5, case when n % 4 > 0 then now() + n % 997 * interval '1 hour' end,
             now() - n % 9 * interval '1 minute', now() - n % 7 * interval '1 minute'
      from generate_series(1, 12000) n`);
    let isOver = false;
    // every sixth goes or changes; what comes is put between the others
    const disturb = async (part: number) => {
      for (let id = 6 + part * 6; !isOver; id += 12) {
        await api.send('POST', '/api/v1/todos', { description: 'new', priority: id % 5, due_date: '2030-01-01' });
        await api.send('PATCH', `/api/v1/todos/${id}`, { priority: 4, due_date: null });
        await api.database.pool.query(
          `insert into todos (user_id, completed, description, priority, created_at, updated_at)
           select user_id, completed, 'new', priority, created_at, updated_at from todos where id = $1 - 1`,
          [id],
        );
        await api.send('DELETE', `/api/v1/todos/${id}?purge=true`);
      }
    };
    const disturbance = Promise.all([disturb(0), disturb(1)]);
    const seen = await readAll(`sort=${sort}&limit=200`).finally(() => {
      isOver = true;
    });
    await disturbance;
    const stable = seen.filter((id) => id <= 12_000 && id % 6 > 0);
    expect(stable).toHaveLength(10_000);
    expect(new Set(stable).size).toBe(10_000);
    // one that changes may move ahead of the reader, one that does not is never seen twice
    const added = seen.filter((id) => id > 12_000);
    expect(new Set(added).size).toBe(added.length);
  },
);

test('a cursor belongs to one list', async () => {
  await write(3);
  const { body } = await api.send('GET', '/api/v1/todos?limit=1');
  for (const path of [
    `/api/v1/deliveries?cursor=${body.next_cursor}`,
    `/api/v1/todos?completed=true&cursor=${body.next_cursor}`,
    `/api/v1/todos?cursor=${Buffer.from('["todos",1.5]').toString('base64url')}`,
    `/api/v1/todos?cursor=${Buffer.from('["todos",-1]').toString('base64url')}`,
    `/api/v1/todos?cursor=${Buffer.from('["todos",1e300]').toString('base64url')}`,
    `/api/v1/todos?cursor=${Buffer.from('{"a":1}').toString('base64url')}`,
    '/api/v1/todos?cursor=',
    '/api/v1/todos?cursor=%00',
  ]) {
    const answer = await api.send('GET', path);
    expect(answer, path).toMatchObject({ status: 400, body: { errors: [{ in: 'query', pointer: '/cursor' }] } });
  }
});

test('the pages of an account are read by an index in order', async () => {
  await write(2000);
  await api.database.pool.query('analyze todos');
  const { rows } = await api.database.pool.query<{ 'QUERY PLAN': string }>(
    'explain select * from todos t where t.user_id = 1 and t.completed = true and t.id > 100 order by t.id limit 51',
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Index Scan using todos_user_id_completed_id_index');
  expect(plan).not.toContain('Sort');
});
