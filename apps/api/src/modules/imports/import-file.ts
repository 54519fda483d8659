import type { Readable } from 'node:stream';
import type pg from 'pg';
import { type InvalidField, Problem } from '../../problem.ts';
import { type AccountState, readAccountState } from './account-state.ts';
import type { FileFormat } from './entry.ts';
import { publish } from './publish.ts';
import { csv } from './read-csv.ts';
import { ics } from './read-ics.ts';
import { json } from './read-json.ts';
import { todoist } from './read-todoist.ts';
import { drain, receiveFile } from './receive-file.ts';
import type { ImportQuery } from './schemas.ts';
import { beginImport, enterState, finishImport, type ImportKey, type Report, unstageRows } from './stage.ts';
import { stageFile } from './stage-file.ts';

export interface Upload {
  query: ImportQuery;
  body: Readable;
  /** the header Content-Encoding */
  encoding: string | undefined;
  /** called when all of the file is here */
  onReceived: () => void;
}

/**
 * Brings a file into an account; answers the id of the import. All of it is there then, or, where something is wrong with
 * it or it is a dry run, nothing. Throws invalid_file, body_too_large, unsupported_media_type, and conflict where the account was
 * changed meanwhile.
 */
export async function importFile(pool: pg.Pool, accountId: number, upload: Upload): Promise<number> {
  const account = await readAccountState(pool, accountId);
  const key = await beginImport(pool, accountId, upload.query);
  try {
    const report = await work(pool, key, account, upload);
    if (report.problem_count > 0 && !upload.query.dry_run) {
      const refused = refuse(report);
      await finishImport(pool, key, report, refused.message);
      throw refused;
    }
    return key.id;
  } catch (error) {
    const failure = error instanceof Problem ? error.message : 'Something went wrong: see the answer.';
    await finishImport(pool, key, null, failure).catch(() => {});
    throw error;
  } finally {
    drain(upload.body);
    // what is left over is deleted later
    await unstageRows(pool, key).catch(() => {});
  }
}

async function work(
  pool: pg.Pool,
  key: ImportKey,
  account: AccountState,
  { query, body, encoding, onReceived }: Upload,
): Promise<Report> {
  const format = formatOf(query, account);
  const staged = await stageFile(pool, key, { format, query, account, bytes: receiveFile(body, encoding) });
  onReceived();
  await enterState(pool, key, query.dry_run ? 'checking' : 'publishing');
  return publish(pool, staged);
}

function formatOf({ format, list }: ImportQuery, { timeZone, defaultReminderTime }: AccountState): FileFormat {
  switch (format) {
    case 'json':
      return json;
    case 'csv':
      return csv;
    case 'ics':
      return ics({ timeZone, defaultReminderTime });
    case 'todoist':
      return todoist({ zone: timeZone, now: new Date(), list });
  }
}

function refuse({ problem_count, problems }: Report): Problem {
  const more = problem_count > problems.length ? `; the first ${problems.length} are listed` : '';
  const what = problem_count === 1 ? 'One thing is' : `${problem_count} things are`;
  return new Problem('invalid_file', `${what} wrong with the file, and nothing of it was imported${more}.`, {
    errors: problems.map(({ pointer = '', ...fault }): InvalidField => ({ in: 'body', pointer, ...fault })),
  });
}
