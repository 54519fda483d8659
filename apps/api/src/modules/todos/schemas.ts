import Type, { type Static } from 'typebox';
import { dueDate, id, moment, nullable, text, timeZone, version } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';
import { reminderRules } from '../../reminder-rules.ts';

const priority = Type.Integer({ minimum: 0, maximum: 4, description: '0 none, 1 lowest, 4 highest' });
const labelIds = Type.Array(id, { maxItems: 100, description: 'ids of labels, in any order' });

const recurrenceFrom = Type.Enum(['due', 'completion'], {
  description: 'what the next date is counted from: the series as planned, or the day it was done',
});

export const Todo = Type.Object(
  {
    id,
    completed: Type.Boolean(),
    description: Type.String(),
    notes: nullable(Type.String()),
    priority,
    due_date: nullable(dueDate),
    time_zone: nullable(Type.String({ ...timeZone, description: 'IANA; null for the account’s' })),
    reminders: reminderRules,
    snoozed_until: nullable(
      Type.String({
        ...moment,
        description: 'it rings again then; stays until it is ended, or the todo is due at another time',
      }),
    ),
    recurrence: nullable(Type.String({ description: 'an RRULE (RFC 5545); null where it does not come again' })),
    recurrence_from: recurrenceFrom,
    parent_id: nullable(id),
    list_id: nullable(id),
    label_ids: Type.Array(id, { maxItems: 100 }),
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
          ...dueDate,
          description:
            'a date-time with an offset (RFC 3339), or a date alone: due all day, which for reminders is at the account’s default_reminder_time',
        }),
      ),
    ),
    time_zone: Type.Optional(
      nullable(
        Type.String({
          ...timeZone,
          description: 'IANA, for reminders and recurrence; null or absent for the account’s',
        }),
      ),
    ),
    reminders: Type.Optional(
      nullable({
        ...reminderRules,
        description:
          'when it rings; null or absent in a new todo: by the default_reminders of its list, or else of the account; null in a change: by what these are now; what is more than 60 s past is missed and never rings (GET /reminders?state=missed)',
      }),
    ),
    recurrence: Type.Optional(
      nullable(
        Type.String({
          minLength: 1,
          maxLength: 500,
          format: 'text',
          description:
            'an RRULE (RFC 5545 §3.3.10, see docs/recurrence.md); completing moves the todo to its next date',
          examples: ['FREQ=WEEKLY;BYDAY=MO,TH'],
        }),
      ),
    ),
    recurrence_from: Type.Optional(recurrenceFrom),
    parent_id: Type.Optional(
      nullable(
        Type.Integer({ ...id, description: 'the todo that it is a part of, in the same list; 5 levels at most' }),
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
export const TodoChange = Type.Object(
  {
    ...Type.Partial(NewTodo).properties,
    complete_children: Type.Optional(
      Type.Boolean({ description: 'with `completed: true`: completes all its parts, and theirs, too' }),
    ),
  },
  { additionalProperties: false },
);
export type TodoChange = Static<typeof TodoChange>;

const idOrNone = (description: string) => Type.Union([id, Type.Literal('none')], { description });

export const TodoQuery = Type.Object(
  {
    completed: Type.Optional(Type.Boolean()),
    list_id: Type.Optional(idOrNone('`none`: in no list')),
    parent_id: Type.Optional(idOrNone('`none`: part of nothing')),
    label: Type.Optional(
      Type.String({ ...text(1, 100), description: 'the id of a label; or a name, where no label has that id' }),
    ),
    label_name: Type.Optional(
      Type.String({ ...text(1, 100), description: 'the name of a label, also one of digits, in any case' }),
    ),
    priority: Type.Optional(priority),
    due: Type.Optional(
      Type.Enum(['today', 'overdue', 'upcoming'], {
        description: 'by the account’s zone: today; open and past; tomorrow or later',
      }),
    ),
    due_after: Type.Optional(Type.String({ ...dueDate, description: 'due then or later' })),
    due_before: Type.Optional(Type.String({ ...dueDate, description: 'due before then' })),
    has_reminder: Type.Optional(Type.Boolean({ description: 'whether a reminder is still to ring' })),
    q: Type.Optional(
      Type.String({
        ...text(1, 200),
        description:
          'words, all of which description and notes have, or longer words that begin so; case and accents do not count',
        examples: ['caf mil'],
      }),
    ),
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

/** The fullest lists and labels, where there are more. */
export const mostCounted = 1000;

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const TodoCounts = Type.Object(
  {
    open: count,
    today: count,
    overdue: count,
    upcoming: count,
    lists: Type.Array(Type.Object({ list_id: nullable(id), open: count }), {
      maxItems: mostCounted,
      description: 'those with open todos, the fullest first; null for todos without a list',
    }),
    labels: Type.Array(Type.Object({ label_id: id, open: count }), {
      maxItems: mostCounted,
      description: 'those of open todos, the most frequent first',
    }),
  },
  { $id: 'TodoCounts', description: 'open todos: as many as `GET /todos?completed=false` finds with the same filter' },
);

export const TodoDeletion = Type.Object(
  { purge: Type.Boolean({ default: false, description: 'for good, also from the trash' }) },
  { additionalProperties: false },
);
