import plugin from 'fastify-plugin';
import { Problem } from '../problem.ts';

/** More than any body needs, and little enough that nothing that walks through it runs out of stack or time. */
const deepest = 20;
const longestArray = 10_000;
const mostMembers = 1000;

/**
 * Reads JSON bodies, merge patches (RFC 7396 §4) among them. An empty body is no body: clients that set the content
 * type on every request can delete, and where a body is needed its schema says so.
 */
export const bodies = plugin(
  async (app) => {
    // keys that would change an object's prototype are refused
    const parse = app.getDefaultJsonParser('error', 'error');
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<string>(
      ['application/json', 'application/merge-patch+json'],
      { parseAs: 'string' },
      (request, body, done) => {
        if (body === '') return done(null, undefined);
        parse(request, body, (error, value) => done(error ?? findExcess(value), value));
      },
    );
  },
  { name: 'bodies' },
);

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
