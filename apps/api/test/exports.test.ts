import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { OWNER_ID } from 'db/sql';
import { TEST_OWNER_TOKEN, until } from 'db/testing';
import ICAL from 'ical.js';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createExporter } from '../src/modules/exports/exporter.ts';
import type { PortableAccount, PortableTodo } from '../src/portable.ts';
import { type CsvRow, readCell, readLabels } from '../src/portable-csv.ts';
import { startApi, type TestApi } from './api.ts';
import { addPerson, addToken } from './person.ts';

let api: TestApi;
beforeAll(async () => {
  // two exports at once
  api = await startApi({ API_SQL_POOL_SIZE: 8 });
  // large notes are written ten times as fast without it
  await api.database.pool.query('drop index todos_words_index');
});
afterAll(() => api.close());

const connections: Agent[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  await untilNoneIsRead();
});

interface Somebody {
  id: number;
  headers: { authorization: string };
  write(path: string, body: object): Promise<number>;
  change(path: string, body: object): Promise<void>;
}

async function somebody(): Promise<Somebody> {
  const { id } = await addPerson(api);
  const headers = { authorization: `Bearer ${await addToken(api, id, ['read', 'write', 'admin'])}` };
  const send = async (method: string, path: string, body: object) => {
    const answer = await api.sendBare(method, `/api/v1${path}`, body, headers);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  };
  return {
    id,
    headers,
    write: async (path, body) => (await send('POST', path, body)).id,
    change: async (path, body) => void (await send('PATCH', path, body)),
  };
}

const readAs = async (format: string, { headers }: Pick<Somebody, 'headers'>) =>
  (await api.sendBare('GET', `/api/v1/export?format=${format}`, undefined, headers)).body;
const readJson = (who: Pick<Somebody, 'headers'>): Promise<PortableAccount> => readAs('json', who);
const readCsv = async (who: Pick<Somebody, 'headers'>): Promise<CsvRow[]> =>
  parse(await readAs('csv', who), { columns: true, bom: true });
const readICalendar = async (who: Pick<Somebody, 'headers'>) =>
  new ICAL.Component(ICAL.parse(await readAs('ics', who)));

const description = 'Milch, "frisch" 🥛;\\n';
const notes = 'one\r\ntwo\n牛奶\t=1+1';

/** An account with something of everything. */
async function settle(who: Somebody): Promise<void> {
  await who.change('/me', {
    name: 'Ada',
    time_zone: 'Europe/Berlin',
    default_reminder_time: '07:30',
    quiet_hours: { start: '22:00', end: '06:00' },
  });
  const home = await who.write('/lists', { name: 'home', default_reminders: [{ before: '-P1D' }] });
  const other = await who.write('/lists', { name: 'home' });
  await who.change(`/lists/${other}`, { archived: true });
  const label = await who.write('/labels', { name: 'eggs, "milk"' });
  const urgent = await who.write('/labels', { name: 'Urgent' });
  await who.write('/labels', { name: 'of nothing' });

  await who.write('/todos', { description, notes, priority: 4, list_id: home, label_ids: [urgent, label] });
  const day = { due_date: '2126-01-31', recurrence: 'FREQ=MONTHLY', recurrence_from: 'due' };
  const recurring = await who.write('/todos', { description: '=SUM(A1)', ...day, time_zone: 'Asia/Tokyo' });
  await who.change(`/todos/${recurring}`, { completed: true });
  await who.change(`/todos/${recurring}`, { completed: true });
  const reminders = [{ before: '-PT15M' }, { at: '2126-06-01T07:00:00.000Z' }];
  const whole = { description: 'whole', list_id: other, due_date: '2126-07-01T09:00:00+02:00', reminders };
  const parent_id = await who.write('/todos', whole);
  await who.write('/todos', { description: 'part', parent_id, list_id: other, reminders: [] });
  await who.write(`/todos/${parent_id}/snooze`, { until: new Date(Date.now() + 3600_000).toISOString() });
  const done = await who.write('/todos', { description: 'done' });
  await who.change(`/todos/${done}`, { completed: true });
  const thrown = await who.write('/todos', { description: 'thrown away', list_id: home });
  await fetch(`${api.url}/api/v1/todos/${thrown}`, { method: 'DELETE', headers: who.headers });
  await fetch(`${api.url}/api/v1/todos/${done}/move`, {
    method: 'POST',
    headers: { ...who.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ before: recurring }),
  });
}

