import { type Opt, p } from '@mikro-orm/core';

// Columns that mean the same in every table.

/** bigint identity; a number in TypeScript and JSON (2^53 rows are enough for a table). */
export const id = () => p.bigint('number').primary().generated('by default as identity');

/**
 * The account of a row that is its parent's, by one foreign key of both (`handMade` in verify.ts): another one that says
 * again that the account is there would be asked at every insert.
 */
export const parentsUserId = () => p.bigint('number');

/** A moment, to the millisecond: what JavaScript can hold and JSON shows, so that no comparison is off by microseconds. */
export const moment = () => p.datetime(3);

/** The moment the row was written, by the database's clock. */
export const createdAt = () => moment().defaultRaw('now()');

/**
 * Where a row stands among the account's: text that sorts bytewise, from a fractional index (`moved_to`) once it was moved,
 * until then from its id, so that what is new comes last and writing it asks for no other row. `s` and 19 digits is how
 * the fractional index writes an integer of that length.
 */
export const position = () =>
  p.text().$type<Opt<string>>().collation('C').generated(`(coalesce(moved_to, 's' || lpad(id::text, 19, '0'))) stored`);
