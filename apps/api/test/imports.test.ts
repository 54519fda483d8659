import { gzipSync } from 'node:zlib';
import { TEST_OWNER_TOKEN, until, untilAllIsTold } from 'db/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, startApi, type TestApi } from './api.ts';
import { fileOf, readFixture, upload } from './upload.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely; what they find is asserted
type Json = any;

/** All todos, by their description; of those that say the same, the last. */
async function todosByName(): Promise<Record<string, Json>> {
  const { body } = await api.send('GET', '/api/v1/todos?limit=200&sort=position');
  return Object.fromEntries(body.data.map((todo: Json) => [todo.description, todo]));
}

async function namesOf(path: string): Promise<string[]> {
  const { body } = await api.send('GET', `${path}?limit=200`);
  return body.data.map(({ name }: Json) => name);
}

function demandDone({ status, body }: Answer): Json {
  expect({ status, problems: body.problems }).toEqual({ status: 200, problems: [] });
  return body;
}

const stamp = { created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-02-01T00:00:00.000Z' };
const work = { uid: 'list-1', name: 'Work', default_reminders: [{ before: '-P1D' }], archived_at: null, ...stamp };

test('a JSON file becomes todos, lists and labels, in its order, and rings as it says', async () => {
  const file = fileOf(
    [
      // the part stands before the whole
      { uid: 'part', parent_uid: 'whole', list_uid: 'list-1', description: 'a part', labels: ['HOME'] },
      { uid: 'whole', list_uid: 'list-1', description: 'the whole', due_date: '2126-12-01', ...stamp },
      {
        uid: 'series',
        description: 'a series',
        due_date: '2126-12-03T08:00:00.000Z',
        time_zone: 'Europe/Berlin',
        recurrence: 'FREQ=DAILY',
        recurrence_start: '2126-12-01T09:00:00.000',
        recurrence_done: 2,
        reminders: [{ before: '-PT1H' }, { at: '2126-11-01T00:00:00Z' }],
        completions: [
          { due_date: '2126-12-01T08:00:00.000Z', completed_at: '2026-01-02T00:00:00.000Z' },
          { due_date: '2126-12-02T08:00:00.000Z', completed_at: '2026-01-03T00:00:00.000Z' },
        ],
      },
      { uid: 'done', description: 'done', completed: true, completed_at: stamp.updated_at, due_date: '2126-12-01' },
      { uid: 'gone', description: 'gone', deleted_at: stamp.updated_at, due_date: '2126-12-01' },
      { uid: 'late', description: 'late', due_date: '2020-01-01T00:00:00Z' },
    ],
    { lists: [work], labels: [{ name: 'home', ...stamp }] },
  );
  const body = demandDone(await upload(api, 'json', file));
  expect(body).toMatchObject({
    state: 'done',
    rows_read: 6,
    created: { todos: 6, lists: 1, labels: 1 },
    unchanged: 0,
    settings: null,
  });

  const todos = await todosByName();
  expect(Object.keys(todos)).toEqual(['a part', 'the whole', 'a series', 'done', 'late']);
  expect(todos['a part']).toMatchObject({ parent_id: todos['the whole'].id, list_id: todos['the whole'].list_id });
  // those of its list, since it says none
  expect(todos['the whole']).toMatchObject({ due_date: '2126-12-01', reminders: [{ before: '-P1D' }], ...stamp });
  expect(todos.done).toMatchObject({ completed: true, completed_at: stamp.updated_at });
  expect(await namesOf('/api/v1/labels')).toEqual(['home']);
  expect((await api.send('GET', '/api/v1/todos?trash=true')).body.data).toMatchObject([{ description: 'gone' }]);

  const { body: upcoming } = await api.send('GET', '/api/v1/reminders');
  expect(upcoming.data.map(({ description, scheduled_for }: Json) => [description, scheduled_for])).toEqual([
    ['a series', '2126-11-01T00:00:00.000Z'],
    ['the whole', '2126-11-30T09:00:00.000Z'],
    ['a series', '2126-12-03T07:00:00.000Z'],
  ]);
  // missed, as when it is written by a client
  const { rows } = await api.database.pool.query(
    `select r.state from reminders r join todos t on t.id = r.todo_id where t.description = 'late'`,
  );
  expect(rows).toEqual([{ state: 'missed' }]);

  const log = await api.send('GET', `/api/v1/todos/${todos['a series'].id}/completions`);
  expect(log.body.data).toHaveLength(2);
  const next = await api.send('PATCH', `/api/v1/todos/${todos['a series'].id}`, { completed: true });
  expect(next.body.due_date).toBe('2126-12-04T08:00:00.000Z');
});

test('the change feed tells of what was imported', async () => {
  const { body: now } = await api.send('GET', '/api/v1/changes');
  demandDone(await upload(api, 'json', fileOf([{ description: 'a', labels: ['b'] }], { lists: [work] })));
  const told = ['label created', 'list created', 'todo created'];
  await untilAllIsTold(api.database.pool);
  const { body } = await api.send('GET', `/api/v1/changes?since=${now.next_cursor}`);
  const heard = body.data.map(({ resource, change }: Json) => `${resource} ${change}`).sort();
  expect(heard).toEqual(told);
});

test('the same file twice makes no second copy, whatever was done to its todos meanwhile', async () => {
  const file = fileOf(
    [
      { uid: 'a', description: 'a', list_uid: 'list-1' },
      { description: 'the same', notes: 'x' },
      { description: 'the same', notes: 'x' },
    ],
    { lists: [work] },
  );
  demandDone(await upload(api, 'json', file));
  const { a } = await todosByName();
  await api.send('PATCH', `/api/v1/todos/${a.id}`, { description: 'changed', completed: true });
  const again = demandDone(await upload(api, 'json', file));
  expect(again).toMatchObject({ created: { todos: 0, lists: 0, labels: 0 }, unchanged: 3 });
  expect(await todosByName()).toMatchObject({ changed: { completed: true } });
  expect((await api.send('GET', '/api/v1/todos/counts')).body.open).toBe(2);
});

test('a dry run says what would happen, and what is wrong and where, and changes nothing', async () => {
  const good = fileOf([{ description: 'a', labels: ['x', 'X', 'y'], list_uid: 'list-1' }], { lists: [work] });
  const would = demandDone(await upload(api, 'json&dry_run=true', good));
  expect(would).toMatchObject({ dry_run: true, created: { todos: 1, lists: 1, labels: 2 }, unchanged: 0 });

  const bad = fileOf([
    { description: 'fine' },
    { description: '', due_date: 'soon', priority: 9, wrong: true },
    { description: 'rule', recurrence: 'FREQ=HOURLY', due_date: '2126-01-01' },
    { uid: 'twice', description: 'a' },
    { uid: 'twice', description: 'b' },
    'text',
  ]);
  const tried = await upload(api, 'json&dry_run=true', bad);
  expect(tried.status).toBe(200);
  expect(tried.body.problems.map(({ pointer, message }: Json) => [pointer, message])).toEqual([
    ['/todos/1/wrong', 'is not known here'],
    ['/todos/1/description', 'must NOT have fewer than 1 characters'],
    ['/todos/1/priority', 'must be <= 4'],
    ['/todos/1/due_date', expect.stringContaining('must be a date-time')],
    ['/todos/2/recurrence', expect.stringContaining('FREQ is required')],
    ['/todos/5', 'must be object'],
    ['/todos/4/uid', 'is the uid of another todo of the file, too'],
  ]);
  expect(tried.body.problem_count).toBe(7);

  const refused = await upload(api, 'json', bad);
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    code: 'invalid_file',
    detail: '7 things are wrong with the file, and nothing of it was imported.',
  });
  expect(refused.body.errors[0]).toEqual({ in: 'body', pointer: '/todos/1/wrong', message: 'is not known here' });
  expect(await todosByName()).toEqual({});
  expect(await namesOf('/api/v1/lists')).toEqual([]);
  expect((await api.database.pool.query('select from import_rows')).rows).toEqual([]);
});

