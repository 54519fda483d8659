/** As much of JSON Schema as the routes use. */
export interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxProperties?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

export interface Operation {
  /** as in `GET /livez` */
  name: string;
  method: string;
  /** with `{id}` where a parameter goes */
  path: string;
  query: Record<string, Schema>;
  /** what the body must be, where there is one */
  body: Schema | undefined;
  mediaTypes: string[];
  /** whether it answers with pages for people */
  isPage: boolean;
  /** whether its answer goes on */
  isStream: boolean;
}

interface DocumentedOperation {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses?: Record<string, { content?: Record<string, unknown> }>;
}

/** Every operation of the api's OpenAPI document, and the document itself. */
export async function readOperations(url: string): Promise<Operation[]> {
  const response = await fetch(`${url}/api/openapi.json`);
  const document = (await response.json()) as { paths: Record<string, Record<string, DocumentedOperation>> };
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describe(method.toUpperCase(), path, operation)),
  );
  return [...documented, describe('GET', '/api/openapi.json', {})];
}

function describe(
  method: string,
  path: string,
  { parameters = [], requestBody, responses = {} }: DocumentedOperation,
): Operation {
  const bodies = Object.entries(requestBody?.content ?? {});
  const answers = (mediaType: string) =>
    Object.values(responses).some(({ content }) => content && mediaType in content);
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return {
    name: `${method} ${path}`,
    method,
    path,
    query: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    body: bodies[0]?.[1].schema,
    mediaTypes: bodies.map(([mediaType]) => mediaType),
    isPage: answers('text/html'),
    isStream: answers('text/event-stream'),
  };
}
