import { subscribe } from 'node:diagnostics_channel';
import { Readable } from 'node:stream';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { expect } from 'vitest';
import { formats } from '../src/validation.ts';

// Every answer of every api that a test starts in its own process is compared with the OpenAPI document.

interface Response {
  $ref?: string;
  content?: Record<string, unknown>;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: { responses: Record<string, Response> };
}

const faults: string[] = [];

/** What is to be said of answers that are streamed, by their request: nothing is known of them before they are read. */
const streamed = new Map<string, (text: string) => string | undefined>();

/** Throws where an answer since the last call was not what the document says, or `read` is not, which was just read. */
export function demandDocumented(read?: { headers: Headers; text: string }): void {
  const id = read?.headers.get('x-request-id') ?? '';
  const fault = read && streamed.get(id)?.(read.text);
  if (streamed.delete(id) && fault) faults.push(fault);
  const found = faults.splice(0);
  if (found.length > 0) throw new Error(`not as documented:\n${found.join('\n')}`);
}

/** Watches the apps that are made from now on; what they answer wrongly waits for `demandDocumented`. */
export function watchAnswers(): void {
  // the first hook of all: plugins inherit it, and nothing changes an answer after it but what adds headers
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { fastify: FastifyInstance };
    let judge: ReturnType<typeof createJudge> | undefined;
    fastify.addHook('onSend', async (request, reply, payload) => {
      judge ??= createJudge(fastify.swagger() as unknown as Document);
      const fault = judge(request, reply, payload);
      const { currentTestName = 'before the first test' } = expect.getState();
      if (fault) faults.push(`${fault} (in: ${currentTestName})`);
    });
  });
}

/** Answers what is wrong with an answer, or undefined. */
function createJudge(document: Document) {
  const validators = findValidators(document);
  return ({ id, method, routeOptions: route }: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    // what no route takes, and the preflights of browsers
    if (route.url === undefined || route.schema?.hide || method === 'OPTIONS') return undefined;
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    const name = `${method} ${path} answered ${reply.statusCode}`;
    // HEAD goes where GET goes
    const { responses } = document.paths[path]?.[method === 'HEAD' ? 'get' : method.toLowerCase()] ?? {};
    if (!responses) return `${name}, and is in no document`;
    const at = [String(reply.statusCode), `${Math.floor(reply.statusCode / 100)}XX`].find((key) => key in responses);
    if (at === undefined) return `${name}, which is not among ${Object.keys(responses).join(', ')}`;

    const { $ref = `#/paths/${token(path)}/${method.toLowerCase()}/responses/${at}` } = responses[at] ?? {};
    const { content } = document.components.responses[$ref.split('/').at(-1) ?? ''] ?? responses[at] ?? {};
    const type = String(reply.getHeader('content-type') ?? '').split(';')[0] ?? '';
    // of 204 and 304, whatever is sent, HTTP leaves out the body
    if ([204, 304].includes(reply.statusCode))
      return content ? `${name}, which has no body, and documents one` : undefined;
    if (content === undefined) return payload ? `${name} with a body, which is not documented` : undefined;
    if (!(type in content)) return `${name} with ${type || 'no type'}, not ${Object.keys(content).join(' or ')}`;
    if (method === 'HEAD' || !type.endsWith('json')) return undefined;
    const judgeText = (text: string) => {
      const validate = validators(`${$ref}/content/${token(type)}/schema`);
      if (validate(JSON.parse(text))) return undefined;
      const errors = validate.errors?.map(({ instancePath, message, params }) => {
        return `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`;
      });
      return `${name}: ${errors?.join('; ')}; it was ${text.slice(0, 500)}`;
    };
    if (typeof payload === 'string') return judgeText(payload);
    if (payload instanceof Readable) streamed.set(id, judgeText);
    return undefined;
  };
}

type Validators = (pointer: string) => ValidateFunction;

/** The validators of each document that there was, by its text: all apps that are set alike have the same. */
const made = new Map<string, Validators>();

function findValidators(document: Document): Validators {
  const text = JSON.stringify(document);
  const validators = made.get(text) ?? createValidators(document);
  made.set(text, validators);
  return validators;
}

function createValidators(document: Document): Validators {
  // not strict: a document has words that are none of JSON Schema's
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const [name, { validate }] of Object.entries(formats)) if (!(name in ajv.formats)) ajv.addFormat(name, validate);
  ajv.addSchema(closed(document) as object, 'openapi');
  return (pointer) => {
    const validate = ajv.getSchema(`openapi${pointer}`);
    if (!validate) throw new Error(`no schema at ${pointer}`);
    return validate;
  };
}

/** The document with objects that may have no property but those that it names: what is answered has to be documented. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
  return 'properties' in copy && 'type' in copy ? { additionalProperties: false, ...copy } : copy;
}

/** A part of a JSON pointer in a URI (RFC 6901 §6). */
function token(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
