import Type, { type Static } from 'typebox';
import { id, moment, nullable, text, version } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';
import { defaultRules } from '../../reminder-rules.ts';

const defaultReminders = nullable({
  ...defaultRules,
  description: 'when todos ring that are written here without `reminders`; null for as the account’s',
});

export const TodoList = Type.Object(
  {
    id,
    name: Type.String(),
    position: Type.String({ description: 'lists stand in the order of these texts, compared bytewise' }),
    default_reminders: defaultReminders,
    archived_at: nullable(moment),
    created_at: moment,
    updated_at: moment,
    version,
  },
  { $id: 'List' },
);

export const ListPage = pageOf('List');

export const NewList = Type.Object(
  { name: text(1, 200), default_reminders: Type.Optional(defaultReminders) },
  { additionalProperties: false },
);
export type NewList = Static<typeof NewList>;

/** A merge patch, RFC 7396. */
export const ListChange = Type.Partial(
  Type.Object({
    name: text(1, 200),
    default_reminders: defaultReminders,
    archived: Type.Boolean({ description: 'put away, with its todos as they are' }),
  }),
  { additionalProperties: false },
);
export type ListChange = Static<typeof ListChange>;

export const ListQuery = Type.Object(
  { archived: Type.Optional(Type.Boolean()), ...pageParameters },
  { additionalProperties: false },
);

export const ListDeletion = Type.Object(
  {
    todos: Type.Enum(['move', 'delete'], {
      description: 'what becomes of its todos: they move to `list_id` (or to no list), or go to the trash',
    }),
    list_id: Type.Optional(id),
  },
  { additionalProperties: false },
);
export type ListDeletion = Static<typeof ListDeletion>;
