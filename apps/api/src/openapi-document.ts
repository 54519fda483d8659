import type { OpenAPIV3_1 } from 'openapi-types';
import { errorsOf, header, headers, headersOf, type Responses } from './openapi-answers.ts';
import { type Method, operationIdOf } from './operation-id.ts';

type Document = OpenAPIV3_1.Document;
type Operation = OpenAPIV3_1.OperationObject;

const methods: readonly Method[] = ['get', 'put', 'post', 'delete', 'patch'];

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

/** Says of schemas what follows from them: the format of integers from their bounds, the type of an enum from its values. */
function refineSchemas(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as { type?: unknown; maximum?: unknown; format?: string; enum?: unknown };
  if ([schema.type].flat().includes('integer'))
    schema.format ??= Number(schema.maximum ?? Infinity) < 2 ** 31 ? 'int32' : 'int64';
  if (Array.isArray(schema.enum) && schema.enum.every((value) => typeof value === 'string')) schema.type ??= 'string';
  for (const value of Object.values(node)) refineSchemas(value);
}
