import Type, { type Static } from 'typebox';
import { id, moment } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

/** When to ring again. */
export const Snooze = Type.Unsafe<{ duration: string } | { until: string }>({
  ...Type.Object(
    {
      duration: Type.String({
        format: 'duration',
        maxLength: 64,
        description:
          'from now: an ISO 8601 duration of weeks, days, hours, minutes and seconds; days keep the time of day',
        examples: ['PT1H'],
      }),
      until: Type.String({ format: 'date-time', maxLength: 64, description: 'in the future, at most 366 days ahead' }),
    },
    { additionalProperties: false },
  ),
  required: [],
  minProperties: 1,
  maxProperties: 1,
  description: 'either `duration` or `until`',
});
export type Snooze = Static<typeof Snooze>;

export const Reminder = Type.Object(
  {
    id,
    todo_id: id,
    trigger: Type.String({
      description: 'what it is made of: `before` or `at` of a rule of the todo, or `snooze`',
      examples: ['-PT15M'],
    }),
    scheduled_for: moment,
    description: Type.String({ description: 'of the todo' }),
  },
  { $id: 'Reminder', description: 'a moment at which a todo will ring, or would have rung where it is missed' },
);

export const ReminderPage = pageOf('Reminder');

export const ReminderQuery = Type.Object(
  {
    state: Type.Enum(['pending', 'missed'], {
      default: 'pending',
      description:
        'pending: what will ring; missed: what will not, of open todos, since its moment was more than 60 s past when it was written',
    }),
    after: Type.Optional(Type.String({ ...moment, maxLength: 64, description: 'rings then or later' })),
    before: Type.Optional(Type.String({ ...moment, maxLength: 64, description: 'rings before then' })),
    todo_id: Type.Optional(id),
    ...pageParameters,
  },
  { additionalProperties: false },
);
export type ReminderQuery = Static<typeof ReminderQuery>;
