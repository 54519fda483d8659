import type pg from 'pg';

/** How many rows of a table the largest statement changed or deleted while `work` ran, what others did in this database included. */
export async function largestStatement(
  pool: pg.Pool,
  what: 'update on todos' | 'delete on todos' | 'update on reminders',
  work: () => Promise<void>,
): Promise<number> {
  await pool.query(`
    create table sizes (rows int);
    create function note_size() returns trigger language plpgsql security definer as $$
      begin insert into sizes select count(*) from changed; return null; end $$;
    create trigger note_size after ${what} referencing old table as changed for each statement execute function note_size();
  `);
  try {
    await work();
    const { rows } = await pool.query<{ max: number }>('select max(rows) from sizes');
    return rows[0]?.max ?? 0;
  } finally {
    await pool.query('drop function note_size cascade; drop table sizes');
  }
}
