import Type, { type Static } from 'typebox';
import { id, moment, nullable, text, version } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const priority = Type.Integer({ minimum: 0, maximum: 4, description: '0 none, 1 lowest, 4 highest' });
const labelIds = Type.Array(id, { maxItems: 100, description: 'ids of labels, in any order' });

export const Todo = Type.Object(
  {
    id,
    completed: Type.Boolean(),
    description: Type.String(),
    notes: nullable(Type.String()),
    priority,
    due_date: nullable(moment),
    list_id: nullable(id),
    label_ids: Type.Array(id),
    position: Type.String({
      description: 'with sort=position, todos stand in the order of these texts, compared bytewise',
    }),
    completed_at: nullable(moment),
    deleted_at: nullable(moment),
    created_at: moment,
    updated_at: moment,
    version,
  },
  { $id: 'Todo' },
);

export const TodoPage = pageOf('Todo');

export const NewTodo = Type.Object(
  {
    description: text(1, 10_000),
    notes: Type.Optional(nullable(text(0, 50_000))),
    priority: Type.Optional(priority),
    due_date: Type.Optional(
      nullable(
        Type.String({
          format: 'date-time',
          description: 'RFC 3339 with an offset: when it is due, and when the reminder rings',
        }),
      ),
    ),
    list_id: Type.Optional(nullable(id)),
    label_ids: Type.Optional(labelIds),
    completed: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type NewTodo = Static<typeof NewTodo>;

/** A merge patch, RFC 7396: what is absent stays, `due_date: null` removes the date, `label_ids` is replaced as a whole. */
export const TodoChange = Type.Partial(NewTodo, { additionalProperties: false });
export type TodoChange = Static<typeof TodoChange>;

const moments = { format: 'date-time', examples: ['2026-12-01T09:00:00Z'] };

export const TodoQuery = Type.Object(
  {
    completed: Type.Optional(Type.Boolean()),
    list_id: Type.Optional(id),
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'the id of a label, or its name' })),
    priority: Type.Optional(priority),
    due_after: Type.Optional(Type.String({ ...moments, description: 'due then or later' })),
    due_before: Type.Optional(Type.String({ ...moments, description: 'due before then' })),
    has_reminder: Type.Optional(Type.Boolean({ description: 'whether a reminder is still to ring' })),
    trash: Type.Boolean({ default: false, description: 'those in the trash instead of the others' }),
    sort: Type.Enum(['created_at', 'updated_at', 'due_date', 'priority', 'position'], {
      default: 'created_at',
      description: 'by due_date, those without one come last',
    }),
    order: Type.Enum(['asc', 'desc'], { default: 'asc', description: 'desc is asc backwards' }),
    ...pageParameters,
  },
  { additionalProperties: false },
);
export type TodoQuery = Static<typeof TodoQuery>;

export const TodoDeletion = Type.Object(
  { purge: Type.Boolean({ default: false, description: 'for good, also from the trash' }) },
  { additionalProperties: false },
);