test('JSON is all of an account, in its order, and of no other', async () => {
  const [me, other] = [await somebody(), await somebody()];
  await other.write('/todos', { description: 'of another' });
  await settle(me);
  const account = await readJson(me);

  expect(account).toMatchObject({ format: 'duebell', version: 1 });
  expect(Math.abs(Date.parse(account.exported_at) - Date.now())).toBeLessThan(60_000);
  expect(account.settings).toEqual({
    name: 'Ada',
    time_zone: 'Europe/Berlin',
    default_reminder_time: '07:30',
    default_reminders: null,
    quiet_hours: { start: '22:00', end: '06:00' },
  });
  expect(account.lists).toMatchObject([
    { name: 'home', default_reminders: [{ before: '-P1D' }], archived_at: null },
    { name: 'home', default_reminders: null, archived_at: expect.any(String) },
  ]);
  const [home, archived] = account.lists.map(({ uid }) => uid);
  expect(account.labels.map(({ name }) => name)).toEqual(['eggs, "milk"', 'of nothing', 'Urgent']);

  expect(account.todos.map((todo) => todo.description)).toEqual([
    description,
    'done',
    '=SUM(A1)',
    'whole',
    'part',
    'thrown away',
  ]);
  const [first, done, recurring, whole, part, thrown] = account.todos as Required<PortableTodo>[];
  expect(first).toMatchObject({ notes, priority: 4, list_uid: home, labels: ['eggs, "milk"', 'Urgent'] });
  expect(first?.reminders).toEqual([{ before: '-P1D' }]);
  expect(done).toMatchObject({ completed: true, completed_at: expect.any(String), list_uid: null });
  expect(recurring).toMatchObject({
    due_date: '2126-03-31',
    time_zone: 'Asia/Tokyo',
    recurrence: 'FREQ=MONTHLY',
    recurrence_from: 'due',
    recurrence_start: '2126-01-31',
    recurrence_done: 2,
    completions: [
      { due_date: '2126-01-31', completed_at: expect.any(String) },
      { due_date: '2126-02-28', completed_at: expect.any(String) },
    ],
    completed: false,
    reminders: [{ before: 'PT0S' }],
  });
  expect(whole).toMatchObject({
    list_uid: archived,
    due_date: '2126-07-01T07:00:00.000Z',
    reminders: [{ before: '-PT15M' }, { at: '2126-06-01T07:00:00.000Z' }],
    snoozed_until: expect.stringMatching(/Z$/),
  });
  expect(part).toMatchObject({ parent_uid: whole?.uid, list_uid: archived, reminders: [] });
  expect(thrown).toMatchObject({ deleted_at: expect.stringMatching(/Z$/), list_uid: home });
  expect(new Set(account.todos.map(({ uid }) => uid)).size).toBe(6);

  // what it is called stays, and an import may have given it a name
  const { pool } = api.database;
  await pool.query(`update todos set uid = 'x-1' where user_id = $1 and description = 'whole'`, [me.id]);
  await pool.query(`update lists set uid = 'x-2' where user_id = $1 and archived_at is not null`, [me.id]);
  const again = await readJson(me);
  expect(again.todos[0]?.uid).toBe(first?.uid);
  expect(again.todos.slice(3, 5)).toMatchObject([
    { uid: 'x-1', list_uid: 'x-2' },
    { parent_uid: 'x-1', list_uid: 'x-2' },
  ]);
});

