import { Ajv, type AnySchema, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv';
import { emailPattern } from 'env';
import type { FastifySchemaValidationError } from 'fastify';
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js';
import { isTimeZone, momentAfter, parseDateTime, parseDueDate, parseReminderOffset } from 'schedule';
import type { TSchema } from 'typebox';
import type { InvalidField } from './problem.ts';

/** How many faults of one request are listed. */
export const LISTED = 20;

const emailAddress = new RegExp(emailPattern);

export const formats: Record<string, { validate: (text: string) => boolean; expected: string }> = {
  'date-time': {
    validate: (text) => parseDateTime(text) !== undefined,
    expected: 'must be a date-time with an offset, such as 2026-12-01T09:00:00Z',
  },
  'due-date': {
    validate: (text) => parseDueDate(text) !== undefined,
    expected: 'must be a date-time with an offset, such as 2026-12-01T09:00:00Z, or a date, such as 2026-12-01',
  },
  'http-url': { validate: isHttpUrl, expected: 'must be an http or https URL without user name, password and blanks' },
  email: { validate: (text) => emailAddress.test(text), expected: 'must be an e-mail address' },
  'time-zone': { validate: isTimeZone, expected: 'must be the name of a time zone, such as Europe/Berlin' },
  'clock-time': {
    validate: (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
    expected: 'must be a time of day from 00:00 to 23:59',
  },
  'reminder-offset': {
    validate: (text) => parseReminderOffset(text) !== undefined,
    expected:
      'must be a negative duration of weeks, days, hours, minutes and seconds, such as -P1DT2H, or PT0S; 366 days at most',
  },
  duration: {
    validate: (text) => momentAfter(new Date(0), text, 'UTC') !== undefined,
    expected: 'must be a duration of weeks, days, hours, minutes and seconds, such as PT1H or P1D; 366 days at most',
  },
  // any text: the name tells tools to hide it
  password: { validate: () => true, expected: 'must be a text' },
  // PostgreSQL cannot store NUL, and UTF-8 cannot write half of a surrogate pair
  text: {
    validate: (text) => !text.includes('\0') && text.isWellFormed(),
    expected: 'must not contain NUL characters or unpaired surrogates',
  },
};

/**
 * Checks requests against their schemas: bodies as they are, while query strings and paths, which are text, are
 * converted. It goes into Fastify's options, because `setValidatorCompiler` is forgotten by every plugin that adds a schema.
 */
export function buildValidator(): (part: AnySchema) => ValidateFunction {
  const strict = createAjv(false);
  const coercing = createAjv(true);
  return (part) => {
    // declared as a schema, but Fastify passes the schema together with where it applies (see FastifySchemaCompiler)
    const { schema, httpPart } = part as FastifyRouteSchemaDef<AnySchemaObject>;
    // declared as ajv's own, of which Fastify uses no more than this
    return compiledWhenUsed(schema, httpPart === 'body' ? strict : coercing) as ValidateFunction;
  };
}

interface Validate {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Compiling all of them takes an eighth of the start, and most processes are never asked for most routes. */
function compiledWhenUsed(schema: AnySchemaObject, ajv: Ajv): Validate {
  let compiled: ValidateFunction | undefined;
  const validate: Validate = (value) => {
    compiled ??= ajv.compile(schema);
    const fits = compiled(value);
    validate.errors = compiled.errors ?? null;
    return fits;
  };
  return validate;
}

/** Answers a value that fits, or what is wrong with it. */
export type Check<T> = (value: unknown) => { value: T } | { faults: { pointer: string; message: string }[] };

/**
 * Checks what comes by another way than as a body, as bodies are checked; of what is wrong, as much is listed. Like schemas
 * of requests, this one is compiled when it is first used.
 */
export function createCheck<T>(schema: TSchema): Check<T> {
  let compiled: ValidateFunction<T> | undefined;
  return (value) => {
    compiled ??= createAjv(false).compile<T>(schema);
    return compiled(value) ? { value } : { faults: (compiled.errors ?? []).slice(0, LISTED).map(explain) };
  };
}

function createAjv(coerceTypes: boolean): Ajv {
  return new Ajv({
    allErrors: true,
    // the schemas are ours, and checked with the OpenAPI document; compiling what checks them takes a third of the start
    validateSchema: false,
    coerceTypes,
    // else `1e400` in a path becomes Infinity, which skips the check of its maximum
    strictNumbers: !coerceTypes,
    removeAdditional: false,
    useDefaults: true,
    allowUnionTypes: true,
    discriminator: true,
    // faults carry their schema, which says what would have been right
    verbose: true,
    formats: Object.fromEntries(Object.entries(formats).map(([name, { validate }]) => [name, validate])),
  });
}

/** The faults that ajv found, one for each, in words a client's developer can act on. */
export function explainValidation(
  faults: FastifySchemaValidationError[],
  context: string | undefined = 'body',
): InvalidField[] {
  const part = context === 'querystring' ? 'query' : context === 'params' ? 'path' : context;
  const each = (faults as ErrorObject[]).filter((fault) => !isOfAlternative(fault));
  return each.slice(0, LISTED).map((fault) => {
    const { pointer, message } = explain(fault);
    const hint = part === 'query' && lostItsPlus(fault) ? '; the + of an offset is written %2B here' : '';
    return { in: part as InvalidField['in'], pointer, message: `${message}${hint}` };
  });
}

/** What is wrong by one alternative alone: the fault of their `anyOf` says it for all. */
function isOfAlternative({ schemaPath }: ErrorObject): boolean {
  return /\/anyOf\/\d+\//.test(schemaPath);
}

/** In a query string a + is a blank. */
function lostItsPlus({ keyword, data }: ErrorObject): boolean {
  return keyword === 'format' && / \d\d:\d\d$/.test(String(data));
}

function explain(fault: ErrorObject): { pointer: string; message: string } {
  const child = (name: string) => `${fault.instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  switch (fault.keyword) {
    case 'required':
      return { pointer: child(fault.params.missingProperty), message: 'is required' };
    case 'additionalProperties':
      return { pointer: child(fault.params.additionalProperty), message: 'is not known here' };
    case 'format':
      return { pointer: fault.instancePath, message: formats[fault.params.format]?.expected ?? 'is not valid' };
    case 'enum':
      return { pointer: fault.instancePath, message: `must be one of ${fault.params.allowedValues.join(', ')}` };
    case 'const':
      return { pointer: fault.instancePath, message: `must be ${JSON.stringify(fault.params.allowedValue)}` };
    case 'anyOf':
      return { pointer: fault.instancePath, message: `must be ${alternativesOf(fault)}` };
    case 'minProperties':
    case 'maxProperties':
      return { pointer: fault.instancePath, message: `must have one of ${propertiesOf(fault)}, and no other` };
    case 'discriminator':
      return { pointer: child(fault.params.tag), message: `must be one of ${kindsOf(fault)}` };
    default:
      return { pointer: fault.instancePath, message: fault.message ?? 'is not valid' };
  }
}

function propertiesOf({ parentSchema }: ErrorObject): string {
  return Object.keys(parentSchema?.properties ?? {}).join(', ');
}

function alternativesOf({ parentSchema }: ErrorObject): string {
  const alternatives: AnySchemaObject[] = parentSchema?.anyOf ?? [];
  return alternatives.map(({ const: only, type }) => only ?? type).join(' or ');
}

/** What the schemas of an alternative are told apart by. */
function kindsOf({ parentSchema, params }: ErrorObject): string {
  const kinds: AnySchemaObject[] = parentSchema?.oneOf ?? [];
  return kinds.map(({ properties }) => properties[params.tag].const).join(', ');
}

function isHttpUrl(text: string): boolean {
  // URL leaves out blanks and control characters without a word
  if (/[\0-\x20\x7f]/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password;
}
