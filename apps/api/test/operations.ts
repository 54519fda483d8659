// Requests made from the OpenAPI document: valid ones, with a Reference where the id of a row belongs.

/** What is read here of a JSON schema. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  examples?: unknown[];
  const?: unknown;
  default?: unknown;
  enum?: unknown[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maxProperties?: number;
}

interface DocumentedOperation {
  responses?: Record<string, unknown>;
  security?: Record<string, string[]>[];
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
}

/** What is read here of an OpenAPI document. */
export interface OpenApi {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  /** such as `GET /api/v1/todos/{id}` */
  name: string;
  method: string;
  path: string;
  /** `security: []` */
  isPublic: boolean;
  /** what a token has to be allowed to do; undefined for a public one */
  scope: string | undefined;
  /** of the body */
  mediaType: string | undefined;
  documented: DocumentedOperation;
  schemas: Record<string, Schema>;
}

/** What a request says; an id that names a row is a Reference until `fill` puts one there. */
export interface Sample {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  /** undefined where none is sent */
  body: unknown;
}

/** The place of the id of a row. */
export class Reference {
  /** in words, such as `channel_id in the body` */
  readonly at: string;
  /** what may name the table, best first */
  readonly nouns: string[];
  /** whether the place takes a list */
  readonly isList: boolean;

  constructor(at: string, nouns: string[], isList: boolean) {
    this.at = at;
    this.nouns = nouns;
    this.isList = isList;
  }

  /** `tokens` names api_tokens, `channel_id` channels, and `before_id` below /todos the todos. */
  tableOf(tables: string[]): string | undefined {
    const named = (noun: string) =>
      tables.find((table) => table === noun) ?? tables.find((table) => table.endsWith(`_${noun}`));
    return this.nouns.map(named).find((table) => table !== undefined);
  }
}

/** Every operation of the document. */
export function readOperations({ paths, components }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      isPublic: documented.security?.length === 0,
      scope: documented.security?.find(({ token }) => token)?.token?.[0],
      mediaType: Object.keys(documented.requestBody?.content ?? {})[0],
      documented,
      schemas: components.schemas,
    })),
  );
}

/**
 * Requests to an operation: one with what is needed, every reference and the whole body, one more for each other branch of
 * its unions, and one for each value of each other query parameter, as those can lead to another statement. Free texts are
 * `text`.
 */
export function samplesOf(operation: Operation, text: string): [Sample, ...Sample[]] {
  const { parameters = [], requestBody } = operation.documented;
  const maker = new SampleMaker(operation, text);
  const values = (where: string, isWanted: (name: string, required: boolean, schema: Schema) => boolean) =>
    Object.fromEntries(
      parameters
        .filter((each) => each.in === where && isWanted(each.name, each.required ?? false, each.schema))
        .map(({ name, schema }) => [name, maker.property(name, schema, where)]),
    );
  const content = Object.values(requestBody?.content ?? {}).map(({ schema, example }) => ({
    // that of a whole body stands beside its schema
    schema: example === undefined ? schema : { ...schema, examples: [example] },
  }))[0];
  const whole: Sample = {
    path: values('path', () => true),
    query: values('query', (name, required, schema) => required || isReference(name, schema)),
    body: content && maker.value(content.schema),
  };
  // a cursor is nothing but where to go on in a list of one's own
  const others = parameters.filter(
    ({ in: where, name }) => where === 'query' && !(name in whole.query) && !['cursor', 'since'].includes(name),
  );
  const narrowed = others.flatMap(({ name, schema }) =>
    maker.choices(schema).map((value) => ({ ...whole, query: { ...whole.query, [name]: value } })),
  );
  const branches = content === undefined ? 1 : maker.branches;
  const branched = Array.from({ length: branches - 1 }, (_, i) => ({
    ...whole,
    body: content && new SampleMaker(operation, text, i + 1).value(content.schema),
  }));
  return [whole, ...branched, ...narrowed];
}

