import createFetchClient, {
  type Client as FetchClient,
  type FetchOptions,
  type FetchResponse,
  type ParseAs,
} from 'openapi-fetch';
import type { paths } from './schema.ts';

export interface ClientOptions {
  /** where the API is: scheme, host and port, such as `http://localhost:3000` */
  baseUrl: string;
  /** sent as `Authorization: Bearer`; none for what is open to everybody, and for browsers that have signed in */
  token?: string | undefined;
  /** instead of the global one: a proxy, a test */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/**
 * A client of openapi-fetch whose paths, parameters, bodies and answers have the types of the OpenAPI document. A method
 * resolves with `{ data, response }`, or with `{ error, response }` where `error` is a Problem; `unwrap` makes an exception
 * of the second. It rejects only where no answer came.
 */
export interface Client extends Pick<FetchClient<paths>, 'use' | 'eject'> {
  GET: Send<'get'>;
  POST: Send<'post'>;
  PUT: Send<'put'>;
  PATCH: Send<'patch'>;
  DELETE: Send<'delete'>;
}

/** A client for one server and, with a token, one account. */
export function createClient({ baseUrl, token, fetch }: ClientOptions): Client {
  const client: unknown = createFetchClient<paths>({
    baseUrl,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    ...(fetch && { fetch }),
  });
  // its own type takes all that this one takes, and more
  return client as Client;
}

// openapi-fetch's own type lets any further option and any further field of a body pass, so every misspelled one, too; the
// API answers 400 to them.
type Send<Method extends string> = <Path extends PathsWith<Method>, Parse extends ParseAs = 'json'>(
  path: Path,
  ...options: OptionsOf<OperationAt<Path, Method>, Parse>
) => Promise<FetchResponse<OperationAt<Path, Method>, { parseAs: Parse }, `${string}/${string}`>>;

type PathsWith<Method extends string> = {
  [Path in keyof paths]: paths[Path] extends Record<Method, object> ? Path : never;
}[keyof paths];

type OperationAt<Path extends keyof paths, Method extends string> =
  paths[Path] extends Record<Method, infer Operation extends object> ? Operation : never;

/** The options of a request, which may be left out where nothing in them is needed. */
export type OptionsOf<Operation, Parse = 'json'> =
  Record<never, never> extends FetchOptions<Operation>
    ? [options?: Options<Operation, Parse>]
    : [options: Options<Operation, Parse>];

type Options<Operation, Parse> = Omit<FetchOptions<Operation>, 'parseAs'> & { parseAs?: Parse };
