import type { OpenAPIV3_1 } from 'openapi-types';

type Document = OpenAPIV3_1.Document;
type Operation = OpenAPIV3_1.OperationObject;
type Responses = Record<string, OpenAPIV3_1.ResponseObject | OpenAPIV3_1.ReferenceObject>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
type Method = (typeof methods)[number];

/**
 * Adds to the document what follows from what the routes say: names, who may ask, the errors that a route can answer and
 * the headers that come with every answer. A new route gets all of it without a word.
 */
export function completeDocument(made: object): Document {
  // a copy: what is in it belongs to the routes, which validate by it; that it is of 3.1 is said where it is made
  const document = structuredClone(made) as Document;
  refineSchemas(document);
  document.components = { ...document.components, headers, responses: {} };
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item?.[method];
      if (operation) complete(document, method, path, operation);
    }
  }
  return document;
}

function complete(document: Document, method: Method, path: string, operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    // the schemas are of what the handler gets, in which defaults are filled in
    if ('schema' in parameter && parameter.in === 'query' && hasDefault(parameter.schema)) parameter.required = false;
  }
  const { requestBody } = operation;
  if (requestBody && 'content' in requestBody) {
    const bodies = Object.values(requestBody.content);
    if (bodies.some(takesNone)) requestBody.required = false;
    for (const { schema } of bodies) if (schema) requireNoDefaults(schema);
  }
  const success = successOf(operation);
  operation.operationId ??= operationIdOf(method, path, { isPage: isPage(success), isMade: '201' in success });
  operation.description ??= describeAccess(operation);
  const limited = path.startsWith('/api/v1/');
  for (const [status, response] of Object.entries(success)) {
    if ('$ref' in response) continue;
    // 202: what is on its way can be looked at
    const made = ['201', '202'].includes(status) && 'content' in response && operation.security?.length !== 0;
    response.headers = {
      ...headersOf(limited),
      ...(made && { Location: header('Location') }),
      ...(hasVersion(document, response) && { ETag: header('ETag') }),
      ...response.headers,
    };
  }
  operation.responses = { ...success, ...errorsOf(document, operation, { path, limited, success }) };
}

function hasDefault(schema: OpenAPIV3_1.ParameterObject['schema'] | OpenAPIV3_1.SchemaObject): boolean {
  return schema !== undefined && 'default' in schema;
}

/** As with parameters: what has a default may be left out of a body. */
function requireNoDefaults(schema: NonNullable<OpenAPIV3_1.MediaTypeObject['schema']>): void {
  if (!('required' in schema) || !schema.required) return;
  const { properties = {} } = schema;
  schema.required = schema.required.filter((name) => !hasDefault(properties[name]));
}

/** Whether a body may be absent: nothing is `null` to the schema that checks it. */
function takesNone({ schema }: OpenAPIV3_1.MediaTypeObject): boolean {
  return schema !== undefined && 'type' in schema && Array.isArray(schema.type) && schema.type.includes('null');
}

const verbs: Record<Method, string> = {
  get: 'read',
  post: 'create',
  put: 'set',
  patch: 'change',
  delete: 'delete',
};

/**
 * What a generated client calls an operation: `listTodos`, `readTodo`, `moveTodo`. A route whose name would read badly
 * says another one as its schema's `operationId`. A name that was released stays: clients are made of it.
 */
export function operationIdOf(
  method: Method,
  path: string,
  { isPage = false, isMade = false }: { isPage?: boolean; isMade?: boolean } = {},
): string {
  const segments = path
    .replace(/^\/api\/v1\//, '')
    .split('/')
    .filter((segment) => segment !== '');
  const isParameter = (segment: string | undefined) => segment?.startsWith('{') ?? false;
  const nouns = segments.flatMap((segment, i) =>
    isParameter(segment) ? [] : [capitalise(isParameter(segments[i + 1]) ? singular(segment) : segment)],
  );
  if (isParameter(segments.at(-1))) return verbs[method] + nouns.join('');
  if (method === 'get') return (isPage ? 'list' : 'read') + nouns.join('');
  if (method === 'post' && isMade) return `create${singular(nouns.join(''))}`;
  if (method !== 'post') return verbs[method] + nouns.join('');
  // what is done to something: POST /todos/{id}/move
  const action = nouns.pop() ?? '';
  return action.charAt(0).toLowerCase() + action.slice(1) + nouns.join('');
}

function singular(noun: string): string {
  return noun.replace(/ies$/, 'y').replace(/s$/, '');
}

/** `rotate-secret` → `RotateSecret` */
function capitalise(segment: string): string {
  return segment.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function describeAccess({ security = [], parameters = [] }: Operation): string {
  const scope = security.find(({ token }) => token)?.token?.[0];
  const takes = (name: string) => parameters.some((each) => 'name' in each && each.name === name);
  return [
    scope === undefined ? 'Open to everybody.' : `Needs a session, or a token with the scope \`${scope}\`.`,
    ...(takes('idempotency-key') ? ['Safe to repeat with the same `Idempotency-Key`.'] : []),
    ...(takes('if-match') ? ['Loses no update with `If-Match`.'] : []),
  ].join(' ');
}

function successOf({ responses = {} }: Operation): Responses {
  return Object.fromEntries(Object.entries(responses).filter(([status]) => /^[123]/.test(status)));
}

function isPage(success: Responses): boolean {
  return /Page$/.test(schemaNameOf(success['200']) ?? '');
}

/** The component that a response's JSON is. */
function schemaNameOf(response: Responses[string] | undefined): string | undefined {
  const schema = response && 'content' in response ? response.content?.['application/json']?.schema : undefined;
  return schema && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
}

/** Whether what is answered has the version that its ETag is made of. */
function hasVersion({ components }: Document, response: Responses[string]): boolean {
  const schema = components?.schemas?.[schemaNameOf(response) ?? ''];
  return 'version' in (schema?.properties ?? {});
}

const headers: Record<string, OpenAPIV3_1.HeaderObject> = {
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

function header(name: string): OpenAPIV3_1.ReferenceObject {
  return { $ref: `#/components/headers/${name}` };
}

/** What comes with every answer. */
function headersOf(limited: boolean, ...more: string[]): Record<string, OpenAPIV3_1.ReferenceObject> {
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
function errorsOf(
  document: Document,
  { security = [], parameters = [] }: Operation,
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
  { components: { responses = {} } = {} }: Document,
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

/** Says of schemas what follows from them: the format of integers from their bounds, the type of an enum from its values. */
function refineSchemas(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as { type?: unknown; maximum?: unknown; format?: string; enum?: unknown };
  if ([schema.type].flat().includes('integer'))
    schema.format ??= Number(schema.maximum ?? Infinity) < 2 ** 31 ? 'int32' : 'int64';
  if (Array.isArray(schema.enum) && schema.enum.every((value) => typeof value === 'string')) schema.type ??= 'string';
  for (const value of Object.values(node)) refineSchemas(value);
}
