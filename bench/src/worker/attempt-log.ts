import type pg from 'pg';

/** The columns and the index of our own log of attempts, without its foreign keys. */
export const attemptsTable = `
  create table delivery_attempts (
    user_id bigint not null, delivery_id bigint not null, claim int not null, attempted_at timestamptz(3) not null,
    duration_ms int not null, status int, error text, answer text, primary key (user_id, delivery_id, claim)
  )`;

export interface AttemptRow {
  id: number;
  /** Unix ms */
  at: number;
  durationMs: number;
  status: number | null;
  error: string | null;
  answer: string | null;
}

const writeText = `
  insert into delivery_attempts (user_id, delivery_id, claim, attempted_at, duration_ms, status, error, answer)
  select 1, x.id, 1, to_timestamp(x.at / 1000), x."durationMs", x.status, x.error, x.answer
  from json_to_recordset($1::json)
    as x (id bigint, at float8, "durationMs" int, status int, error text, answer text)
  on conflict do nothing`;

/** Writes rows with one statement. */
export async function writeAttempts(pool: pg.Pool, rows: readonly AttemptRow[]): Promise<void> {
  await pool.query({ name: 'write_attempts', text: writeText, values: [JSON.stringify(rows)] });
}

/** Writes rows as they come, with one statement for all that came while the one before was under way: as our worker does. */
export function createAttemptLog(pool: pg.Pool): (row: AttemptRow) => Promise<void> {
  let rows: AttemptRow[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  async function write(before: Promise<void>): Promise<void> {
    await before.catch(() => {});
    const batch = rows;
    rows = [];
    next = undefined;
    await writeAttempts(pool, batch);
  }

  return (row) => {
    rows.push(row);
    if (!next) {
      next = write(last);
      last = next;
    }
    return next;
  };
}