test('what is part of what keeps the rules: five levels, one list, no circle, nothing in the trash', async () => {
  const chain = Array.from({ length: 6 }, (_, i) => ({
    uid: `${i}`,
    parent_uid: i ? `${i - 1}` : null,
    description: 'c',
  }));
  const file = fileOf(
    [
      ...chain,
      { uid: 'x', parent_uid: 'y', description: 'circle' },
      { uid: 'y', parent_uid: 'x', description: 'circle' },
      { uid: 'l', parent_uid: '0', list_uid: 'list-1', description: 'another list' },
      { uid: 'trash', description: 'trash', deleted_at: stamp.updated_at },
      { uid: 't', parent_uid: 'trash', description: 'of the trash' },
      { uid: 'n', parent_uid: 'nobody', description: 'of nothing' },
      { uid: 'u', list_uid: 'no-list', description: 'in no list' },
    ],
    { lists: [work] },
  );
  const { body } = await upload(api, 'json&dry_run=true', file);
  expect(body.problems.map(({ pointer, message }: Json) => `${pointer} ${message}`)).toEqual([
    '/todos/5/parent_uid makes more than 5 levels, or a circle',
    '/todos/6/parent_uid makes more than 5 levels, or a circle',
    '/todos/7/parent_uid makes more than 5 levels, or a circle',
    '/todos/8/parent_uid names a todo of another list: a part is in the list of what it is part of',
    '/todos/10/parent_uid names a todo in the trash',
    '/todos/11/parent_uid names no todo of the file or of the account',
    '/todos/12/list_uid names no list of the file or of the account',
  ]);
});

