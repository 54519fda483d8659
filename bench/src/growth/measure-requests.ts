import type { Client } from 'undici';
import { words } from './fill.ts';
import type { Subject } from './subjects.ts';

interface Ask {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

/** What is asked of the api, for an account and one of its todos. */
export const requests: Record<string, (todoId: number) => Ask> = {
  read: (todoId) => ({ method: 'GET', path: `/api/v1/todos/${todoId}` }),
  page: () => ({ method: 'GET', path: '/api/v1/todos?limit=50' }),
  search: () => ({ method: 'GET', path: `/api/v1/todos?limit=50&q=${anyOf(words)}` }),
  create: () => ({ method: 'POST', path: '/api/v1/todos', body: JSON.stringify(newTodo()) }),
};

const year = 365 * 86_400_000;

function newTodo() {
  return { description: `${anyOf(words)} the plants`, due_date: new Date(Date.now() + year).toISOString() };
}

/** How many ms each of `count` requests took, one after another, each of any of the subjects. */
export async function measureRequests(
  client: Client,
  subjects: readonly Subject[],
  ask: (todoId: number) => Ask,
  count: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const { token, todoIds } = anyOf(subjects);
    const { method, path, body } = ask(anyOf(todoIds));
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const started = performance.now();
    const response = await client.request({ method, path, headers, ...(body !== undefined && { body }) });
    const text = await response.body.text();
    times.push(performance.now() - started);
    if (response.statusCode >= 300) throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
  }
  return times;
}

function anyOf<T>(values: readonly T[]): T {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
