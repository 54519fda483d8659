import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from 'db/testing';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Duebell, freePort, isAlive, makeFolder, startDuebell } from './duebell.ts';
import { type Inbox, startInbox } from './inbox.ts';

let folder: Awaited<ReturnType<typeof makeFolder>>;
let inbox: Inbox;
let duebell: Duebell | undefined;

beforeAll(async () => {
  folder = await makeFolder();
  inbox = await startInbox();
});

afterAll(async () => {
  await duebell?.interrupt();
  await inbox.close();
  await folder.remove();
});

interface Page {
  data: Record<string, unknown>[];
}

test('from an empty folder to a reminder on time, and after a restart all of it is there again', async () => {
  const env = { LOCAL_DIR: folder.path, API_PORT: await freePort() };
  duebell = await startDuebell(env);
  const channel = await duebell.send('POST', '/api/v1/channels', {
    kind: 'webhook',
    name: 'my server',
    url: inbox.url,
  });
  expect(channel).toMatchObject({ status: 201, body: { id: 1, kind: 'webhook', enabled: true } });
  const { secret } = channel.body as { secret: string };

  const due = new Date(Date.now() + 2000).toISOString();
  const todo = await duebell.send('POST', '/api/v1/todos', { description: 'buy milk', due_date: due });
  expect(todo).toMatchObject({ status: 201, body: { id: 1, completed: false, due_date: due } });

  const message = await until('the reminder arrives', () => inbox.received[0]);
  expect(message.at).toBeGreaterThanOrEqual(Date.parse(due));
  expect(message.at - Date.parse(due)).toBeLessThan(500);
  expect(new Webhook(secret).verify(message.body, message.headers as Record<string, string>)).toEqual({
    type: 'reminder.fired',
    timestamp: expect.any(String),
    data: { reminder: { id: 1, scheduled_for: due, fired_at: expect.any(String) }, todo: todo.body },
  });

  const delivered = async () => {
    const { body } = (await duebell?.send('GET', '/api/v1/deliveries')) ?? {};
    const page = body as unknown as Page;
    return page.data[0]?.state === 'delivered' && page;
  };
  const log = await until('the log says delivered', delivered);
  expect(log.data).toMatchObject([
    {
      id: 1,
      kind: 'reminder',
      channel_id: 1,
      reminder_id: 1,
      state: 'delivered',
      attempts: 1,
      last_error: null,
      scheduled_for: due,
      delivered_at: expect.any(String),
      next_attempt_at: null,
    },
  ]);
  expect(await duebell.send('PATCH', '/api/v1/todos/1', { completed: true })).toMatchObject({ status: 200 });

  const pid = Number((await readFile(join(folder.path, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const { token, url } = duebell;
  expect(await duebell.interrupt()).toBe(0);
  expect(duebell.output().stderr).toBe('');
  expect(isAlive(pid)).toBe(false);
  await expect(fetch(url)).rejects.toThrow();
  await expect(access(join(folder.path, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');

  duebell = await startDuebell(env);
  expect(duebell.token).toBe(token);
  expect(await duebell.send('GET', '/api/v1/todos/1')).toMatchObject({
    status: 200,
    body: { description: 'buy milk', completed: true },
  });
  expect((await duebell.send('GET', '/api/v1/deliveries')).body).toEqual(log);
  // restarted, it does not ring again
  expect(inbox.received).toHaveLength(1);
});

test('todos edited at the very moment they are due ring once for every moment they kept', async () => {
  if (!duebell) throw new Error('the test before this one did not leave Duebell running');
  const { send } = duebell;
  const before = inbox.received.length;
  // a machine that does much else may have no connection for one in time: nothing is changed then
  const insist = (...request: Parameters<typeof send>) =>
    until('there is room', async () => {
      const answer = await send(...request);
      if (answer.status === 503) return undefined;
      expect(answer.status).toBeLessThan(300);
      return answer;
    });
  const count = 60;
  const due = Date.now() + 1500;
  const todos = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { body } = await insist('POST', '/api/v1/todos', {
        description: `${i}`,
        due_date: new Date(due).toISOString(),
      });
      return (body as { id: number }).id;
    }),
  );
  // spread over 60 ms before and after the moment
  const moved = new Date(due + 1500).toISOString();
  await Promise.all(
    todos.map(async (id, i) => {
      await until('its turn', () => Date.now() >= due - count + 2 * i);
      await insist('PATCH', `/api/v1/todos/${id}`, { due_date: moved });
    }),
  );
  const messages = () => inbox.received.slice(before).map(({ id, body }) => ({ id, ...JSON.parse(body).data }));
  await until('every todo rang at the moment it was moved to', () => {
    const rung = messages().filter(({ reminder }) => reminder.scheduled_for === moved);
    return new Set(rung.map(({ todo }) => todo.id)).size === count;
  });
  const all = messages();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.filter(({ reminder }) => reminder.scheduled_for === moved)).toHaveLength(count);
});