test('a new part follows a todo that is there already, wherever that was moved', async () => {
  demandDone(
    await upload(api, 'json', fileOf([{ uid: 'whole', description: 'whole', list_uid: 'list-1' }], { lists: [work] })),
  );
  const { body: other } = await api.send('POST', '/api/v1/lists', { name: 'Other' });
  const { whole } = await todosByName();
  await api.send('PATCH', `/api/v1/todos/${whole.id}`, { list_id: other.id });
  const more = [
    { uid: 'whole', description: 'whole', list_uid: 'list-1' },
    { uid: 'part', parent_uid: 'whole', description: 'part', list_uid: 'list-1' },
    { uid: 'part of it', parent_uid: 'part', description: 'part of it', list_uid: 'list-1' },
  ];
  expect(demandDone(await upload(api, 'json', fileOf(more, { lists: [work] })))).toMatchObject({ unchanged: 1 });
  const todos = await todosByName();
  expect(todos.part).toMatchObject({ parent_id: whole.id, list_id: other.id });
  expect(todos['part of it']).toMatchObject({ parent_id: todos.part.id, list_id: other.id });
});

test('settings are those of the file only in an account that has nothing yet', async () => {
  const settings = {
    name: 'Ada',
    time_zone: 'Asia/Kathmandu',
    default_reminder_time: '07:00',
    default_reminders: [{ before: 'PT0S' }, { before: '-P1D' }],
    quiet_hours: { start: '22:00', end: '06:00' },
  };
  const file = fileOf([{ description: 'a', due_date: '2126-12-01' }], { settings });
  expect(demandDone(await upload(api, 'json', file)).settings).toBe('applied');
  expect((await api.send('GET', '/api/v1/me')).body).toMatchObject(settings);
  const { body } = await api.send('GET', '/api/v1/reminders');
  // by the clocks of the account that it now is
  expect(body.data.map(({ scheduled_for }: Json) => scheduled_for)).toEqual([
    '2126-11-30T01:15:00.000Z',
    '2126-12-01T01:15:00.000Z',
  ]);
  const other = fileOf([{ description: 'b' }], { settings: { ...settings, time_zone: 'UTC' } });
  expect(demandDone(await upload(api, 'json', other)).settings).toBe('kept');
  expect((await api.send('GET', '/api/v1/me')).body.time_zone).toBe('Asia/Kathmandu');
});

