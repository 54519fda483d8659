import type pg from 'pg';
import { fireDue } from '../../../apps/worker/src/firing/fire-due.ts';
import type { Subject } from './subjects.ts';

const perFiring = 10;
const fireBatch = 500;

const makeDueText = `
  update reminders set fire_at = now() - interval '1 ms'
  where id in (
    select id from reminders where state = 'pending' and user_id = any ($1::bigint[]) order by random() limit $2::int
  )`;

/** How many ms the worker's statement takes that fires ten reminders, each time. `pool` is as the worker's. */
export async function measureFiring(pool: pg.Pool, subjects: readonly Subject[], count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    await pool.query(makeDueText, [subjects.map(({ id }) => id), perFiring]);
    const started = performance.now();
    const { fired } = await fireDue(pool, fireBatch);
    times.push(performance.now() - started);
    // now and then another one has just become due
    if (fired < perFiring) throw new Error(`${fired} reminders fired instead of ${perFiring}`);
  }
  return times;
}