test('CSV is a row for each todo, as another program reads it', async () => {
  const me = await somebody();
  await settle(me);
  const { todos } = await readJson(me);
  const body = await readAs('csv', me);
  const withoutQuoted = body.replaceAll(/"[^"]*"/g, '');
  expect(withoutQuoted.split('\r\n')).toHaveLength(8);
  expect(withoutQuoted).not.toMatch(/[^\r]\n/);

  const rows = await readCsv(me);
  expect(rows.map(({ uid }) => uid)).toEqual(todos.map(({ uid }) => uid));
  const [first, done, recurring, whole, part, thrown] = rows;
  expect(first).toMatchObject({ list: 'home', description, notes, priority: '4', completed: 'false', parent_uid: '' });
  expect(readLabels(first?.labels ?? '')).toEqual(['eggs, "milk"', 'Urgent']);
  expect(done).toMatchObject({ list: '', completed: 'true', completed_at: todos[1]?.completed_at, reminders: '' });
  expect(recurring).toMatchObject({
    description: "'=SUM(A1)",
    due_date: '2126-03-31',
    time_zone: 'Asia/Tokyo',
    recurrence: 'FREQ=MONTHLY',
    recurrence_from: 'due',
  });
  expect(whole).toMatchObject({ list: 'home', due_date: '2126-07-01T07:00:00.000Z' });
  expect(readCell(whole?.reminders ?? '')).toBe('-PT15M 2126-06-01T07:00:00.000Z');
  expect(part).toMatchObject({ parent_uid: whole?.uid, reminders: 'none' });
  expect(thrown).toMatchObject({ deleted_at: todos[5]?.deleted_at });
});

test('iCalendar is what another program reads: all but the trash', async () => {
  const me = await somebody();
  await settle(me);
  const { todos } = await readJson(me);
  const found = (await readICalendar(me)).getAllSubcomponents('vtodo');
  expect(found.map((todo) => todo.getFirstPropertyValue('summary'))).toEqual([
    description,
    'done',
    '=SUM(A1)',
    'whole',
    'part',
  ]);
  expect(found.map((todo) => todo.getFirstPropertyValue('uid'))).toEqual(todos.slice(0, 5).map(({ uid }) => uid));
  const [first, done, recurring, whole, part] = found;
  expect(first?.getFirstProperty('categories')?.getValues()).toEqual(['eggs, "milk"', 'Urgent']);
  expect(done?.getFirstPropertyValue('status')).toBe('COMPLETED');
  expect(String(recurring?.getFirstPropertyValue('due'))).toBe('2126-03-31');
  expect(String(recurring?.getFirstPropertyValue('rrule'))).toContain('FREQ=MONTHLY');
  expect(whole?.getAllSubcomponents('valarm').length).toBeGreaterThanOrEqual(2);
  expect(part?.getFirstPropertyValue('related-to')).toBe(todos[3]?.uid);
});

test('an empty account is a whole document in each format', async () => {
  const me = await somebody();
  expect(await readJson(me)).toMatchObject({ lists: [], labels: [], todos: [] });
  expect(await readCsv(me)).toEqual([]);
  expect((await readICalendar(me)).getAllSubcomponents('vtodo')).toEqual([]);
});

test.each([
  ['', 'json', 'application/json; charset=utf-8'],
  ['?format=ics', 'ics', 'text/calendar; charset=utf-8'],
  ['?format=csv', 'csv', 'text/csv; charset=utf-8'],
])('export%s is a file to keep, and HEAD says so without reading any', async (query, extension, type) => {
  for (const method of ['GET', 'HEAD']) {
    const { status, headers, body } = await api.send(method, `/api/v1/export${query}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    const day = new Date().toISOString().slice(0, 10);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="duebell-${day}.${extension}"`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-length')).toBeNull();
    expect(body === null).toBe(method === 'HEAD');
  }
});

test('a format that there is not is refused by name', async () => {
  const { status, body } = await api.send('GET', '/api/v1/export?format=xml');
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ in: 'query', pointer: '/format', message: 'must be one of json, ics, csv' }]);
});

test('large notes and thousands of todos arrive, each once', async () => {
  const { id, headers } = await somebody();
  await addLarge(id, 2500, 10);
  await addLarge(id, 30, 40_000);
  await addLarge(id, 10, 10);
  const { todos } = await readJson({ headers });
  expect(todos.map((todo) => Number(todo.description))).toEqual(
    [2500, 30, 10].flatMap((count) => Array.from({ length: count }, (_, i) => i + 1)),
  );
  expect(await readCsv({ headers })).toHaveLength(2540);
});

