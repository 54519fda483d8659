import { createOrm } from 'db';
import pg from 'pg';

/** How many there are of each; requests.lua knows it, too. */
export const accounts = 1000;
export const todos = 100_000;

/** Makes Duebell's tables with todos, reminders and labels in them; account n owns the todos n, n + 1000, n + 2000 and so on. */
export async function fillDuebell(url: string): Promise<void> {
  const orm = await createOrm({ url, poolSize: 1 });
  await orm.migrator.up();
  await orm.close();
  await withClient(url, async (client) => {
    for (const text of duebellRows) await client.query(text);
  });
}

const duebellRows = [
  `insert into users (email) select n || '@example.com' from generate_series(2, ${accounts}) n`,
  `insert into todos (user_id, completed, description, due_date, created_at)
   select 1 + (n - 1) % ${accounts}, n / ${accounts} % 4 = 0, 'todo ' || n, timestamptz '2100-01-01Z' + n * interval '1 minute',
          timestamptz '2026-01-01Z' + n * interval '1 minute'
   from generate_series(1, ${todos}) n`,
  `insert into reminders (user_id, todo_id, fire_at, state)
   select user_id, id, due_date, 'pending' from todos where not completed`,
  `insert into labels (user_id, name) select id, 'home' from users`,
  `insert into todo_labels (user_id, todo_id, label_id)
   select t.user_id, t.id, b.id from todos t join labels b on b.user_id = t.user_id where t.id % 3 = 0`,
];

/** Makes the tutorial's table with as many todos in it. */
export async function fillTutorial(url: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(`
      create table todos (id serial primary key, completed boolean not null, description varchar not null, due_date timestamp);
      insert into todos (completed, description, due_date)
      select n / ${accounts} % 4 = 0, 'todo ' || n, timestamp '2100-01-01' + n * interval '1 minute' from generate_series(1, ${todos}) n`),
  );
}

/** Lets accounts from 1 on ask with these tokens, given as their hashes. */
export async function addTokens(url: string, hashes: Buffer[]): Promise<void> {
  await withClient(url, (client) =>
    client.query(
      `insert into api_tokens (user_id, name, token_hash, scopes)
       select n, 'bench', hash, array['read', 'write'] from unnest($1::bytea[]) with ordinality as h (hash, n)`,
      [hashes],
    ),
  );
}

/** Leaves nothing of what was written to be cleared up while the next load is measured. */
export async function settle(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