test('a list is found by its uid, or else by its name; labels by their name in any case', async () => {
  const { body: there } = await api.send('POST', '/api/v1/lists', { name: 'Work' });
  await api.send('POST', '/api/v1/labels', { name: 'Home' });
  const two = [work, { ...work, uid: 'list-2' }];
  const file = fileOf(
    [
      { uid: 'a', description: 'a', list_uid: 'list-1', labels: ['home'] },
      { uid: 'b', description: 'b', list_uid: 'list-2', labels: ['HOME'] },
    ],
    { lists: two },
  );
  expect(demandDone(await upload(api, 'json', file)).created).toEqual({ todos: 2, lists: 1, labels: 0 });
  const { a, b } = await todosByName();
  expect(a.list_id).toBe(there.id);
  // an account may have two of one name
  expect(b.list_id).not.toBe(there.id);
  expect(await namesOf('/api/v1/lists')).toEqual(['Work', 'Work']);
  expect(demandDone(await upload(api, 'json', file))).toMatchObject({ created: { lists: 0 }, unchanged: 2 });
});

test('CSV as a spreadsheet has it: columns in any order, and what is empty is left to the account', async () => {
  await api.send('PATCH', '/api/v1/me', { default_reminders: [{ before: '-PT15M' }] });
  const table = [
    '\uFEFFDescription,list,labels,Due_Date,Prio,completed',
    'milk,Shop,"a, ""b,c""",2126-12-01T09:00:00+01:00,x,',
    ',,,,,',
    'bread,,,,,yes',
  ].join('\r\n');
  const body = demandDone(await upload(api, 'csv&list=Inbox', table, { 'content-type': 'text/csv' }));
  expect(body.warnings).toEqual([{ row: 1, column: 'prio', message: 'this column is not known here, and not read' }]);
  const { milk, bread } = await todosByName();
  expect(milk).toMatchObject({ due_date: '2126-12-01T08:00:00.000Z', reminders: [{ before: '-PT15M' }] });
  expect(bread).toMatchObject({ completed: true, completed_at: expect.any(String) });
  expect(await namesOf('/api/v1/lists')).toEqual(['Shop', 'Inbox']);
  expect((await namesOf('/api/v1/labels')).sort()).toEqual(['a', 'b,c']);
  expect(demandDone(await upload(api, 'csv&list=Inbox', table)).unchanged).toBe(2);

  const bad = await upload(
    api,
    'csv',
    `description,due_date,priority,labels,list\nok,,,\na,soon,,\nb,,9,\nc,,,"""x"\nd,,,,${'l'.repeat(201)}\n`,
  );
  expect(bad.body.errors.map(({ row, column }: Json) => [row, column])).toEqual([
    [3, 'due_date'],
    [4, 'priority'],
    [5, 'labels'],
    [6, 'list'],
  ]);
});

