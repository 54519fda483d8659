import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { TEST_OWNER_TOKEN } from 'db/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

let api: TestApi;
let todo: string;
let before: unknown;

beforeAll(async () => {
  api = await startApi();
  const { body } = await api.send('POST', '/api/v1/todos', { description: 'a', due_date: '2126-01-01T00:00:00Z' });
  todo = `/api/v1/todos/${body.id}`;
  before = await contents();
});
afterAll(() => api.close());

async function contents() {
  const { rows } = await api.database.pool.query(`
    select (select json_agg(t) from todos t) as todos, (select json_agg(r) from reminders r) as reminders,
           (select json_agg(c) from channels c) as channels, (select json_agg(d) from deliveries d) as deliveries`);
  return rows[0];
}

// whatever a test sent, nothing was written
afterEach(async () => {
  expect(await contents()).toEqual(before);
});

const webhook = { kind: 'webhook', name: 'a', url: 'https://example.com/' };
const todos = '/api/v1/todos';
const channels = '/api/v1/channels';

const badBodies: [string, string, string, unknown, string[]][] = [
  ['no description', 'POST', todos, {}, ['/description']],
  ['an empty description', 'POST', todos, { description: '' }, ['/description']],
  ['a description too long', 'POST', todos, { description: 'a'.repeat(10_001) }, ['/description']],
  ['a number for a description', 'POST', todos, { description: 5 }, ['/description']],
  ['a NUL byte', 'POST', todos, '{"description":"a\\u0000b"}', ['/description']],
  ['half a surrogate pair', 'POST', todos, '{"description":"a\\ud800b"}', ['/description']],
  ['text for a boolean', 'POST', todos, { description: 'a', completed: 'true' }, ['/completed']],
  ['a day that is not', 'POST', todos, { description: 'a', due_date: '2026-02-30T09:00:00Z' }, ['/due_date']],
  ['a day that is not, alone', 'POST', todos, { description: 'a', due_date: '2026-02-29' }, ['/due_date']],
  ['a zone that is not', 'POST', todos, { description: 'a', time_zone: 'Europe/Atlantis' }, ['/time_zone']],
  [
    'a rule that is none',
    'POST',
    todos,
    { description: 'a', due_date: '2026-12-01', recurrence: 'daily' },
    ['/recurrence'],
  ],
  ['a rule without a date', 'POST', todos, { description: 'a', recurrence: 'FREQ=DAILY' }, ['/recurrence']],
  [
    'a rule that never comes again',
    'POST',
    todos,
    { description: 'a', due_date: '2026-12-01', recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' },
    ['/recurrence'],
  ],
  [
    'a rule that is over before the due date',
    'POST',
    todos,
    { description: 'a', due_date: '2126-12-01', recurrence: 'FREQ=DAILY;UNTIL=21261130' },
    ['/recurrence'],
  ],
  [
    'a rule in a patch that is over before the due date',
    'PATCH',
    'todo',
    { due_date: '2126-12-01T09:00:00Z', recurrence: 'FREQ=DAILY;UNTIL=21261201T085959Z' },
    ['/recurrence'],
  ],
  [
    'a recurring todo that is done',
    'POST',
    todos,
    { description: 'a', due_date: '2026-12-01', recurrence: 'FREQ=DAILY', completed: true },
    ['/completed'],
  ],
  ['parts to complete with nothing', 'PATCH', 'todo', { complete_children: true }, ['/complete_children']],
  [
    'a rule in a patch of a todo without a date',
    'PATCH',
    'todo',
    { due_date: null, recurrence: 'FREQ=DAILY' },
    ['/recurrence'],
  ],
  [
    'a date-time without an offset',
    'POST',
    todos,
    { description: 'a', due_date: '2026-12-01T09:00:00' },
    ['/due_date'],
  ],
  ['a number for a date', 'POST', todos, { description: 'a', due_date: 1_795_000_000 }, ['/due_date']],
  ['an unknown field', 'POST', todos, { description: 'a', dueDate: null }, ['/dueDate']],
  ['an id of its own', 'POST', todos, { description: 'a', id: 7 }, ['/id']],
  [
    'several faults',
    'POST',
    todos,
    { description: '', due_date: 'soon', a: 1, 'b/c~d': 1 },
    ['/a', '/b~1c~0d', '/description', '/due_date'],
  ],
  ['null', 'POST', todos, 'null', ['']],
  ['an array', 'POST', todos, [{ description: 'a' }], ['']],
  ['no body', 'POST', todos, '', ['']],
  ['a null description', 'PATCH', 'todo', { description: null }, ['/description']],
  ['a null completed', 'PATCH', 'todo', { completed: null }, ['/completed']],
  ['a bad date in a patch', 'PATCH', 'todo', { due_date: '2027-02-29T00:00:00Z' }, ['/due_date']],
  ['an unknown field in a patch', 'PATCH', 'todo', { completed_at: null }, ['/completed_at']],
  ['no kind', 'POST', channels, { name: 'a', url: 'https://example.com/' }, ['/kind']],
  ['another kind', 'POST', channels, { ...webhook, kind: 'pigeon' }, ['/kind']],
  ['the fields of another kind', 'POST', channels, { ...webhook, kind: 'email' }, ['/address', '/url']],
  ['a topic with blanks', 'POST', channels, { ...webhook, kind: 'ntfy', topic: 'a b' }, ['/topic']],
  ['an address that is none', 'POST', channels, { kind: 'email', name: 'a', address: 'a' }, ['/address']],
  ['quiet hours of a webhook', 'POST', channels, { ...webhook, quiet_hours: 'account' }, ['/quiet_hours']],
  [
    'quiet hours that nobody knows',
    'POST',
    channels,
    { kind: 'email', name: 'a', address: 'a@b.c', quiet_hours: 'mine' },
    ['/quiet_hours'],
  ],
  [
    'half of the quiet hours',
    'POST',
    channels,
    { kind: 'email', name: 'a', address: 'a@b.c', quiet_hours: { start: '22:00' } },
    ['/quiet_hours/end'],
  ],
  [
    'quiet hours that end as they begin',
    'POST',
    channels,
    { kind: 'email', name: 'a', address: 'a@b.c', quiet_hours: { start: '22:00', end: '22:00' } },
    ['/quiet_hours/end'],
  ],
  [
    'a time that is none',
    'POST',
    channels,
    { kind: 'email', name: 'a', address: 'a@b.c', digest_at: '7' },
    ['/digest_at'],
  ],
  ['a moment that is none', 'POST', '/api/v1/deliveries/redeliver', { since: 'today' }, ['/since']],
  ['an empty name', 'POST', channels, { ...webhook, name: '' }, ['/name']],
  ['a name too long', 'POST', channels, { ...webhook, name: 'a'.repeat(201) }, ['/name']],
  ['a URL of another scheme', 'POST', channels, { ...webhook, url: 'ftp://example.com/' }, ['/url']],
  ['a URL with a password', 'POST', channels, { ...webhook, url: 'https://a:b@example.com/' }, ['/url']],
  ['no URL at all', 'POST', channels, { ...webhook, url: 'example.com' }, ['/url']],
  ['a NUL byte in a URL', 'POST', channels, { ...webhook, url: 'https://example.com/\0' }, ['/url']],
  ['a secret of their own', 'POST', channels, { ...webhook, secret: 'whsec_' }, ['/secret']],
];

test.each(badBodies)('%s is refused (%s %s)', async (_, method, path, body, pointers) => {
  const answer = await api.send(method, path === 'todo' ? todo : path, body);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    code: 'invalid_request',
    status: 400,
    type: 'urn:duebell:problem:invalid_request',
  });
  const errors: { in: string; pointer: string }[] = answer.body.errors;
  expect([...new Set(errors.map(({ pointer }) => pointer))].sort()).toEqual(pointers);
  for (const error of errors) expect(error.in).toBe('body');
});

