import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TEST_OWNER_TOKEN } from 'db/testing';
import type pg from 'pg';
import { expect } from 'vitest';

export interface WriteLoad {
  /** the descriptions of todos whose creation was acknowledged */
  created: Set<string>;
  /** those whose completion was, too */
  completed: Set<string>;
  failures: Failure[];
  /** Sends nothing new, and waits until everything that was begun is acknowledged. */
  finish(): Promise<void>;
}

/** An answer that was no success; without a status, there was none. */
export interface Failure {
  status?: number;
  type?: string | null;
  retryAfter?: string | null;
  code?: unknown;
  ms: number;
}

/** What a write must have been answered by then, so that a hang fails the test. */
const patienceMs = 60_000;
const pauseMs = 50;

/**
 * Clients that each make one todo after another and complete it, on one of the apis after the other. Each write has a
 * key, and is repeated with it until it is acknowledged. The nth todo is due at `due(n)`.
 */
export function startWriting(urls: string[], clients: number, due: (n: number) => string | null): WriteLoad {
  const load: WriteLoad = { created: new Set(), completed: new Set(), failures: [], finish };
  let finishing = false;
  let [turn, n] = [0, 0];

  async function write(method: string, path: string, body: object): Promise<{ id: number }> {
    const key = randomUUID();
    const end = performance.now() + patienceMs;
    while (performance.now() < end) {
      const answer = await send(urls[turn++ % urls.length] ?? '', method, path, body, key);
      if ('id' in answer) return answer;
      load.failures.push(answer.failure);
      await delay(pauseMs);
    }
    throw new Error(`${method} ${path} was not acknowledged within ${patienceMs} ms`);
  }

  const running = Array.from({ length: clients }, async () => {
    while (!finishing) {
      const description = randomUUID();
      const { id } = await write('POST', '/api/v1/todos', { description, due_date: due(n++) });
      load.created.add(description);
      if (load.created.size % 2 > 0) continue;
      await write('PATCH', `/api/v1/todos/${id}`, { completed: true });
      load.completed.add(description);
    }
  });
  async function finish(): Promise<void> {
    finishing = true;
    await Promise.all(running);
  }
  return load;
}

async function send(
  url: string,
  method: string,
  path: string,
  body: object,
  key: string,
): Promise<{ id: number } | { failure: Failure }> {
  const begin = performance.now();
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${TEST_OWNER_TOKEN}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    const answer = JSON.parse(await response.text());
    if (response.ok) return { id: Number(answer.id) };
    const { status, headers } = response;
    const [type, retryAfter] = [headers.get('content-type'), headers.get('retry-after')];
    return { failure: { status, type, retryAfter, code: answer.code, ms: performance.now() - begin } };
  } catch {
    return { failure: { ms: performance.now() - begin } };
  }
}

/** Each todo that was acknowledged is there once, as it was acknowledged, and no other is. */
export async function demandAllOnce(pool: pg.Pool, { created, completed }: WriteLoad): Promise<void> {
  const { rows } = await pool.query<{ description: string; completed: boolean; times: number }>(
    'select description, bool_and(completed) as completed, count(*)::int as times from todos group by description',
  );
  expect(rows.filter(({ times }) => times > 1)).toEqual([]);
  const found = new Map(rows.map((row) => [row.description, row]));
  expect([...created].filter((each) => !found.has(each))).toEqual([]);
  expect(found.size).toBe(created.size);
  expect(rows.filter((row) => row.completed !== completed.has(row.description))).toEqual([]);
}

/** A failure says that it passes, and when to come back; only where an api was killed there may be no answer. */
export function demandHonest(failures: Failure[], { unanswered }: { unanswered: boolean }): void {
  const bad = failures.filter(({ status, type, retryAfter, code }) => {
    if (status === undefined) return !unanswered;
    return status !== 503 || !type?.startsWith('application/problem+json') || !retryAfter || code !== 'unavailable';
  });
  expect(bad).toEqual([]);
}
