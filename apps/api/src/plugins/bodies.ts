import type { preValidationHookHandler } from 'fastify';
import plugin from 'fastify-plugin';
import Type from 'typebox';
import { invalidBody, Problem } from '../problem.ts';
import { createCheck } from '../validation.ts';

/** More than any body needs, and little enough that nothing that walks through it runs out of stack or time. */
const deepest = 20;
const longestArray = 10_000;
const mostMembers = 1000;

// what is no UTF-8 must not be stored with its letters replaced
const utf8 = new TextDecoder('utf-8', { fatal: true });

const checkNothing = createCheck(Type.Object({}, { additionalProperties: false }));

/**
 * Reads JSON bodies, merge patches (RFC 7396 §4) among them. An empty body is no body: clients that set the content
 * type on every request can delete, and where a body is needed its schema says so. Where none is taken, what stands in one
 * must not be taken for a wish that is granted.
 */
export const bodies = plugin(
  async (app) => {
    // keys that would change an object's prototype are refused
    const parse = app.getDefaultJsonParser('error', 'error');
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>(
      ['application/json', 'application/merge-patch+json'],
      { parseAs: 'buffer' },
      (request, body, done) => {
        if (body.length === 0) return done(null, undefined);
        const text = decode(body);
        parse(request, text, (error, value) => (error ? done(whyNotJson(text)) : done(findExcess(value), value)));
      },
    );
    app.addHook('onRoute', (route) => {
      if (!route.schema?.body) route.preValidation = [refuseFields, ...[route.preValidation ?? []].flat()];
    });
  },
  { name: 'bodies' },
);

const refuseFields: preValidationHookHandler = ({ body }, _reply, done) => {
  if (typeof body !== 'object' || body === null) return done();
  const checked = checkNothing(body);
  const [fault] = 'faults' in checked ? checked.faults : [];
  done(fault && invalidBody(fault.pointer, fault.message));
};

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new Problem('invalid_request', 'The body is not UTF-8.', { cause });
  }
}

/** What Fastify's parser does not tell. */
function whyNotJson(text: string): Problem {
  try {
    JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return new Problem('invalid_request', `The body is not JSON: ${error.message}.`);
  }
  return new Problem('invalid_request', 'The body has a key that may not be there: __proto__ or constructor.');
}

function findExcess(body: unknown): Problem | null {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return new Problem('invalid_request', `The body is nested more than ${deepest} deep.`);
    if (level.some((value) => Array.isArray(value) && value.length > longestArray))
      return new Problem('invalid_request', `An array in the body has more than ${longestArray} elements.`);
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const members = Object.values(value);
      if (!Array.isArray(value) && members.length > mostMembers)
        return new Problem('invalid_request', `An object in the body has more than ${mostMembers} members.`);
      for (const member of members) next.push(member);
    }
    level = next;
  }
  return null;
}
