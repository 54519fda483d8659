import Type, { type Static } from 'typebox';
import { id, moment, nullable, text } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';
import { PortableTodo } from '../../portable.ts';

/** How many faults of a file are listed; all of them are counted. */
export const mostFaults = 1000;

const formats = ['json', 'ics', 'todoist', 'csv'] as const;

export const ImportQuery = Type.Object(
  {
    format: Type.Enum([...formats], {
      description: 'json: an export of Duebell; ics: iCalendar (VTODO); todoist: a CSV export of Todoist; csv: a table',
    }),
    dry_run: Type.Boolean({ default: false, description: 'says what would happen, and changes nothing' }),
    list: Type.Optional(
      Type.String({
        ...text(1, 200),
        description: 'the name of the list for todos that the file puts into none; it is made where it is not there',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ImportQuery = Static<typeof ImportQuery>;
export type Format = ImportQuery['format'];

/** A todo as readers hand it over: of what is absent, the rules of new todos decide. */
export const ImportedTodo = Type.Object(
  { ...Type.Partial(PortableTodo).properties, description: PortableTodo.properties.description },
  { additionalProperties: false },
);
export type ImportedTodo = Static<typeof ImportedTodo>;

const count = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });

/** What is wrong with a place in a file, or worth knowing about it. */
export const Fault = Type.Object({
  row: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'of a table, as spreadsheets count them' }),
  ),
  line: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'of a calendar' })),
  pointer: Type.Optional(Type.String({ format: 'json-pointer', description: 'into a JSON file' })),
  column: Type.Optional(Type.String({ description: 'of a table; of a calendar its property' })),
  message: Type.String(),
});
export type Fault = Static<typeof Fault>;

const summary = {
  id,
  format: Type.Enum([...formats]),
  dry_run: Type.Boolean(),
  state: Type.Enum(['receiving', 'checking', 'publishing', 'done', 'failed'], {
    description: 'while it is not `done`, nothing of it is there',
  }),
  rows_read: Type.Integer({ ...count, description: 'todos of the file so far' }),
  bytes_read: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'of the file, unpacked' }),
  created: Type.Unsafe<{ todos: number; lists: number; labels: number } | null>({
    ...Type.Object({ todos: count, lists: count, labels: count }),
    type: ['object', 'null'],
    description: 'what was made, or in a dry run would be; null while it is not known',
  }),
  unchanged: nullable(Type.Integer({ ...count, description: 'todos of the file that are there already' })),
  settings: Type.Unsafe<'applied' | 'kept' | null>({
    type: ['string', 'null'],
    enum: ['applied', 'kept', null],
    description:
      'those of a JSON file are applied to an account that has neither todos nor lists; else its own are kept',
  }),
  problem_count: Type.Integer({ ...count, description: 'what is wrong with the file, in all' }),
  failure: nullable(Type.String({ description: 'why it failed' })),
  created_at: moment,
  updated_at: moment,
  finished_at: nullable(moment),
};

export const Import = Type.Object(summary, {
  $id: 'Import',
  description: 'a file that came in, or was tried; kept for a day',
});

export const ImportPage = pageOf('Import');

export const ImportDetails = Type.Object(
  {
    ...summary,
    problems: Type.Array(Fault, { maxItems: mostFaults, description: 'what is wrong, in the order of the file' }),
    warnings: Type.Array(Fault, { maxItems: mostFaults, description: 'what is not carried over, or not as it was' }),
  },
  { $id: 'ImportDetails' },
);

export const ImportPageQuery = Type.Object(pageParameters, { additionalProperties: false });
export type ImportPageQuery = Static<typeof ImportPageQuery>;