test('what is written during an export is not in it, and what is deleted is', async () => {
  const me = await somebody();
  const list = await me.write('/lists', { name: 'home' });
  await addLarge(me.id, 400, 50_000);
  const parent_id = await me.write('/todos', { description: 'whole', list_id: list });
  await me.write('/todos', { description: 'part', list_id: list, parent_id });
  const readChanges = async (query: string) =>
    (await api.sendBare('GET', `/api/v1/changes${query}`, undefined, me.headers)).body;

  const response = await beginExport(me);
  await untilOneWaits();
  let { next_cursor: since } = await readChanges('');
  const late = await me.write('/todos', { description: 'late' });
  const told: string[] = [];
  // who follows the changes does not wait for it
  await until('the late one is told', async () => {
    const page = await readChanges(`?since=${since}`);
    since = page.next_cursor;
    for (const { resource, id, change } of page.data) told.push(`${resource} ${id} ${change}`);
    return told.includes(`todo ${late} created`);
  });
  expect(told.filter((each) => each.includes(` ${late} `))).toEqual([`todo ${late} created`]);
  await api.database.pool.query('delete from todos where user_id = $1 and parent_id is not null', [me.id]);
  await api.database.pool.query('delete from todos where user_id = $1 and list_id is not null', [me.id]);
  await api.database.pool.query('delete from lists where user_id = $1', [me.id]);
  const account: PortableAccount = JSON.parse(await text(response));

  expect(account.todos).toHaveLength(402);
  const [whole, part] = account.todos.slice(-2);
  expect(account.lists).toMatchObject([{ uid: whole?.list_uid }]);
  expect(part).toMatchObject({ description: 'part', parent_uid: whole?.uid, list_uid: whole?.list_uid });
});

test('a reader that goes away gives the connection back', async () => {
  const me = await somebody();
  await addLarge(me.id, 400, 50_000);
  for (const format of ['json', 'ics', 'csv']) {
    const response = await beginExport(me, format);
    await untilOneWaits();
    response.destroy();
    await untilNoneIsRead();
    await untilThereIsRoom(me);
  }
});

test('a reader that goes away before anything is read gives the connection back', async () => {
  const me = await somebody();
  await addLarge(me.id, 400, 50_000);
  const holder = await api.database.pool.connect();
  await holder.query('begin');
  await holder.query('lock table users');
  const left = new AbortController();
  const asked = fetch(`${api.url}/api/v1/export`, { headers: me.headers, signal: left.signal });
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await until('it waits', async () => (await api.database.pool.query(waiting)).rows.length === 1);
  left.abort();
  await expect(asked).rejects.toThrow('aborted');
  await holder.query('commit');
  holder.release();
  await untilNoneIsRead();
  await untilThereIsRoom(me);
});

test('an account has one export at once, and an api two', async () => {
  const [one, two, three] = [await somebody(), await somebody(), await somebody()];
  for (const { id } of [one, two, three]) await addLarge(id, 400, 50_000);
  const first = await beginExport(one);
  const again = await api.sendBare('GET', '/api/v1/export', undefined, one.headers);
  expect(again).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  await beginExport(two);
  const refused = await api.sendBare('GET', '/api/v1/export', undefined, three.headers);
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  for (const { headers } of [again, refused]) expect(headers.get('retry-after')).toBe('30');
  // nobody else notices
  expect((await api.send('GET', '/api/v1/todos')).status).toBe(200);

  expect(JSON.parse(await text(first)).todos).toHaveLength(400);
  await untilThereIsRoom(three);
});

test('an export that the database breaks off is cut, and never a shorter document', async () => {
  const me = await somebody();
  await addLarge(me.id, 800, 50_000);
  const response = await beginExport(me);
  await untilOneWaits();
  const cut = () => api.database.pool.query(`select pg_terminate_backend(pid) ${readers}`);
  await until('its connection is cut', async () => (await cut()).rows.length === 1);
  const outcome = await text(response).then(
    () => 'a document',
    ({ message }) => message,
  );
  expect(outcome).toBe('aborted');
  expect(response.complete).toBe(false);
  await untilThereIsRoom(me);
});

