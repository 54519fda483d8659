// The peer `bare`: what one writes with Fastify and pg alone, on Duebell's tables. It has no authentication, and none of
// the rules.
import Fastify from 'fastify';
import pg from 'pg';
import { type Account, type NewTodo, type OneTodo, schemas, type TodoChange } from './todo-schemas.ts';

// ids and versions are numbers in JSON
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '', max: Number(process.env.POOL_SIZE) });
const app = Fastify({ logger: { level: 'warn' } });

const columns = `
  t.id, t.completed, t.description, t.notes, t.priority, t.due_date, t.time_zone,
  coalesce(t.reminders, '[{"before":"PT0S"}]') as reminders, t.snoozed_until, t.recurrence, t.recurrence_from,
  t.parent_id, t.list_id,
  array(select l.label_id from todo_labels l where l.user_id = t.user_id and l.todo_id = t.id order by l.label_id)::int[] as label_ids,
  t.position, t.completed_at, t.deleted_at, t.created_at, t.updated_at, t.version`;

app.get<OneTodo>('/todos/:id', { schema: schemas.read }, async (request, reply) => {
  const { rows } = await pool.query({
    name: 'read',
    text: `select ${columns} from todos t where t.user_id = $1 and t.id = $2 and t.deleted_at is null`,
    values: [request.headers.account, request.params.id],
  });
  return rows[0] ?? reply.code(404).send();
});

app.get<Account>('/todos', { schema: schemas.page }, async (request) => {
  const { rows } = await pool.query({
    name: 'page',
    text: `select ${columns} from todos t where t.user_id = $1 and t.deleted_at is null order by t.created_at, t.id limit 51`,
    values: [request.headers.account],
  });
  const data = rows.slice(0, 50);
  return { data, next_cursor: rows.length > 50 ? `${data[49].created_at.toISOString()} ${data[49].id}` : null };
});

app.post<NewTodo>('/todos', { schema: schemas.create }, async (request, reply) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query({
      name: 'create todo',
      text: `insert into todos as t (user_id, completed, description, due_date) values ($1, false, $2, $3) returning ${columns}`,
      values: [request.headers.account, request.body.description, request.body.due_date],
    });
    if (rows[0].due_date !== null)
      await client.query({
        name: 'create reminder',
        text: `insert into reminders (user_id, todo_id, fire_at, state) values ($1, $2, $3, 'pending')`,
        values: [request.headers.account, rows[0].id, rows[0].due_date],
      });
    await client.query('commit');
    reply.code(201);
    return rows[0];
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
});

app.patch<TodoChange>('/todos/:id', { schema: schemas.patch }, async (request, reply) => {
  const { rows } = await pool.query({
    name: 'patch',
    text: `update todos t set description = coalesce($3, description), due_date = coalesce($4, due_date),
             version = version + 1, updated_at = now()
           where t.user_id = $1 and t.id = $2 and t.deleted_at is null returning ${columns}`,
    values: [request.headers.account, request.params.id, request.body.description, request.body.due_date],
  });
  return rows[0] ?? reply.code(404).send();
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