/** Every reference in a sample. */
export function referencesIn(value: unknown): Reference[] {
  if (value instanceof Reference) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

/** The sample with ids in it; a reference for which `idOf` answers undefined is left out. */
export function fill<T>(value: T, idOf: (reference: Reference) => number | undefined): T;
export function fill(value: unknown, idOf: (reference: Reference) => number | undefined): unknown {
  if (value instanceof Reference) {
    const id = idOf(value);
    return value.isList ? [id].filter((each) => each !== undefined) : id;
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, idOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each, idOf)]));
}

const referenceName = /^(?:(\w+)_)?ids?$/;

/** Also `before` and `after` where they are numbers, which name a neighbour; texts of that name are moments. */
function isReference(name: string, { type }: Schema): boolean {
  return referenceName.test(name) || (type === 'integer' && ['before', 'after'].includes(name));
}

class SampleMaker {
  readonly #operation: Operation;
  readonly #text: string;
  readonly #branch: number;
  /** how many branches the widest union has that was met */
  branches = 1;

  constructor(operation: Operation, text: string, branch = 0) {
    this.#operation = operation;
    this.#text = text;
    this.#branch = branch;
  }

  property(name: string, schema: Schema, where: string): unknown {
    if (!isReference(name, schema)) return this.value(schema);
    return new Reference(`${name} in the ${where}`, this.#nounsOf(name, where), name.endsWith('s'));
  }

  value(given: Schema): unknown {
    const schema = this.#resolve(given);
    const example = schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0];
    const type = [schema.type].flat()[0];
    if (type === 'object') return this.#object(schema, example);
    // the references in the items of an example would go unseen
    if (type === 'array' && this.#resolve(schema.items ?? {}).type === 'object')
      return [this.value(schema.items ?? {})];
    if (example !== undefined) return example;
    if (type === 'array') return [this.value(schema.items ?? {})];
    if (type === 'boolean') return false;
    if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
    return this.#string(schema);
  }

  choices(given: Schema): unknown[] {
    const schema = this.#resolve(given);
    if (schema.enum) return schema.enum;
    return schema.type === 'boolean' ? [false, true] : [this.value(schema)];
  }

  /** All properties, or as many as there may be, or the example with all references. */
  #object({ properties = {}, maxProperties }: Schema, example: unknown): unknown {
    const all = Object.entries(properties).slice(0, maxProperties);
    const wanted = all.filter(([name, schema]) => example === undefined || isReference(name, schema));
    const made = wanted.map(([name, schema]) => [name, this.property(name, schema, 'body')]);
    return { ...(example ?? {}), ...Object.fromEntries(made) };
  }

  #string({ format = '', minLength = 0, maxLength }: Schema): string {
    const formatted: Record<string, string> = {
      'date-time': '2126-01-01T09:00:00Z',
      date: '2126-01-01',
      'due-date': '2126-01-01',
      email: `${this.#text}@example.com`,
      'http-url': `https://example.com/${this.#text}`,
    };
    return formatted[format] ?? this.#text.padEnd(minLength, 'x').slice(0, maxLength);
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    const union = schema.anyOf ?? schema.oneOf ?? [];
    this.branches = Math.max(this.branches, union.length);
    const inner = name === undefined ? union[this.#branch % union.length] : this.#operation.schemas[name];
    return inner ? this.#resolve(inner) : schema;
  }

  #nounsOf(name: string, where: string): string[] {
    const noun = referenceName.exec(name)?.[1];
    const plural = noun && `${noun.replace(/y$/, 'ie')}s`;
    const before = where === 'path' ? (this.#operation.path.split(`/{${name}}`)[0] ?? '') : this.#operation.path;
    const segments = before.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
    const collections = where === 'path' ? segments.slice(-1) : segments;
    return [...(plural ? [plural] : []), ...collections].map((each) => each.replaceAll('-', '_'));
  }
}
