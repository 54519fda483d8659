// The peer `MikroORM`: the same routes with entities alone, on Duebell's tables and without authentication.
import { createOrm, Reminder, Todo, TodoLabel } from 'db';
import Fastify from 'fastify';
import { type Account, type NewTodo, type OneTodo, schemas, type TodoChange } from './todo-schemas.ts';

const orm = await createOrm({ url: process.env.DATABASE_URL ?? '', poolSize: Number(process.env.POOL_SIZE) });
const app = Fastify({ logger: { level: 'warn' } });
const standard = [{ before: 'PT0S' }];

app.get<OneTodo>('/todos/:id', { schema: schemas.read }, async (request, reply) => {
  const em = orm.em.fork();
  const todo = await em.findOne(Todo, { userId: request.headers.account, id: request.params.id, deletedAt: null });
  if (!todo) return reply.code(404).send();
  return (await present(em, [todo]))[0];
});

app.get<Account>('/todos', { schema: schemas.page }, async (request) => {
  const em = orm.em.fork();
  const todos = await em.find(
    Todo,
    { userId: request.headers.account, deletedAt: null },
    { orderBy: { createdAt: 'asc', id: 'asc' }, limit: 51 },
  );
  const data = await present(em, todos.slice(0, 50));
  const last = todos[49];
  return { data, next_cursor: todos.length > 50 && last ? `${last.createdAt.toISOString()} ${last.id}` : null };
});

app.post<NewTodo>('/todos', { schema: schemas.create }, async (request, reply) => {
  const { description, due_date } = request.body;
  const userId = request.headers.account;
  const dueDate = due_date ? new Date(due_date) : null;
  const todo = await orm.em.fork().transactional(async (em) => {
    const todo = em.create(Todo, { userId, completed: false, description, dueDate });
    await em.flush();
    if (dueDate) em.create(Reminder, { userId, todoId: todo.id, fireAt: dueDate, state: 'pending' });
    return todo;
  });
  reply.code(201);
  return row(todo, []);
});

app.patch<TodoChange>('/todos/:id', { schema: schemas.patch }, async (request, reply) => {
  const em = orm.em.fork();
  const todo = await em.findOne(Todo, { userId: request.headers.account, id: request.params.id, deletedAt: null });
  if (!todo) return reply.code(404).send();
  const { description, due_date } = request.body;
  if (description !== undefined) todo.description = description;
  if (due_date) todo.dueDate = new Date(due_date);
  todo.version += 1;
  todo.updatedAt = new Date();
  await em.flush();
  return (await present(em, [todo]))[0];
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });

/** Todos of one account as JSON shows them. */
async function present(em: typeof orm.em, todos: Todo[]) {
  const ids = todos.map(({ id }) => id);
  const labels = todos[0]
    ? await em.find(TodoLabel, { userId: todos[0].userId, todoId: { $in: ids } }, { orderBy: { labelId: 'asc' } })
    : [];
  const ofTodo = Map.groupBy(labels, ({ todoId }) => todoId);
  return todos.map((todo) =>
    row(
      todo,
      (ofTodo.get(todo.id) ?? []).map(({ labelId }) => labelId),
    ),
  );
}

function row(todo: Todo, labelIds: number[]) {
  return {
    id: todo.id,
    completed: todo.completed,
    description: todo.description,
    notes: todo.notes ?? null,
    priority: todo.priority,
    due_date: todo.dueDate ?? null,
    time_zone: todo.timeZone ?? null,
    reminders: todo.reminders ?? standard,
    snoozed_until: todo.snoozedUntil ?? null,
    recurrence: todo.recurrence ?? null,
    recurrence_from: todo.recurrenceFrom,
    parent_id: todo.parentId ?? null,
    list_id: todo.listId ?? null,
    label_ids: labelIds,
    position: todo.position,
    completed_at: todo.completedAt ?? null,
    deleted_at: todo.deletedAt ?? null,
    created_at: todo.createdAt,
    updated_at: todo.updatedAt,
    version: todo.version,
  };
}