test('an export is cut once its token is revoked, here or in another replica, and no other is', async () => {
  const replica = await startApi({}, api.database);
  for (const at of [api, replica]) {
    const [me, other] = [await somebody(), await somebody()];
    for (const { id } of [me, other]) await addLarge(id, 400, 50_000);
    const [mine, others] = [await beginExport(me), await beginExport(other)];
    await until('both wait for their readers', async () => (await countReaders(200)) === 2);
    const admin = { authorization: `Bearer ${await addToken(api, me.id, ['admin'])}` };
    const { rows } = await api.database.pool.query('select min(id)::int as id from api_tokens where user_id = $1', [
      me.id,
    ]);
    const { status } = await at.sendBare('DELETE', `/api/v1/tokens/${rows[0].id}`, undefined, admin);
    expect(status).toBe(204);
    await until('only the other one is read', async () => (await countReaders(0)) === 1);
    await expect(text(mine)).rejects.toThrow('aborted');
    expect(JSON.parse(await text(others)).todos).toHaveLength(400);
  }
  await replica.close();
});

test('an export that takes too long fails, and gives the connection back', async () => {
  const me = await somebody();
  await addLarge(me.id, 400, 50_000);
  const pool = new pg.Pool({ connectionString: api.database.appUrl, max: 1 });
  const exporter = createExporter({ pool, mostAtOnce: 1, longestMs: 100 });
  const document = await exporter.open(me.id, 'json');
  const [error] = await once(document, 'error');
  expect(error.message).toContain('took longer');
  await until('the connection is free', () => pool.idleCount === 1);
  // nothing was read of this one
  (await exporter.open(me.id, 'csv')).destroy();
  await until('the connection is free', () => pool.idleCount === 1);
  await pool.end();
});

test('an api that stops waits for exports, and is not held up by who does not read', async () => {
  const replica = await startApi({}, api.database);
  await addLarge(OWNER_ID, 400, 50_000);
  const headers = { authorization: `Bearer ${TEST_OWNER_TOKEN}` };
  const response = await beginExport({ headers }, 'json', replica.url);
  const closed = replica.close();
  expect(JSON.parse(await text(response)).todos).toHaveLength(400);
  const ended = performance.now();
  await closed;
  // not when the client leaves its connection, after 72 s
  expect(performance.now() - ended).toBeLessThan(30_000);

  const other = await startApi({}, api.database);
  await beginExport({ headers }, 'json', other.url);
  const cut = other.close();
  // as server.ts does after 10 s
  other.server.closeAllConnections();
  await cut;
});

async function addLarge(accountId: number, count: number, length: number): Promise<void> {
  await api.database.pool.query(
    `insert into todos (user_id, completed, description, notes)
     select $1, false, n, repeat('-', $3) from generate_series(1, $2) n order by n`,
    [accountId, count, length],
  );
}

/** Asks for an export, of which nothing is read yet but what its headers say. */
async function beginExport(
  { headers }: Pick<Somebody, 'headers'>,
  format = 'json',
  url = api.url,
): Promise<IncomingMessage> {
  // on a connection of its own, that stays
  const agent = new Agent({ keepAlive: true });
  connections.push(agent);
  const asked = request(`${url}/api/v1/export?format=${format}`, { agent, headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  // where it is destroyed
  response.on('error', () => {});
  expect(response.statusCode).toBe(200);
  return response;
}

/** The connection is free a moment before the place. */
const untilThereIsRoom = ({ headers }: Somebody) =>
  until('an export can begin', async () => {
    const { status } = await api.sendBare('GET', '/api/v1/export', undefined, headers);
    return status === 200;
  });

const readers = `
  from pg_stat_activity
  where datname = current_database() and application_name = 'duebell api' and state = 'idle in transaction'`;

async function countReaders(idleMs: number): Promise<number> {
  const { rows } = await api.database.pool.query(
    `select ${readers} and clock_timestamp() - state_change >= $1 * interval '1 ms'`,
    [idleMs],
  );
  return rows.length;
}

// not only between two statements
const untilOneWaits = () => until('an export waits for its reader', async () => (await countReaders(200)) === 1);
const untilNoneIsRead = () => until('no export holds a connection', async () => (await countReaders(0)) === 0);
