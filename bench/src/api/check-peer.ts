import assert from 'node:assert/strict';
import pg from 'pg';
import { accounts } from './data.ts';
import type { Peer } from './peers.ts';

interface Todo {
  id: number;
  description: string;
}

interface Page {
  data: Todo[];
}

/** Makes sure that a peer does what is measured: it answers in full, and writes the rows. Throws where it does not. */
export async function checkPeer(peer: Peer, duebell: Peer): Promise<void> {
  // a todo of the first account, whose header comes first
  const path = `/${accounts + 1}`;
  const one = await askOne(peer, 200, 'GET', path);
  const page = await ask<Page>(peer, 200, 'GET', '');
  assert.equal(one.description, `todo ${accounts + 1}`);
  assert.equal(page.data.length, 50);
  if (peer.name !== 'tutorial') {
    // the others answer the same todos to the last field
    assert.deepEqual(one, await askOne(duebell, 200, 'GET', path));
    assert.deepEqual(page.data, (await ask<Page>(duebell, 200, 'GET', '')).data);
  }
  const before = await countRows(peer);
  const { id } = await askOne(peer, 201, 'POST', '', { description: 'written', due_date: '2101-01-01T00:00:00Z' });
  assert.deepEqual(
    await countRows(peer),
    before.map((count) => count + 1),
  );
  const patched = await askOne(peer, 200, 'PATCH', `/${id}`, { description: 'changed' });
  assert.equal(patched.description, 'changed');
  assert.deepEqual(await askOne(peer, 200, 'GET', `/${id}`), patched);
}

/** Asks for an answer that is one todo, which the tutorial's app wraps. */
async function askOne(peer: Peer, ...request: [status: number, method: string, path: string, body?: object]) {
  const answer = await ask<Todo | { data: Todo }>(peer, ...request);
  return 'data' in answer ? answer.data : answer;
}

async function ask<Answer>(
  { url, headers }: Peer,
  status: number,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const [name = '', value = ''] = headers[0]?.split(': ') ?? [];
  const response = await fetch(url + path, {
    method,
    headers: { [name]: value, ...(body && { 'content-type': 'application/json' }) },
    body: body ? JSON.stringify(body) : null,
  });
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text);
}

/** Of the tables that a create writes to, and its trigger. */
async function countRows({ name, databaseUrl }: Peer): Promise<number[]> {
  const tables = name === 'tutorial' ? ['todos'] : ['todos', 'reminders', 'changes'];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const { rows } = await client.query<Record<string, number>>(`select ${counts}`);
  await client.end();
  return Object.values(rows[0] ?? {});
}
