import { Readable } from 'node:stream';
import type pg from 'pg';
import { Problem } from '../../problem.ts';
import { inSnapshot } from './in-snapshot.ts';
import type { ExportFormat } from './schemas.ts';
import { writeCsv } from './write-csv.ts';
import { writeICalendar } from './write-icalendar.ts';
import { writeJson } from './write-json.ts';

export interface ExporterOptions {
  pool: pg.Pool;
  /** how many run at once: each holds a connection for as long as its reader takes */
  mostAtOnce: number;
  /** how many ms one may take: what is deleted meanwhile, in all accounts, takes up room until it ends */
  longestMs: number;
}

export interface Exporter {
  /**
   * Everything of an account as the text of a document. It fails where the database does and where it takes too long, and
   * its connection is free once it closes. Throws unavailable, too_many_requests and unauthorized.
   */
  open(accountId: number, format: ExportFormat): Promise<Readable>;
}

const writers = { json: writeJson, ics: writeICalendar, csv: writeCsv };

/** The exports of this process. */
export function createExporter({ pool, mostAtOnce, longestMs }: ExporterOptions): Exporter {
  /** accounts whose export runs */
  const running = new Set<number>();

  function takePlace(accountId: number): void {
    const headers = { 'retry-after': '30' };
    if (running.has(accountId))
      throw new Problem('too_many_requests', 'An export of this account is running. Wait for its end.', { headers });
    if (running.size >= mostAtOnce)
      throw new Problem('unavailable', 'Other exports are running. Try again in half a minute.', { headers });
    running.add(accountId);
  }

  function streamOf(parts: AsyncGenerator<string, void>, first: string, accountId: number): Readable {
    const body = Readable.from(continued(first, parts), { objectMode: false });
    const tooLong = () => body.destroy(new Error(`an export was ended that took longer than ${longestMs} ms`));
    const timer = setTimeout(tooLong, longestMs);
    body.once('close', () => {
      clearTimeout(timer);
      // also where nothing was read of it, so that nothing has ended `parts`
      parts.return().finally(() => running.delete(accountId));
    });
    return body;
  }

  return {
    async open(accountId, format) {
      takePlace(accountId);
      const parts = inSnapshot(pool, (client) => writers[format](client, accountId));
      try {
        // what is wrong from the beginning is answered as such
        const { value = '' } = await parts.next();
        return streamOf(parts, value, accountId);
      } catch (error) {
        running.delete(accountId);
        throw error;
      }
    },
  };
}

async function* continued(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