test.each([
  [todos, 'limit', 'limit=0'],
  [todos, 'limit', 'limit=201'],
  [todos, 'limit', 'limit=ten'],
  [todos, 'limit', 'limit=1&limit=2'],
  [todos, 'completed', 'completed=yes'],
  [todos, 'cursor', 'cursor=abc'],
  [todos, 'cursor', `cursor=${'a'.repeat(201)}`],
  [todos, 'sort', 'sort=id'],
  [channels, 'completed', 'completed=true'],
  ['/api/v1/deliveries', 'limit', 'limit=-1'],
])('%s refuses a query with a bad %s (%s)', async (path, name, query) => {
  expect(await api.send('GET', `${path}?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', errors: [{ in: 'query', pointer: `/${name}` }] },
  });
});

test('an offset whose + was read as a blank is told how to write it', async () => {
  const { status, body } = await api.send('GET', `${todos}?due_after=2026-12-01T09:00:00+01:00`);
  expect([status, body.detail]).toEqual([400, expect.stringContaining('%2B')]);
  expect((await api.send('GET', `${todos}?due_after=soon`)).body.detail).not.toContain('%2B');
});

test.each([
  ['POST', 'todo/restore'],
  ['POST', 'todo/skip'],
  ['POST', `${channels}/1/test`],
  ['DELETE', 'todo'],
  ['DELETE', 'todo/snooze'],
])('%s %s takes no fields, and says so', async (method, path) => {
  expect(await api.send(method, path.replace('todo', todo), { list_id: 1 })).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'body', pointer: '/list_id', message: 'is not known here' }] },
  });
});

test('an empty object is as good as no body', async () => {
  expect((await api.send('POST', `${todo}/restore`, {})).status).toBe(200);
});

test.each([
  ['POST', todos, { description: 'a' }],
  ['GET', 'todo', undefined],
  ['PATCH', 'todo', { description: 'b' }],
  ['DELETE', 'todo', undefined],
  ['POST', channels, webhook],
])('%s %s takes no query parameters', async (method, path, body) => {
  expect(await api.send(method, `${path === 'todo' ? todo : path}?dry_run=true`, body)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'query', pointer: '/dry_run' }] },
  });
});

test.each(['abc', '0', '-1', '1.5', '9007199254740993', '1e400', '%00', '1%2F2', "1'--"])('%s is no id', async (id) => {
  for (const [method, path] of [
    ['GET', todos],
    ['PATCH', todos],
    ['DELETE', todos],
    ['GET', channels],
    ['DELETE', channels],
  ]) {
    expect(await api.send(method ?? '', `${path}/${id}`, method === 'PATCH' ? {} : undefined)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ in: 'path', pointer: '/id' }] },
    });
  }
});

test.each([
  ['broken JSON', 400, '{"description":', undefined],
  ['a prototype', 400, '{"description":"a","__proto__":{"x":1}}', undefined],
  ['2 MiB', 413, JSON.stringify({ description: 'a'.repeat(2 * 1024 * 1024) }), undefined],
  ['a form', 415, 'description=a', 'application/x-www-form-urlencoded'],
  ['plain text', 415, 'a', 'text/plain'],
  ['no content type', 415, 'a', ''],
])('%s is refused with %i', async (_, status, body, type) => {
  const answer = await api.send('POST', todos, body, type === undefined ? {} : { 'content-type': type });
  expect(answer).toMatchObject({ status, body: { status } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
});

test.each([
  ['/todos/1/move', {}, '', 'must have one of before, after, and no other'],
  ['/todos/1/move', { before: 1, after: 2 }, '', 'must have one of before, after, and no other'],
  ['/lists/1/move', { before: 1, after: 2 }, '', 'must have one of before, after, and no other'],
  ['/todos/1/move', { before: null }, '/before', 'must be integer'],
  ['/todos/1/move', { position: 's1' }, '/position', 'is not known here'],
  ['/todos/1/snooze', {}, '', 'must have one of duration, until, and no other'],
  ['/todos/batch', { operations: [{ op: 'complete' }] }, '/operations/0/op', 'must be one of create, update, delete'],
  ['/channels', { kind: 'pigeon' }, '/kind', 'must be one of webhook, email, ntfy'],
])('%s with %j is told once what would be right', async (path, body, pointer, message) => {
  expect(await api.send('POST', `/api/v1${path}`, body)).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'body', pointer, message }] },
  });
});

test.each([
  ['a body that breaks off', '{"description":', /^The body is not JSON: Unexpected end/],
  ['a comma too many', '{"description":"a",}', /^The body is not JSON: .+ position 19\b/],
  ['a key of prototypes', '{"description":"a","__proto__":{}}', /__proto__/],
])('%s is refused with the reason', async (_, body, detail) => {
  expect(await api.send('POST', todos, body)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', detail: expect.stringMatching(detail) },
  });
});

test.each([
  [todos, 'Send JSON, and say so: Content-Type: application/json.'],
  [
    '/api/v1/import?format=csv',
    'Send the file as one of application/json, text/calendar, text/csv, application/octet-stream.',
  ],
])('whoever sends another type to %s is told which it takes', async (path, detail) => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await api.send('POST', path, '{"description":"a"}', form)).toMatchObject({ status: 415, body: { detail } });
});

test('text in another encoding than UTF-8 is refused, not stored with its letters lost', async () => {
  const response = await fetch(api.url + todos, {
    method: 'POST',
    headers: { authorization: `Bearer ${TEST_OWNER_TOKEN}`, 'content-type': 'application/json; charset=iso-8859-1' },
    body: Buffer.from('{"description":"Käse"}', 'latin1'),
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { code: 'invalid_request', detail: 'The body is not UTF-8.' },
  ]);
});

test.each(['/nothing', '/api/v1/nothing', '/api/v1', '/api/v1/todos/1/2'])('%s is not there', async (path) => {
  expect(await api.send('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('an address that cannot be decoded is refused', async () => {
  expect(await api.send('GET', '/api/v1/todos/%FF')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});

/** Sends bytes and answers all that comes back. */
function sendBytes(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('error', reject)
      .on('close', () => resolve(text));
  });
}

test.each([
  ['bytes that are no HTTP request', 'complete nonsense\r\n\r\n'],
  ['a request without Host (RFC 9112 §3.2)', 'GET /livez HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['a request for a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n'],
])('%s is answered with a problem, too', async (_, bytes) => {
  const answer = await sendBytes(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toMatch(/^content-type: application\/problem\+json; charset=utf-8\r$/m);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400, code: 'invalid_request' });
});

test('an expectation that nobody knows is as good as none (RFC 9110 §10.1.1)', async () => {
  const answer = await sendBytes('GET /livez HTTP/1.1\r\nhost: a\r\nexpect: tea\r\nconnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('the names of 900 unknown fields do not come back as 900 errors', async () => {
  const fields = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`field${i}`, i]));
  const { status, body } = await api.send('POST', todos, { description: 'a', ...fields });
  expect(status).toBe(400);
  expect(body.errors).toHaveLength(20);
});

test('what a proxy forwards for an address, and is none, is counted as one', async () => {
  const behindProxy = await startApi({ TRUST_PROXY: 'loopback' });
  // longer than an entry of an index can be, and nothing that PostgreSQL could compress
  const long = randomBytes(5000).toString('hex');
  const statuses = [];
  for (const address of [long, ...Array.from({ length: 10 }, (_, i) => `nowhere ${i}`)]) {
    const { status } = await behindProxy.send(
      'POST',
      '/api/v1/password-resets',
      { email: `${statuses.length}@example.com` },
      { 'x-forwarded-for': address },
    );
    statuses.push(status);
  }
  expect(statuses).toEqual([...Array(10).fill(202), 429]);
  await behindProxy.close();
});
