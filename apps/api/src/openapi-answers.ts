import type { OpenAPIV3_1 } from 'openapi-types';

export type Responses = Record<string, OpenAPIV3_1.ResponseObject | OpenAPIV3_1.ReferenceObject>;

/** The components that answers refer to. */
export const headers: Record<string, OpenAPIV3_1.HeaderObject> = {
  RateLimit: {
    description: 'what is left of the limit, and for how many seconds; absent where RATE_LIMIT is 0',
    example: '"requests";r=5999;t=60',
    schema: { type: 'string', maxLength: 200 },
  },
  'RateLimit-Policy': {
    description: 'the limit; absent where RATE_LIMIT is 0',
    example: '"requests";q=6000;w=60',
    schema: { type: 'string', maxLength: 200 },
  },
  'Retry-After': {
    description: 'seconds',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 86_400 },
  },
  'X-Request-Id': {
    description: 'names the request in the logs: the one that it came with, or a new one',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
  'Access-Control-Allow-Origin': {
    description: 'to browser applications of the origins in CORS_ORIGINS',
    schema: { type: 'string', format: 'uri', maxLength: 300 },
  },
  'WWW-Authenticate': { description: 'RFC 6750 §3', schema: { type: 'string', maxLength: 200 } },
  Location: {
    description: 'where it can be read',
    schema: { type: 'string', format: 'uri-reference', maxLength: 300 },
  },
  ETag: {
    description: 'the version, for If-Match and If-None-Match',
    example: '"1"',
    schema: { type: 'string', maxLength: 30 },
  },
};

export function header(name: string): OpenAPIV3_1.ReferenceObject {
  return { $ref: `#/components/headers/${name}` };
}

/** What comes with every answer. */
export function headersOf(limited: boolean, ...more: string[]): Record<string, OpenAPIV3_1.ReferenceObject> {
  const limits = limited ? ['RateLimit', 'RateLimit-Policy'] : [];
  return Object.fromEntries(
    ['Access-Control-Allow-Origin', 'X-Request-Id', ...limits, ...more].map((name) => [name, header(name)]),
  );
}

const errors = {
  Invalid: { description: 'The request is not valid; `errors` says what is wrong', headers: [] },
  Unauthorized: { description: 'A valid token or session is needed', headers: ['WWW-Authenticate'] },
  Forbidden: { description: 'The token or the account may not do this', headers: [] },
  NotFound: { description: 'There is no such thing here', headers: [] },
  PreconditionFailed: { description: 'It has changed since it was read', headers: ['ETag'] },
  TooManyRequests: { description: 'There were too many requests', headers: ['Retry-After'] },
  Refused: { description: 'The request was refused; `code` says why', headers: [] },
  Failed: { description: 'The request failed here', headers: [] },
};

/** The errors that an operation can answer. */
export function errorsOf(
  document: OpenAPIV3_1.Document,
  { security = [], parameters = [] }: OpenAPIV3_1.OperationObject,
  { path, limited, success }: { path: string; limited: boolean; success: Responses },
): Responses {
  const takes = (name: string) => parameters.some((each) => 'name' in each && each.name === name);
  const isHtml = Object.values(success).some((response) => 'content' in response && response.content?.['text/html']);
  const form = isHtml ? 'Page' : limited ? '' : 'Unlimited';
  const error = (name: keyof typeof errors) => errorResponse(document, name, { form, limited });
  return {
    400: error('Invalid'),
    ...(security.length > 0 && { 401: error('Unauthorized'), 403: error('Forbidden') }),
    ...(path.includes('{') && { 404: error('NotFound') }),
    ...(takes('if-match') && { 412: error('PreconditionFailed') }),
    ...(limited && { 429: error('TooManyRequests') }),
    '4XX': error('Refused'),
    500: error('Failed'),
    '5XX': error('Failed'),
  };
}

/** A reference to an error's component, which is added where it is not there yet. */
function errorResponse(
  { components: { responses = {} } = {} }: OpenAPIV3_1.Document,
  name: keyof typeof errors,
  { form, limited }: { form: string; limited: boolean },
): OpenAPIV3_1.ReferenceObject {
  const { description, headers: more } = errors[name];
  responses[name + form] ??= {
    description,
    headers: headersOf(limited, ...more),
    content: form === 'Page' ? page : problem,
  };
  return { $ref: `#/components/responses/${name}${form}` };
}

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const page = { 'text/html': { schema: { type: 'string' as const } } };
