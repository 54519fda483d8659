import { expectTypeOf, test } from 'vitest';
import { type Client, type components, listAll, type ProblemError, type RowOf, unwrap } from '../index.ts';

// What `typecheck` has to refuse: a line that is no error any more is one. Nothing here is run.

type Schemas = components['schemas'];

const isTyped = (name: string, check: (client: Client) => unknown) =>
  test(name, () => expectTypeOf(check).toBeFunction());

isTyped('a path, or its method, that there is not', (client) => [
  // @ts-expect-error
  client.GET('/api/v1/todo'),
  // @ts-expect-error
  client.PUT('/api/v1/todos'),
]);

isTyped('a field that a body does not have, needs, or has with another type', (client) => [
  // @ts-expect-error
  client.POST('/api/v1/todos', { body: { description: 'buy milk', due: '2026-12-01' } }),
  // @ts-expect-error
  client.POST('/api/v1/todos', { body: { notes: 'semi-skimmed' } }),
  // @ts-expect-error
  client.POST('/api/v1/todos', { body: { description: 5 } }),
  // @ts-expect-error
  client.PATCH('/api/v1/todos/{id}', { params: { path: { id: 1 } }, body: { complete: true } }),
  // @ts-expect-error
  client.POST('/api/v1/channels', { body: { kind: 'webhook', name: 'mine', url: 'https://example.com', topic: 'x' } }),
  client.POST('/api/v1/todos/batch', { body: { operations: [{ op: 'create', todo: { description: 'buy milk' } }] } }),
]);

isTyped('a parameter, and an option, that there is not', (client) => [
  // @ts-expect-error
  client.GET('/api/v1/todos', { params: { query: { complete: true } } }),
  // @ts-expect-error
  client.GET('/api/v1/todos', { params: { query: { sort: 'name' } } }),
  // @ts-expect-error
  client.GET('/api/v1/todos', { query: { completed: true } }),
  // @ts-expect-error
  client.GET('/api/v1/todos/{id}'),
  client.GET('/api/v1/todos', { params: { query: { completed: true } } }),
]);

isTyped('a field that an answer does not have', async (client) => {
  const todo = await unwrap(client.GET('/api/v1/todos/{id}', { params: { path: { id: 1 } } }));
  expectTypeOf(todo).toEqualTypeOf<Schemas['Todo']>();
  // @ts-expect-error
  todo.due;
  const { data, error } = await client.POST('/api/v1/todos', { body: { description: 'buy milk' } });
  if (error) expectTypeOf(error).toEqualTypeOf<Schemas['Problem']>();
  else expectTypeOf(data).toEqualTypeOf<Schemas['Todo']>();
  expectTypeOf(await unwrap(client.DELETE('/api/v1/todos/{id}', { params: { path: { id: 1 } } }))).toBeUndefined();
  expectTypeOf<ProblemError['problem']>().toEqualTypeOf<Schemas['Problem']>();
});

isTyped('the rows of a list, and what is none', async (client) => {
  for await (const todo of listAll(client, '/api/v1/todos')) {
    expectTypeOf(todo).toEqualTypeOf<Schemas['Todo']>();
  }
  expectTypeOf<RowOf<'/api/v1/deliveries'>>().toEqualTypeOf<Schemas['Delivery']>();
  listAll(client, '/api/v1/todos/{id}/completions', { params: { path: { id: 1 } } });
  // @ts-expect-error
  listAll(client, '/api/v1/todos/{id}/completions');
  // @ts-expect-error
  listAll(client, '/api/v1/todos', { params: { query: { complete: true } } });
  // @ts-expect-error: it has no last page
  listAll(client, '/api/v1/changes');
});
