import swagger from '@fastify/swagger';
import plugin from 'fastify-plugin';
import Type from 'typebox';

/** Collects the schemas of all routes registered after it into the OpenAPI document at /api/openapi.json. */
export const openapi = plugin(
  async (app) => {
    app.addSchema(ProblemDocument);
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Duebell',
          description: 'Todos whose reminders arrive.',
          version: '1',
          license: { name: 'MIT', identifier: 'MIT' },
        },
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
        security: [{ token: [] }],
      },
      // the component is named as the schema is
      refResolver: { buildLocalReference: ({ $id }) => String($id) },
    });
    app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  },
  { name: 'openapi' },
);

const ProblemDocument = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'for programs; the texts may change' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          in: Type.Enum(['body', 'query', 'path', 'headers']),
          pointer: Type.String({ format: 'json-pointer' }),
          message: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', description: 'RFC 9457' },
);

/** A response whose JSON text comes out of the database as it is sent: the schema is for the document alone. */
export const jsonText = (schema: string, description: string) => ({
  description,
  content: { 'application/json': { schema: Type.Unsafe<string>({ $ref: `${schema}#` }) } },
});

/** The errors that any route can answer. */
export const problemResponses = {
  '4xx': {
    description: 'The request was refused',
    content: { 'application/problem+json': { schema: Type.Unsafe<string>({ $ref: 'Problem#' }) } },
  },
  '5xx': {
    description: 'The request failed here',
    content: { 'application/problem+json': { schema: Type.Unsafe<string>({ $ref: 'Problem#' }) } },
  },
};
