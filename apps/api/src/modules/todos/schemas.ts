import Type, { type Static } from 'typebox';
import { id, moment, nullable, text } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

export const Todo = Type.Object(
  {
    id,
    completed: Type.Boolean(),
    description: Type.String(),
    due_date: nullable(moment),
    completed_at: nullable(moment),
    created_at: moment,
    updated_at: moment,
    version: Type.Integer({ minimum: 1, description: 'raised by every change; in quotes, the ETag' }),
  },
  { $id: 'Todo' },
);

export const TodoPage = pageOf('Todo');

export const NewTodo = Type.Object(
  {
    description: text(1, 10_000),
    due_date: Type.Optional(
      nullable(
        Type.String({
          format: 'date-time',
          description: 'RFC 3339 with an offset: when it is due, and when the reminder rings',
        }),
      ),
    ),
    completed: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type NewTodo = Static<typeof NewTodo>;

/** A merge patch, RFC 7396: what is absent stays, `due_date: null` removes the date. */
export const TodoChange = Type.Partial(NewTodo, { additionalProperties: false });
export type TodoChange = Static<typeof TodoChange>;

/** What a client read before may decide whether a write happens. */
export const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ maxLength: 1000, description: 'ETags: the write happens only if it still is one of these versions' }),
  ),
});

export const ifNoneMatch = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ maxLength: 1000, description: 'ETags: 304 if it still is one of these' }),
  ),
});

export const TodoQuery = Type.Object(
  { completed: Type.Optional(Type.Boolean()), ...pageParameters },
  { additionalProperties: false },
);
