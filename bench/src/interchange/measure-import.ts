import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { request } from 'undici';

export type ImportFormat = 'json' | 'ics' | 'todoist' | 'csv';

export interface Imported {
  seconds: number;
  /** of these, those in which the account is locked */
  lockedSeconds: number;
  /** as it was sent */
  bytes: number;
  created: number;
}

/** How long a file takes to be imported, from the request to the answer; JSON is sent with gzip, as it is large. */
export async function measureImport(
  url: string,
  token: string,
  { format, todos }: { format: ImportFormat; todos: number },
): Promise<Imported> {
  const authorization = `Bearer ${token}`;
  const packed = format === 'json';
  const text = Readable.from(inPieces(format, todos));
  let bytes = 0;
  const body = Readable.from(
    (async function* () {
      for await (const piece of packed ? text.pipe(createGzip({ level: 1 })) : text) {
        bytes += Buffer.byteLength(piece);
        yield piece;
      }
    })(),
  );
  const started = performance.now();
  const watching = watch(url, authorization);
  const answer = await request(`${url}/api/v1/import?format=${format}`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/octet-stream',
      ...(packed && { 'content-encoding': 'gzip' }),
    },
    body,
    headersTimeout: 600_000,
  });
  const report = (await answer.body.json()) as { id: number; created: { todos: number } };
  const ended = performance.now();
  const publishing = await watching.stop();
  if (answer.statusCode !== 200) throw new Error(`the import answered ${answer.statusCode}: ${JSON.stringify(report)}`);
  return {
    seconds: (ended - started) / 1000,
    lockedSeconds: (ended - publishing) / 1000,
    bytes,
    created: report.created.todos,
  };
}

/** Watches from a second connection, as a client would that shows how far it is, for when the file is published. */
function watch(url: string, authorization: string): { stop(): Promise<number> } {
  let at = Number.POSITIVE_INFINITY;
  let stopped = false;
  const done = (async () => {
    while (!stopped && at === Number.POSITIVE_INFINITY) {
      const { body } = await request(`${url}/api/v1/imports?limit=1`, { headers: { authorization } });
      const page = (await body.json()) as { data: { state: string }[] };
      if (page.data[0]?.state === 'publishing') at = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await done;
      return at;
    },
  };
}

const piece = 500;

function* inPieces(format: ImportFormat, todos: number): Generator<string> {
  const { head, line, end } = files[format];
  yield head;
  for (let first = 0; first < todos; first += piece) {
    yield Array.from({ length: Math.min(piece, todos - first) }, (_, i) => line(first + i)).join('');
  }
  yield end;
}

/** Due on a day of the coming year, at noon. */
function dueOf(i: number): string {
  return new Date(Date.UTC(2126, 0, 1 + (i % 365), 12)).toISOString();
}

const words = ['call', 'write to', 'buy something for', 'visit', 'think about'];
const description = (i: number) => `${words[i % words.length]} number ${i}, and do not forget the rest of it`;

/** Two of three todos are due and ring; every tenth has a label, and JSON has all that an export has. */
const files: Record<ImportFormat, { head: string; line: (i: number) => string; end: string }> = {
  json: {
    head: '{"format":"duebell","version":1,"todos":[',
    line: (i) =>
      `${i > 0 ? ',' : ''}${JSON.stringify({
        uid: `${i}@d87fa1f6-4e7d-4b6b-9a76-7cf6c8bd4c7f`,
        list_uid: null,
        parent_uid: null,
        description: description(i),
        notes: null,
        priority: i % 5,
        labels: i % 10 === 0 ? ['home'] : [],
        due_date: i % 3 === 0 ? null : dueOf(i),
        time_zone: null,
        reminders: [{ before: 'PT0S' }],
        snoozed_until: null,
        recurrence: null,
        recurrence_from: 'due',
        recurrence_start: null,
        recurrence_done: 0,
        completions: [],
        completed: false,
        completed_at: null,
        deleted_at: null,
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
      })}`,
    end: ']}',
  },
  ics: {
    head: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//bench//EN\r\n',
    line: (i) =>
      [
        `BEGIN:VTODO\r\nUID:${i}@bench\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:${description(i).replaceAll(',', '\\,')}\r\n`,
        i % 3 === 0 ? '' : `DUE:${dueOf(i).replaceAll(/[-:]|\.000/g, '')}\r\n`,
        i % 10 === 0 ? 'CATEGORIES:home\r\n' : '',
        'END:VTODO\r\n',
      ].join(''),
    end: 'END:VCALENDAR\r\n',
  },
  todoist: {
    head: 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\r\n',
    line: (i) =>
      `task,"${description(i)}${i % 10 === 0 ? ' @home' : ''}",,4,1,,,${i % 3 === 0 ? '' : `${dueOf(i).slice(0, 10)} 12:00`},en,UTC\r\n`,
    end: '',
  },
  csv: {
    head: 'description,priority,due_date,labels\r\n',
    line: (i) => `"${description(i)}",${i % 5},${i % 3 === 0 ? '' : dueOf(i)},${i % 10 === 0 ? 'home' : ''}\r\n`,
    end: '',
  },
};
