import Type from 'typebox';
import { id, moment, nullable } from '../../fields.ts';

const present = 'as it now is; null where it is gone or in the trash';

/** What changed stands under the name of its resource, and under no other. */
const object = (schema: string) =>
  Type.Optional(
    Type.Union([Type.Unsafe<unknown>({ $ref: `${schema}#` }), Type.Null()], {
      description: `${present}; for changes of this resource only`,
    }),
  );

export const ChangedReminder = Type.Object(
  { id, todo_id: id, scheduled_for: moment, fired_at: nullable(moment) },
  { $id: 'ChangedReminder' },
);

export const Change = Type.Object(
  {
    resource: Type.Enum(['todo', 'list', 'label', 'reminder']),
    id,
    change: Type.Enum(['created', 'updated', 'deleted', 'fired'], {
      description: 'a todo that is put into the trash is deleted, and one that is taken out of it is created',
    }),
    changed_at: moment,
    todo: object('Todo'),
    list: object('List'),
    label: object('Label'),
    reminder: object('ChangedReminder'),
  },
  { $id: 'Change' },
);

export const ChangePage = Type.Object(
  {
    data: Type.Array(Type.Unsafe<unknown>({ $ref: 'Change#' }), { maxItems: 500 }),
    next_cursor: Type.String({ description: 'to send as `since`, also when there is nothing new' }),
  },
  { $id: 'ChangePage' },
);

const since = Type.Optional(
  Type.String({ maxLength: 1000, format: 'text', description: '`next_cursor`, or the `id` of an event' }),
);

export const ChangeQuery = Type.Object(
  { since, limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }) },
  { additionalProperties: false },
);

export const EventQuery = Type.Object({ since }, { additionalProperties: false });

export const eventHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({
      maxLength: 1000,
      format: 'text',
      description: 'the `id` of the last event that arrived; counts before `since`',
    }),
  ),
});
