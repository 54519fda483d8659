/** Every error code that the API answers: what its problem document says beside the detail of the case. */
const catalogue = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  not_found: { status: 404, title: 'There is no such thing here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  body_too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'The content type is not one that this route takes' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The service cannot answer at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof catalogue;

export interface InvalidField {
  in: 'body' | 'query' | 'path' | 'headers';
  /** JSON pointer (RFC 6901) into that part of the request */
  pointer: string;
  message: string;
}

/** Thrown to answer a request with an error; its code is one of the catalogue. */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: InvalidField[] | undefined;

  constructor(code: ProblemCode, detail: string, options: { errors?: InvalidField[]; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  /** The problem document, RFC 9457 §3.1, with `code` and `errors` as extension members. */
  toDocument() {
    return {
      type: `urn:duebell:problem:${this.code}`,
      title: catalogue[this.code].title,
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
    };
  }
}

export function codeOfStatus(status: number): ProblemCode | undefined {
  return (Object.keys(catalogue) as ProblemCode[]).find((code) => catalogue[code].status === status);
}
