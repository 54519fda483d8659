import type { Client, OptionsOf } from './create-client.ts';
import { ProblemError, unwrap } from './problem-error.ts';
import type { paths } from './schema.ts';
import { wait } from './wait.ts';

/** The paths whose GET answers a page, and takes the `cursor` of the next one. */
export type PagedPath = {
  [Path in keyof paths]: paths[Path] extends PagedGet<unknown>
    ? 'cursor' extends keyof QueryOf<paths[Path]>
      ? Path
      : never
    : never;
}[keyof paths];

/** A row of the list at a path. */
export type RowOf<Path extends PagedPath> = paths[Path] extends PagedGet<infer Row> ? Row : never;

interface PagedGet<Row> {
  get: {
    parameters: { query?: object };
    responses: { 200: { content: { 'application/json': Page<Row> } } };
  };
}

type QueryOf<Item extends PagedGet<unknown>> = NonNullable<Item['get']['parameters']['query']>;

interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

/** The most that a page has. */
const pageSize = 200;
/** How often in a row a page is asked for that the server has no time for, and how long it is waited for. */
const mostTries = 5;
const mostPatienceMs = 60_000;

/**
 * All rows of a list, page by page, as in `for await (const todo of listAll(client, '/api/v1/todos'))`; the options are those
 * of `client.GET`. No row comes twice, and none that stays is skipped, while others write (docs/api.md, "Lists of things").
 * A page that is answered 429 or 503 is asked for again when `Retry-After` says, if that is within a minute. Throws
 * ProblemError for what is refused otherwise.
 */
export async function* listAll<Path extends PagedPath>(
  client: Client,
  path: Path,
  ...[options]: OptionsOf<paths[Path]['get']>
): AsyncGenerator<RowOf<Path>, void, undefined> {
  // what TypeScript does not see of a Path that is not known yet: its GET takes a query, and answers a page of its rows
  const get = client.GET as unknown as (path: Path, options: GetOptions) => Promise<PageAnswer<RowOf<Path>>>;
  const { params, ...rest } = (options ?? {}) as GetOptions;
  let query: object = { limit: pageSize, ...params?.query };
  for (;;) {
    const ask = () => unwrap(get(path, { ...rest, params: { ...params, query } }));
    const { data, next_cursor } = await patiently(ask, rest.signal);
    yield* data;
    if (next_cursor === null) return;
    query = { ...query, cursor: next_cursor };
  }
}

interface GetOptions {
  params?: { query?: object };
  signal?: AbortSignal | null;
}

interface PageAnswer<Row> {
  data: Page<Row>;
  response: Response;
}

async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = error instanceof ProblemError && [429, 503].includes(error.status);
      const waitMs = isBusy ? (error.retryAfterMs ?? Infinity) : Infinity;
      if (waitMs > mostPatienceMs || tries === mostTries) throw error;
      await wait(waitMs, signal);
    }
  }
}
