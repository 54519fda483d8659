import { expect, test } from 'vitest';
import { fill, type OpenApi, readOperations, referencesIn, type Sample, samplesOf } from './operations.ts';

// What the walks over the document rest on, tried on what no route of today has: a reference that went unseen would be
// one that nobody tries.

const text = { type: 'string', minLength: 1, maxLength: 10 };
const id = { type: 'integer', minimum: 1 };
const document: OpenApi = {
  paths: {
    '/api/v1/todos/{id}/move': {
      post: {
        security: [{ token: ['write'] }, { session: [] }],
        parameters: [
          { in: 'path', name: 'id', required: true, schema: id },
          { in: 'query', name: 'list_id', schema: id },
          { in: 'query', name: 'limit', required: true, schema: { ...id, default: 50 } },
          { in: 'query', name: 'state', schema: { enum: ['open', 'done'] } },
          { in: 'query', name: 'cursor', schema: text },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Move' } } } },
      },
    },
  },
  components: {
    schemas: {
      Move: {
        type: 'object',
        properties: {
          reason: text,
          before_id: id,
          label_ids: { type: 'array', items: id, examples: [[1, 2]] },
          steps: { type: 'array', items: { $ref: '#/components/schemas/Step' }, examples: [[{ token_id: 1 }]] },
          hours: {
            type: ['object', 'null'],
            properties: { from: text, delivery_id: id },
            examples: [{ from: '22:00' }],
          },
        },
      },
      Step: { type: 'object', properties: { name: text, token_id: id } },
    },
  },
};
const tables = ['api_tokens', 'deliveries', 'labels', 'lists', 'todos'];

function firstSample(): { sample: Sample; more: Sample[] } {
  const [operation] = readOperations(document);
  if (!operation) throw new Error('the document has no operation');
  expect(operation).toMatchObject({ name: 'POST /api/v1/todos/{id}/move', isPublic: false, scope: 'write' });
  const [sample, ...more] = samplesOf(operation, 'mark');
  return { sample, more };
}

test('every id in path, query and body is a reference to a row of the table that it is named for', () => {
  const { sample } = firstSample();
  expect(referencesIn(sample).map((reference) => [reference.at, reference.tableOf(tables)])).toEqual([
    ['id in the path', 'todos'],
    ['list_id in the query', 'lists'],
    ['before_id in the body', 'todos'],
    ['label_ids in the body', 'labels'],
    ['token_id in the body', 'api_tokens'],
    ['delivery_id in the body', 'deliveries'],
  ]);
});

test('ids are filled in where they belong, and the rest is of the schema', () => {
  const ids = new Map(tables.map((table, i) => [table, 10 + i]));
  const filled = fill(firstSample().sample, (reference) => ids.get(reference.tableOf(tables) ?? ''));
  expect(filled).toEqual({
    path: { id: 14 },
    query: { list_id: 13, limit: 50 },
    body: {
      reason: 'mark',
      before_id: 14,
      label_ids: [12],
      steps: [{ name: 'mark', token_id: 10 }],
      hours: { from: '22:00', delivery_id: 11 },
    },
  });
});

test('each value of a query parameter that is no reference gets a request of its own', () => {
  const { sample, more } = firstSample();
  expect(more.map(({ query }) => query)).toEqual([
    { ...sample.query, state: 'open' },
    { ...sample.query, state: 'done' },
  ]);
});
