import type { components } from './schema.ts';

/** A problem document (RFC 9457): `code` is for programs, `errors` says what is wrong with a request that is not valid. */
export type Problem = components['schemas']['Problem'];

/** The API, or something before it, has refused a request. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;
  readonly response: Response;

  constructor(problem: Problem, response: Response) {
    super(`${response.status} ${problem.code}: ${problem.detail}`);
    this.problem = problem;
    this.response = response;
  }

  get status(): number {
    return this.response.status;
  }

  /** Such as `not_found`; `no_problem` where the answer was no problem document: it came from another server. */
  get code(): string {
    return this.problem.code;
  }

  /** How long the server asks to be left alone (RFC 9110 §10.2.3), in ms; undefined where it does not say. */
  get retryAfterMs(): number | undefined {
    const seconds = this.response.headers.get('retry-after');
    return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
  }
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

type DataOf<A extends Answer> = A extends { data: infer Data } ? Data : never;

/** What was answered, as in `const todo = await unwrap(client.GET(…))`. Throws ProblemError for anything but 2xx. */
export async function unwrap<A extends Answer>(answer: A | Promise<A>): Promise<DataOf<A>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new ProblemError(isProblem(error) ? error : describe(error, response), response);
  // an answer of 2xx is the branch of A that has data
  return data as DataOf<A>;
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}

/** RFC 9457 §4.2.1: a problem that says no more than the status. */
function describe(error: unknown, { status, statusText }: Response): Problem {
  const text = typeof error === 'string' ? error.trim().slice(0, 200) : '';
  const title = statusText || `HTTP ${status}`;
  return { type: 'about:blank', title, status, detail: text || title, code: 'no_problem' };
}
