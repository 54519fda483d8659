import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { fileOf, upload } from './upload.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const text = (file: object) => JSON.stringify(file);
const whole = fileOf([{ description: 'a' }, { description: 'b' }]);
const mebibyte = 1024 * 1024;
const rare = { due_date: '2126-01-01', recurrence: 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=300' };
const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, ''].join('\r\n');

test.each<[string, string, string | Uint8Array, number, RegExp]>([
  ['nothing', 'json', '', 422, /empty/],
  ['nothing but a byte order mark', 'csv', '\uFEFF', 422, /empty/],
  ['a table that is called JSON', 'json', 'description\nmilk\n', 422, /no JSON/],
  ['JSON that is called a table', 'csv', text(whole), 422, /Row 1: a quote/],
  ['JSON that is called a calendar', 'ics', text(whole), 422, /Line 1/],
  ['JSON of another program', 'json', '{"todos":[{"title":"a"}],"format":"other","version":1}', 422, /"format"/],
  ['JSON of a later version', 'json', text({ ...whole, version: 2 }), 422, /"version" is 2/],
  ['JSON that says no version', 'json', '{"format":"duebell","todos":[]}', 422, /no "version"/],
  ['an array', 'json', '[{"description":"a"}]', 422, /no object/],
  ['a member that is not known', 'json', text({ format: 'duebell', version: 1, tasks: [] }), 422, /"tasks"/],
  ['todos that are no array', 'json', '{"format":"duebell","version":1,"todos":{"a":{}}}', 422, /must be an array/],
  ['lists after todos', 'json', '{"format":"duebell","version":1,"todos":[],"lists":[]}', 422, /come before/],
  ['a table of our columns for Todoist', 'todoist', 'description\nmilk\n', 422, /no column TYPE/],
  ['a table with semicolons', 'csv', 'uid;description\na;milk\n', 422, /semicolons/],
  ['a column twice', 'csv', 'description,description\na,b\n', 422, /twice/],
  ['JSON that ends in the middle', 'json', text(whole).slice(0, -8), 422, /ends in the middle, within \/todos\/1 /],
  ['a calendar that ends in the middle', 'ics', calendar('BEGIN:VTODO', 'SUMMARY:a'), 422, /Line 4/],
  ['a quote without an end', 'csv', 'description\nmilk\n"bread\nbutter\n', 422, /Row 3: a quote has no end/],
  ['a quote in the middle', 'csv', 'description\n"milk" and bread\n', 422, /Row 2: a quote/],
  [
    'JSON with a comma too many',
    'json',
    '{"format":"duebell","version":1,"todos":[{"description":"a"},]}',
    422,
    /no JSON/,
  ],
  ['two files in one', 'json', text(whole) + text(whole), 422, /no JSON/],
  ['Latin-1', 'csv', Buffer.from('description\nGrüße\n', 'latin1'), 422, /byte 14 is 0xfc/],
  ['half a character at the end', 'csv', Buffer.from('description\n€').subarray(0, -1), 422, /byte 12 is 0xe2/],
  ['UTF-16', 'csv', Buffer.from('\uFEFFdescription', 'utf16le'), 422, /byte 0 is 0xff/],
  [
    'a JSON text of 10 MiB',
    'json',
    text(fileOf([{ description: 'a' }, { description: 'a'.repeat(10 * mebibyte) }, { description: 'b' }])),
    422,
    /^\/todos\/1 is larger than 4 MiB: shorten/,
  ],
  ['a row of 10 MiB', 'csv', `description\n${'a'.repeat(10 * mebibyte)}\n`, 422, /longer than 1 MiB/],
  ['a line of 10 MiB', 'ics', calendar('BEGIN:VTODO', `SUMMARY:${'a'.repeat(10 * mebibyte)}`), 422, /Line 4/],
  [
    'one nested 10,000 deep',
    'json',
    `{"format":"duebell","version":1,"todos":[${'['.repeat(10_000)}`,
    422,
    /nested more/,
  ],
  ['objects nested deep', 'json', `{"format":"duebell","version":1,"todos":[${'{"a":'.repeat(10_000)}`, 422, /nested/],
  [
    '100,000 labels',
    'json',
    text(fileOf(range(100_000, (i) => ({ description: 'a', labels: [`${i}`] })))),
    422,
    /labels/,
  ],
  ['100,000 lists', 'ics', listsOf(100_000), 422, /more than 10000 lists/],
  [
    'rules that never come',
    'json',
    text(fileOf(range(2000, () => ({ ...rare, description: 'a' })))),
    422,
    /hardly ever/,
  ],
  ['what is not packed', 'gzip', text(whole), 422, /cannot be unpacked/],
  ['what is packed and cut off', 'gzip', gzipSync(text(whole)).subarray(0, -9), 422, /cannot be unpacked/],
  ['a bomb', 'gzip', gzipSync(Buffer.alloc(600 * mebibyte, ' ')), 422, /larger than 4 MiB/],
  ['a parcel of another kind', 'br', text(whole), 415, /gzip/],
])('%s is refused, and nothing of it is there', async (_, format, file, status, detail) => {
  const packed = ['gzip', 'br'].includes(format);
  const query = packed ? 'json' : format;
  const answer = await upload(api, query, file, packed ? { 'content-encoding': format } : {});
  expect(answer.body.detail).toMatch(detail);
  expect(answer.status).toBe(status);
  // a dry run of it is no better
  expect((await upload(api, `${query}&dry_run=true`, file, packed ? { 'content-encoding': format } : {})).status).toBe(
    status,
  );
  for (const table of ['todos', 'lists', 'labels', 'import_rows']) {
    expect((await api.database.pool.query(`select from ${table}`)).rows, table).toEqual([]);
  }
  const { body } = await api.send('GET', '/api/v1/imports?limit=1');
  expect(body.data).toMatchObject([{ state: 'failed', failure: answer.body.detail }]);
  await api.database.pool.query('delete from rate_limits');
});

test('a file over 64 MiB is refused at once where its length is told, else when it is over', async () => {
  const big = Buffer.alloc(64 * mebibyte + 1, ' ');
  const told = await upload(api, 'json', big);
  expect([told.status, told.body.code]).toEqual([413, 'body_too_large']);
  expect(told.body.detail).toContain('gzip');
});

test.each([
  ['no format', '/api/v1/import'],
  ['a format that is not known', '/api/v1/import?format=xml'],
])('%s is a mistake in the query', async (_, path) => {
  expect((await api.send('POST', path, whole)).status).toBe(400);
});

test('another type of content is refused', async () => {
  const { status, body } = await api.send('POST', '/api/v1/import?format=json', 'a', { 'content-type': 'text/html' });
  expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
});

test('all that is wrong is counted, and the first 1,000 are listed', async () => {
  const { status, body } = await upload(api, 'csv', `description,priority\n${'a,9\n'.repeat(1500)}`);
  expect([status, body.errors.length]).toEqual([422, 1000]);
  expect(body.detail).toBe(
    '1500 things are wrong with the file, and nothing of it was imported; the first 1000 are listed.',
  );
});

function range<T>(length: number, make: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => make(i));
}

function listsOf(count: number): string {
  const todos = range(count, (i) => [
    'BEGIN:VTODO',
    `UID:${i}`,
    'SUMMARY:a',
    `X-DUEBELL-LIST:list ${i}`,
    `X-DUEBELL-LIST-UID:list-${i}`,
    'END:VTODO',
  ]);
  return calendar(todos.flat().join('\r\n'), 'END:VCALENDAR');
}
