import plugin from 'fastify-plugin';

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
      (request, body, done) => (body === '' ? done(null, undefined) : parse(request, body, done)),
    );
  },
  { name: 'bodies' },
);
