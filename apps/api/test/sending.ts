import { type Account, addWhatNoPostMakes, type Rows, readRows } from './account.ts';
import type { TestApi } from './api.ts';
import { demandDocumented } from './documented.ts';
import { fill, type Operation, type Reference, referencesIn, type Sample, samplesOf } from './operations.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** undefined where the answer is something else */
  json: unknown;
}

/** What a request proves itself with, as headers. */
export type Credential = Record<string, string>;

export const bearer = (token: string): Credential => ({ authorization: `Bearer ${token}` });
export const cookie = (session: string): Credential => ({ cookie: `duebell=${session}` });

/** The api, what its document says it can do, and the tables whose rows belong to accounts. */
export interface Stage extends Pick<TestApi, 'url' | 'database'> {
  operations: Operation[];
  tables: string[];
}

/** Sends a sample whose references are filled. Throws where it is no valid request: then the test would prove nothing. */
export async function send(
  { url }: Pick<Stage, 'url'>,
  { name, method, path, mediaType }: Operation,
  sample: Sample,
  headers: Record<string, string>,
): Promise<Answer> {
  const query = new URLSearchParams(sample.query as Record<string, string>).toString();
  const form = mediaType === 'application/x-www-form-urlencoded';
  const response = await fetch(url + fillPath(path, sample.path) + (query && `?${query}`), {
    method,
    headers: { ...headers, ...(mediaType && { 'content-type': mediaType }) },
    ...(sample.body !== undefined && {
      body: form ? new URLSearchParams(sample.body as Record<string, string>).toString() : JSON.stringify(sample.body),
    }),
  });
  const text = await readText(response);
  demandDocumented({ headers: response.headers, text });
  const { status } = response;
  if ([400, 415, 422].includes(status)) {
    const sent = JSON.stringify(sample);
    throw new Error(
      `${name} refuses what is made from its schema, which needs \`examples\`: ${sent} → ${status} ${text}`,
    );
  }
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** A stream has no end: what it begins with is all. */
async function readText(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

/** Gives an account something in every table: by each POST that makes what has an id, what refers to others last; then by SQL. */
export async function settleIn(stage: Stage, account: Account, headers: Record<string, string>): Promise<void> {
  const { operations, database, tables } = stage;
  const makers = operations.filter(
    ({ method, path, isPublic }) =>
      method === 'POST' && !isPublic && operations.some((other) => other.path.startsWith(`${path}/{`)),
  );
  const samples = makers.map((maker) => ({ maker, sample: samplesOf(maker, account.mark)[0] }));
  const inOrder = samples.toSorted((a, b) => referencesIn(a.sample).length - referencesIn(b.sample).length);
  for (const { maker, sample } of inOrder) {
    const rows = await readRows(database.pool, tables, account);
    // part of nothing: a part has to be in the list of the whole, and the list is another each time
    const filled = fill(sample, (each) => (each.at.startsWith('parent_id') ? undefined : idFor(tables, each, rows)));
    const { status, text } = await send(stage, maker, filled, headers);
    // some things only the owner of the server may make, and some it has already
    if (status >= 300 && status !== 403 && status !== 409) throw new Error(`${maker.name} answered ${status} ${text}`);
  }
  await addWhatNoPostMakes(database.pool, account);
}

/** The id of the newest row that a reference can name, not in the trash, or undefined where there is none. */
export function idFor(tables: string[], reference: Reference, rows: Rows): number | undefined {
  const table = reference.tableOf(tables);
  const ids = (table === undefined ? [] : (rows[table] ?? []))
    .filter(({ deleted_at }) => !deleted_at)
    .map(({ id }) => Number(id));
  return ids.length > 0 ? Math.max(...ids) : undefined;
}

function fillPath(path: string, values: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values[name])));
}
