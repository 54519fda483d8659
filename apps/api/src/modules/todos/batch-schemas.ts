import Type, { type Static } from 'typebox';
import { id, version } from '../../fields.ts';
import { NewTodo, TodoChange } from './schemas.ts';

const changedVersion = Type.Optional(
  Type.Integer({ ...version, description: 'only if this still is its version; else 412' }),
);

const operations = {
  create: Type.Object({ op: Type.Literal('create'), todo: NewTodo }, { additionalProperties: false }),
  update: Type.Object(
    { op: Type.Literal('update'), id, version: changedVersion, todo: TodoChange },
    { additionalProperties: false },
  ),
  delete: Type.Object(
    { op: Type.Literal('delete'), id, version: changedVersion, purge: Type.Optional(Type.Boolean()) },
    { additionalProperties: false },
  ),
};
export type TodoOperation = Static<(typeof operations)[keyof typeof operations]>;

/** How many operations one request may bring. */
const maxOperations = 500;

export const TodoBatch = Type.Object(
  {
    atomic: Type.Boolean({
      default: true,
      description: 'true: all or nothing; false: each by itself, and the answer has a status for each',
    }),
    operations: Type.Array(
      // told apart by `op`, so that what is wrong with one is said of that kind alone
      Type.Unsafe<TodoOperation>({
        type: 'object',
        required: ['op'],
        discriminator: { propertyName: 'op' },
        oneOf: Object.values(operations),
      }),
      { minItems: 1, maxItems: maxOperations },
    ),
  },
  { additionalProperties: false },
);
export type TodoBatch = Static<typeof TodoBatch>;

export const TodoBatchResults = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        status: Type.Integer({ minimum: 200, maximum: 599, description: '201, 200 and 204, or that of the problem' }),
        todo: Type.Optional(Type.Unsafe<unknown>({ $ref: 'Todo#' })),
        problem: Type.Optional(Type.Unsafe<unknown>({ $ref: 'Problem#' })),
      }),
      { maxItems: maxOperations },
    ),
  },
  { $id: 'TodoBatchResults', description: 'in the order of the operations; todos as they are after the last' },
);
