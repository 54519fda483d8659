import type { Readable } from 'node:stream';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import plugin from 'fastify-plugin';
import Type from 'typebox';
import { completeDocument } from '../openapi-document.ts';
import { LISTED } from '../validation.ts';

/**
 * Collects the schemas of all routes registered after it into the OpenAPI document at /api/openapi.json, and shows them
 * to people at /api/docs, where the bare address leads, with nothing from another host.
 */
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
        servers,
        tags,
        components: {
          securitySchemes: {
            token: { type: 'http', scheme: 'bearer', description: 'the scopes that a route needs are named with it' },
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: 'duebell',
              description: 'set by POST /api/v1/sessions; named __Host-duebell over https',
            },
          },
        },
      },
      transformObject: (made) => completeDocument('openapiObject' in made ? made.openapiObject : {}),
      // the component is named as the schema is
      refResolver: { buildLocalReference: ({ $id }) => String($id) },
    });
    app.get('/api/openapi.json', { schema: { hide: true, security: [] }, onRequest: app.limits.countAnonymous }, () =>
      app.swagger(),
    );
    // who opens the bare address is a person, or a program that asks whether anybody is there
    app.get('/', { schema: { hide: true, security: [] }, onRequest: app.limits.countAnonymous }, (_, reply) =>
      reply.redirect('/api/docs', 303),
    );
    await app.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: pageCsp,
      uiHooks: { onRequest: (request, reply) => app.limits.countAnonymous(request, reply) },
      uiConfig: {
        layout: 'BaseLayout',
        deepLinking: true,
        defaultModelsExpandDepth: 0,
        docExpansion: 'list',
        validatorUrl: null,
      },
    });
  },
  { name: 'openapi', dependencies: ['rate-limit'] },
);

/** Wherever the document was read from. */
const servers = [{ url: '/', description: 'this server, local or in production', 'x-internal': false }];

/** What the operations are grouped by; a new group needs a line here. */
const tags = [
  { name: 'status', description: 'Whether this is Duebell, and whether it can serve.' },
  { name: 'accounts', description: 'How people get an account.' },
  { name: 'sessions', description: 'Signing in and out.' },
  { name: 'password resets', description: 'For people who forgot their password.' },
  { name: 'me', description: 'The account that asks: its settings, its password, what happened to it.' },
  { name: 'tokens', description: 'What programs prove themselves with.' },
  { name: 'invitations', description: 'How the owner of the server lets people in.' },
  { name: 'todos', description: 'What is to be done; what has a due date rings.' },
  { name: 'reminders', description: 'What will ring, and ringing later.' },
  { name: 'changes', description: 'What has changed, to stay in step with it.' },
  { name: 'lists', description: 'Todos that belong together.' },
  { name: 'labels', description: 'Words that todos can be found by.' },
  { name: 'imports', description: 'Files that bring todos from elsewhere.' },
  { name: 'channels', description: 'Where reminders are sent: webhooks, e-mail, ntfy.' },
  { name: 'deliveries', description: 'What was sent, is being retried, and failed.' },
  { name: 'exports', description: 'Leaving with everything.' },
  { name: 'feeds', description: 'Addresses that calendar applications subscribe to.' },
  { name: 'actions', description: 'What the links in messages do, without signing in.' },
];

/** The page runs its own scripts and styles, and asks this server alone. */
const pageCsp = {
  'default-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

const counted = { minimum: 1, maximum: 2 ** 31 - 1 };

const ProblemDocument = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
    code: Type.String({ description: 'for programs; the texts may change' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          in: Type.Enum(['body', 'query', 'path', 'headers']),
          pointer: Type.String({ format: 'json-pointer' }),
          message: Type.String(),
          row: Type.Optional(Type.Integer({ ...counted, description: 'of a table that is imported' })),
          line: Type.Optional(Type.Integer({ ...counted, description: 'of a calendar that is imported' })),
          column: Type.Optional(Type.String({ description: 'of a table, or a property of a calendar' })),
        }),
        { maxItems: 1000, description: `up to ${LISTED}, or of a file up to 1,000` },
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

/** A response that is a page for people. */
export const htmlPage = (description: string) => ({
  description,
  content: { 'text/html': { schema: Type.String() } },
});

/** A response that goes on: the schema is for the document alone. */
export const eventStream = (description: string) => ({
  description,
  content: { 'text/event-stream': { schema: Type.Unsafe<Readable | undefined>({ type: 'string' }) } },
});

/** A response that is a calendar, as long as there are todos: the schema is for the document alone. */
export const calendarFile = (description: string) => ({
  description,
  content: { 'text/calendar': { schema: Type.Unsafe<Readable>({ type: 'string' }) } },
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