test('a project of Todoist: sections, priorities, parts, comments, labels, and dates in words', async () => {
  const home = await readFixture('todoist/home.csv');
  const body = demandDone(await upload(api, 'todoist&list=Home', home, { 'content-type': 'text/csv' }));
  expect(body).toMatchObject({ created: { todos: 8, lists: 3, labels: 2 }, warnings: [] });
  expect(await namesOf('/api/v1/lists')).toEqual(['Home', 'Home / Kitchen', 'Home / Garden']);
  const todos = await todosByName();
  expect(todos['Pay the rent']).toMatchObject({
    priority: 4,
    recurrence: 'FREQ=MONTHLY;BYMONTHDAY=1',
    time_zone: 'Europe/Berlin',
    due_date: expect.stringMatching(/^\d{4}-\d\d-01T0[78]:00:00\.000Z$/),
  });
  expect(todos['Buy milk, bread and coffee']).toMatchObject({
    priority: 3,
    due_date: '2126-12-01',
    notes: 'Two litres.\nThe "good" coffee.\n\nThe bakery closes at six\n\nBring the bottles back',
  });
  expect(todos['Buy milk, bread and coffee'].label_ids).toHaveLength(2);
  expect(todos['Look for coupons'].parent_id).toBe(todos['Buy milk, bread and coffee'].id);
  expect(todos['In the newspaper'].parent_id).toBe(todos['Look for coupons'].id);
  expect(todos['Clean the oven']).toMatchObject({
    priority: 2,
    parent_id: null,
    recurrence: 'FREQ=WEEKLY;INTERVAL=3',
    recurrence_from: 'completion',
    notes: 'Deadline: 2126-12-24\nDuration: 45 minute\nResponsible: Grace (14781401)',
  });
  expect(todos['Water the tomatoes 🍅']).toMatchObject({
    priority: 0,
    due_date: '2126-05-01T17:30:00.000Z',
    recurrence: 'FREQ=DAILY;INTERVAL=2',
    parent_id: todos.Beds.id,
  });
  expect(demandDone(await upload(api, 'todoist&list=Home', home))).toMatchObject({ unchanged: 8 });

  const other = demandDone(await upload(api, 'todoist', await readFixture('todoist/work.csv')));
  expect(other.created).toEqual({ todos: 6, lists: 0, labels: 1 });
  expect(await todosByName()).toMatchObject({
    'Bericht schreiben': { due_date: '2126-12-01T08:00:00.000Z', priority: 4 },
    Réunion: { due_date: '2127-01-05T14:00:00.000Z' },
    'Stand-up': { recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', time_zone: 'Europe/London' },
    Timesheets: { recurrence: 'FREQ=MONTHLY;BYMONTHDAY=-1', due_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    Retrospective: { recurrence: 'FREQ=MONTHLY;BYDAY=3FR' },
    'Ask Tom about tomorrow': { due_date: null },
  });
});

test('a calendar: its todos, and a word about what is none', async () => {
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//test//EN',
    'BEGIN:VTODO',
    'UID:whole@elsewhere',
    'SUMMARY:the whole',
    'DUE;VALUE=DATE:21261201',
    'PRIORITY:1',
    'CATEGORIES:home,garden',
    'RELATED-TO;RELTYPE=CHILD:part@elsewhere',
    'END:VTODO',
    'BEGIN:VTODO',
    'UID:part@elsewhere',
    'SUMMARY:a part',
    'END:VTODO',
    'BEGIN:VEVENT',
    'UID:event@elsewhere',
    'SUMMARY:an event',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const body = demandDone(await upload(api, 'ics', calendar, { 'content-type': 'text/calendar' }));
  expect(body).toMatchObject({
    created: { todos: 2, lists: 0, labels: 2 },
    warnings: [{ line: 16, column: 'VEVENT' }],
  });
  const todos = await todosByName();
  expect(todos['the whole']).toMatchObject({ due_date: '2126-12-01', priority: 4 });
  expect(todos['a part'].parent_id).toBe(todos['the whole'].id);
  expect(demandDone(await upload(api, 'ics', calendar)).unchanged).toBe(2);
});

test('a file may be packed, and a snooze lasts', async () => {
  const file = fileOf([{ description: 'a', due_date: '2126-12-01T09:00:00Z', snoozed_until: '2126-12-02T00:00:00Z' }]);
  demandDone(await upload(api, 'json', gzipSync(JSON.stringify(file)), { 'content-encoding': 'gzip' }));
  const { body } = await api.send('GET', '/api/v1/reminders');
  expect(body.data).toMatchObject([{ trigger: 'snooze', scheduled_for: '2126-12-02T00:00:00.000Z' }]);
});

test('how far it is can be read meanwhile, and for a day after', async () => {
  const { promise: go, resolve: goOn } = Promise.withResolvers<void>();
  const body = new ReadableStream({
    async start(controller) {
      const encode = (text: string) => controller.enqueue(new TextEncoder().encode(text));
      encode(`description\n${'a todo\n'.repeat(1000)}`);
      await go;
      encode('the last\n');
      controller.close();
    },
  });
  const answering = fetch(`${api.url}/api/v1/import?format=csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TEST_OWNER_TOKEN}`, 'content-type': 'text/csv' },
    body,
    duplex: 'half',
  });
  let seen: Json;
  await until('a part of it is read', async () => {
    [seen] = (await api.send('GET', '/api/v1/imports')).body.data;
    return seen?.rows_read > 0;
  });
  expect(seen).toMatchObject({ state: 'receiving', created: null, finished_at: null });
  goOn();
  expect((await answering).status).toBe(200);
  const { body: read } = await api.send('GET', `/api/v1/imports/${seen.id}`);
  expect(read).toMatchObject({ state: 'done', rows_read: 1001, created: { todos: 1001 }, problems: [] });
  expect((await api.send('GET', '/api/v1/imports/999')).status).toBe(404);
});
