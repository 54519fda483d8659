import { Agent, request } from 'node:http';
import { createTestDatabase, TEST_OWNER_TOKEN, until } from 'db/testing';
import { expect, test } from 'vitest';
import { addToken } from './person.ts';
import { spawnServer } from './spawn-server.ts';

// What migrations of the next version do while this one runs: each adds to one table, and their names are ones that this
// version does not know.
const nextMigrations = [
  'alter table todos add column next_version text',
  `alter table reminders add column next_version text not null default 'filled in'`,
  'alter table lists add column next_version integer not null default 0',
  'alter table users add column next_version text',
  'alter table api_tokens add column next_version text',
  `insert into mikro_orm_migrations (name) values ('Migration20990101000000_next_version')`,
];

interface Traffic {
  /** answers so far, by status; what got none is counted under its error */
  answers: Map<string, number>;
  /** where requests go, as a balancer decides, and once some answers have ended their connections */
  to: string;
  thereafter: string;
  stop(): Promise<void>;
}

/** Clients that keep their connections, as a proxy does, and send one request after another. */
function startTraffic(url: string, clients: number): Traffic {
  const agent = new Agent({ keepAlive: true });
  const traffic: Traffic = { answers: new Map(), to: url, thereafter: url, stop };
  let stopped = false;
  let leaving = 0;
  const running = Array.from({ length: clients }, async () => {
    for (let id = 1; !stopped; ) {
      const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
        const answer = await send(agent, traffic.to, method, path, body);
        // nothing was sent: every balancer tries the next one
        if (answer.status === 'ECONNREFUSED' && traffic.to !== traffic.thereafter) {
          traffic.to = traffic.thereafter;
          return ask(method, path, body);
        }
        traffic.answers.set(String(answer.status), (traffic.answers.get(String(answer.status)) ?? 0) + 1);
        if (answer.connection === 'close') leaving += 1;
        // more than were on their way: some have come after it was told to end
        if (leaving > clients + 4) traffic.to = traffic.thereafter;
        return answer;
      };
      const created = await ask('POST', '/api/v1/todos', {
        description: 'a',
        due_date: '2099-01-01',
      });
      if (created.status === 201) ({ id } = JSON.parse(created.text));
      await ask('PATCH', `/api/v1/todos/${id}`, { completed: true });
      await ask('GET', '/api/v1/todos?limit=5');
    }
  });
  async function stop(): Promise<void> {
    stopped = true;
    await Promise.all(running);
    agent.destroy();
  }
  return traffic;
}

interface Answer {
  status: number | string;
  text: string;
  connection?: string | undefined;
}

/** Answers the status, or where no answer came, why. */
function send(
  agent: Agent,
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token = TEST_OWNER_TOKEN,
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((resolve) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, connection: response.headers.connection }),
      );
      response.on('error', (error) => resolve({ status: error.message, text }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? error.message, text: '' }));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

test('one api is replaced by the next under load, with a migration in between, and every request is answered', async () => {
  const database = await createTestDatabase();
  const settings = { DATABASE_URL: database.appUrl, RATE_LIMIT: '0', LOG_LEVEL: 'warn' };
  const old = await spawnServer(settings);
  const traffic = startTraffic(old.url, 8);
  const total = () => [...traffic.answers.values()].reduce((sum, each) => sum + each, 0);
  await until('requests are answered', () => total() > 100);

  for (const change of nextMigrations) await database.pool.query(change);
  const soFar = total();
  await until('the old version works on the newer schema', () => total() > soFar + 100);

  const next = await spawnServer(settings);
  expect(await (await fetch(`${next.url}/readyz`)).json()).toEqual({ status: 'ready', schema: 'ahead' });

  // changes of somebody else, which the old api has begun and cannot end before it is told to
  const { rows } = await database.pool.query(`insert into users (email) values ('ann@example.com') returning id`);
  const ann = await addToken({ database }, rows[0].id, ['write']);
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query('select from users where id = $1 for update', [rows[0].id]);
  const kept = new Agent({ keepAlive: true });
  const held = ['home', 'work', 'garden'].map((name) => send(kept, old.url, 'POST', '/api/v1/lists', { name }, ann));
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    and query like '%insert into lists%'`;
  await until('they wait', async () => (await database.pool.query(waiting)).rows.length === 3);

  // requests go to the old one for as long as a balancer may take to see that it is on its way out
  traffic.thereafter = next.url;
  old.terminate();
  await until('it takes no more connections', () =>
    fetch(old.url).then(
      () => false,
      () => true,
    ),
  );
  await holder.query('commit');
  holder.release();
  for (const answer of await Promise.all(held)) expect(answer).toMatchObject({ status: 201, connection: 'close' });
  expect(await old.ended).toBe(0);

  const after = total();
  await until('the next one answers', () => total() > after + 100);
  await traffic.stop();
  kept.destroy();
  expect([...traffic.answers.keys()].sort()).toEqual(['200', '201']);
  for (const { output } of [old, next]) expect(output().replaceAll(/.*ahead of this version.*\n/g, '')).toBe('');
  next.terminate();
  expect(await next.ended).toBe(0);
  await database.drop();
});
