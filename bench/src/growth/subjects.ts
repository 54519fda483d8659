import type pg from 'pg';
import { tokenOf } from './fill.ts';

/** An account that asks, with some of its todos. */
export interface Subject {
  id: number;
  token: string;
  todoIds: number[];
}

const subjectsText = `
  select u.id::int, (select array_agg(t.id::int) from (select id from todos where user_id = u.id limit 1000) t) as ids
  from users u where u.id = any ($1::bigint[])`;

/** `count` of the accounts from `first` to `last`, at even distances. */
export async function readSubjects(
  pool: pg.Pool,
  { first, last, count }: { first: number; last: number; count: number },
): Promise<Subject[]> {
  const wanted = Array.from({ length: count }, (_, n) => first + Math.floor((n * (last - first + 1)) / count));
  const { rows } = await pool.query<{ id: number; ids: number[] }>(subjectsText, [wanted]);
  return rows.map(({ id, ids }) => ({ id, token: tokenOf(id), todoIds: ids }));
}
