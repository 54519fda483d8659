/** Every error code that the API answers: what its problem document says beside the detail of the case. */
const catalogue = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid token or session is needed' },
  invalid_credentials: { status: 401, title: 'E-mail address and password do not match' },
  insufficient_scope: { status: 403, title: 'The token may not do this' },
  cross_site: { status: 403, title: 'The request comes from another site' },
  wrong_password: { status: 403, title: 'This is not the password' },
  signup_closed: { status: 403, title: 'New accounts need an invitation' },
  forbidden: { status: 403, title: 'This account may not do this' },
  not_found: { status: 404, title: 'There is no such thing here' },
  conflict: { status: 409, title: 'It does not go with what is there' },
  cursor_expired: { status: 410, title: 'The cursor is not good any more' },
  precondition_failed: { status: 412, title: 'It has changed since it was read' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  body_too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'The content type is not one that this route takes' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  invalid_file: { status: 422, title: 'The file cannot be imported' },
  idempotency_mismatch: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  too_many_requests: { status: 429, title: 'There were too many requests' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The service cannot answer at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof catalogue;

export interface InvalidField {
  in: 'body' | 'query' | 'path' | 'headers';
  /** JSON pointer (RFC 6901) into that part of the request */
  pointer: string;
  message: string;
  /** of a file: where in it */
  row?: number;
  line?: number;
  column?: string;
}

interface ProblemOptions {
  errors?: InvalidField[];
  /** what the answer carries beside the document */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** Thrown to answer a request with an error; its code is one of the catalogue. */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: InvalidField[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, detail: string, { errors, headers, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.code = code;
    this.errors = errors;
    this.headers = headers ?? {};
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  get title(): string {
    return catalogue[this.code].title;
  }

  /** The problem document, RFC 9457 §3.1, with `code` and `errors` as extension members. */
  toDocument() {
    return {
      type: `urn:duebell:problem:${this.code}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
    };
  }
}

/** A body that the schema takes and a rule does not; `pointer` is a JSON pointer into it. */
export function invalidBody(pointer: string, message: string): Problem {
  return new Problem('invalid_request', `body${pointer} ${message}`, { errors: [{ in: 'body', pointer, message }] });
}

export function codeOfStatus(status: number): ProblemCode | undefined {
  return (Object.keys(catalogue) as ProblemCode[]).find((code) => catalogue[code].status === status);
}

/** For whoever asks for an account that was deleted a moment ago, elsewhere: what it came with is not known any more. */
export function accountGone(cause?: unknown): Problem {
  return new Problem('unauthorized', 'The account was deleted.', { cause });
}
