// Writing a todo with its reminder three ways, on one server in one run: through MikroORM, by two named statements in a
// transaction, and by the one statement that the api uses (apps/api/src/modules/todos/queries.ts).
// Run it with `pnpm bench create-todo`.
import { createOrm, Reminder, Todo } from 'db';
import pg from 'pg';
import { startBenchPostgres } from './bench-postgres.ts';
import { medianOf } from './quantile.ts';

const rounds = 5;
const perRound = 4000;
const connections = 16;

// the disk is not what is compared
const postgres = await startBenchPostgres({ synchronous_commit: 'off' });
const orm = await createOrm({ url: postgres.url, poolSize: connections });
await orm.migrator.up();
const pool = new pg.Pool({ connectionString: postgres.url, max: connections });
const due = new Date(Date.now() + 86_400_000);

const ways = {
  'MikroORM flush': () =>
    orm.em.fork().transactional(async (em) => {
      const todo = em.create(Todo, { userId: 1, completed: false, description: 'bench', dueDate: due });
      await em.flush();
      em.create(Reminder, { userId: 1, todoId: todo.id, fireAt: due, state: 'pending' });
    }),
  'two named statements': async () => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<{ id: string }>({
        name: 'todo',
        text: 'insert into todos (user_id, completed, description, due_date) values ($1, false, $2, $3) returning *',
        values: [1, 'bench', due],
      });
      await client.query({
        name: 'reminder',
        text: `insert into reminders (user_id, todo_id, fire_at, state) values ($1, $2, $3, 'pending')`,
        values: [1, rows[0]?.id, due],
      });
      await client.query('commit');
    } finally {
      client.release();
    }
  },
  'one statement': async () => {
    await pool.query({
      name: 'both',
      text: `with todo as (
               insert into todos (user_id, completed, description, due_date) values ($1, false, $2, $3) returning *
             ), reminder as (
               insert into reminders (user_id, todo_id, fire_at, state)
               select user_id, id, due_date, 'pending' from todo returning fire_at
             )
             select row_to_json(todo)::text as json, (select count(*) from reminder) as reminders from todo`,
      values: [1, 'bench', due],
    });
  },
};

const rates = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, write] of Object.entries(ways)) {
    const rate = await measure(write);
    // the first round warms up
    if (round > 0) rates.get(name)?.push(rate);
  }
}
const medians = [...rates].map(([name, values]) => [name, medianOf(values)] as const);
const [, base] = medians[0] ?? ['', 1];
console.log(`${perRound} todos with a reminder, ${connections} at once; median of ${rounds} alternating rounds`);
for (const [name, rate] of medians)
  console.log(`${name.padEnd(22)} ${Math.round(rate).toString().padStart(6)}/s  ${(rate / base).toFixed(2)} x`);

await pool.end();
await orm.close();
await postgres.stop();

/** Todos per second. */
async function measure(write: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let left = perRound;
  const writers = Array.from({ length: connections }, async () => {
    while (left-- > 0) await write();
  });
  await Promise.all(writers);
  return perRound / ((performance.now() - started) / 1000);
}
