import { defineEntity, type Opt, p } from '@mikro-orm/core';
import { createdAt, id, moment } from './columns.ts';
import { userId } from './user.ts';

const schema = defineEntity({
  name: 'Import',
  tableName: 'imports',
  uniques: [{ properties: ['userId', 'id'] }],
  checks: [
    { name: 'imports_format_check', expression: "format in ('json', 'ics', 'todoist', 'csv')" },
    { name: 'imports_state_check', expression: "state in ('receiving', 'checking', 'publishing', 'done', 'failed')" },
    { name: 'imports_finished_at_check', expression: "(state in ('done', 'failed')) = (finished_at is not null)" },
  ],
  properties: {
    id: id(),
    userId: userId(),
    format: p.text().$type<ImportFormat>(),
    dryRun: p.boolean(),
    state: p.text().$type<Opt<ImportState>>().default('receiving'),
    // todos of the file so far, and bytes as they came
    rowsRead: p.integer().default(0),
    bytesRead: p.bigint('number').default(0),
    // what came of it, as its representation shows it; null while nothing has
    report: p.json<object>().nullable(),
    // why it failed
    failure: p.text().nullable(),
    createdAt: createdAt(),
    // when it last got ahead: one that has not for long was abandoned
    updatedAt: createdAt(),
    finishedAt: moment().nullable(),
  },
});

export type ImportFormat = 'json' | 'ics' | 'todoist' | 'csv';
export type ImportState = 'receiving' | 'checking' | 'publishing' | 'done' | 'failed';

/** A file that came into an account, or was tried; kept for a day. */
export class Import extends schema.class {}
schema.setClass(Import);
