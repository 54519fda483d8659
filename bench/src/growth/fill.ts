import { createHash } from 'node:crypto';
import { createOrm } from 'db';
import pg from 'pg';
import { benchSecret } from '../worker/make-jobs.ts';

/** How much is in a database: accounts, and how many todos each of them has. */
export interface Size {
  accounts: number;
  todosOfEach: number;
}

/** Words that todos begin with; a search for one finds a twentieth of an account. */
export const words = Array.from(
  { length: 20 },
  (_, n) => `${'bcdfglmnprst'[n % 12]}${'aeiou'[n % 5]}${'lmnrt'[n % 4]}ar`,
);

/** The token of an account, which is its id and some more. */
export const tokenOf = (account: number) => `the-token-of-account-${String(account).padStart(12, '0')}`;

/**
 * Migrates an empty database and fills it, set by set: todos of all accounts in turn as they would be written over the
 * years, 2 of 3 due within a year around now, 3 of 10 completed, a reminder for each that is due, one webhook an account,
 * and the changes of a month. Triggers and foreign keys are left out meanwhile, and indexes made at the end.
 */
export async function fill(url: string, sizes: readonly Size[]): Promise<void> {
  const orm = await createOrm({ url, poolSize: 1 });
  await orm.migrator.up();
  await orm.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `set session_replication_role = replica; set maintenance_work_mem = '1GB'; set work_mem = '256MB'`,
  );
  const indexes = await dropIndexes(client);
  for (const size of sizes) await addAccounts(client, size);
  await client.query(remindersText);
  await client.query(changesText);
  for (const { definition } of indexes) await client.query(definition);
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  await client.end();
}

const tables = ['todos', 'reminders', 'changes'];

async function dropIndexes(client: pg.Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

async function addAccounts(client: pg.Client, { accounts, todosOfEach }: Size): Promise<void> {
  const { rows } = await client.query<{ first: number }>(
    `with added as (insert into users (time_zone) select 'UTC' from generate_series(1, $1::int) returning id)
     select min(id)::int as first from added`,
    [accounts],
  );
  const first = rows[0]?.first ?? 0;
  const hashes = Array.from({ length: accounts }, (_, n) =>
    createHash('sha256')
      .update(tokenOf(first + n))
      .digest('hex'),
  );
  await client.query(
    `insert into api_tokens (user_id, name, token_hash, scopes)
     select $1::int + n - 1, 'bench', decode(($2::text[])[n], 'hex'), '{read,write}' from generate_series(1, cardinality($2::text[])) n`,
    [first, hashes],
  );
  await client.query(
    `insert into channels (user_id, kind, name, url, secret)
     select $1::int + n - 1, 'webhook', 'bench', 'http://127.0.0.1:9/', $3::text from generate_series(1, $2::int) n`,
    [first, accounts, benchSecret],
  );
  await client.query(todosText, [first, accounts, accounts * todosOfEach, words]);
}

// written within the last three years; n / accounts is the how-manieth of its account
const todosText = `
  insert into todos (user_id, description, completed, completed_at, due_date, priority, created_at, updated_at)
  select $1::int + n % $2::int,
         ($4::text[])[i % cardinality($4::text[]) + 1] || ' what was said about number ' || n,
         i % 10 < 3, case when i % 10 < 3 then written + interval '1 day' end,
         case when i % 3 > 0 then date_trunc('milliseconds', now() + hashint4(n) % 31536000 * interval '1 second') end,
         i % 5, written, written
  from generate_series(0, $3::int - 1) n,
       lateral (select n / $2::int as i, now() - interval '3 years' * (1 - n::float8 / $3::int) as written) x
  order by n`;

const remindersText = `
  insert into reminders (user_id, todo_id, fire_at, state, fired_at)
  select user_id, id, due_date,
         case when completed then 'cancelled' when due_date < now() then 'fired' else 'pending' end,
         case when not completed and due_date < now() then due_date end
  from todos where due_date is not null order by id`;

const changesText = `
  insert into changes (user_id, resource, resource_id, change, changed_at)
  select user_id, 'todo', id, 'created', created_at from todos where created_at > now() - interval '30 days' order by id`;
