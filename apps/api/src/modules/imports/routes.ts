import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { demandCredential } from '../../credentials.ts';
import { idParameters } from '../../fields.ts';
import { bePatient } from '../../patience.ts';
import { jsonText, problemResponses } from '../../plugins/openapi.ts';
import { Problem } from '../../problem.ts';
import { listImports, readImport } from './queries.ts';
import { demandFitting } from './receive-file.ts';
import { Import, ImportDetails, ImportPage, ImportPageQuery, ImportQuery } from './schemas.ts';

const mediaTypes = ['application/json', 'text/calendar', 'text/csv', 'application/octet-stream'];

/** How long a file may take to arrive: 64 MiB at 1 Mbit/s. */
const patienceMs = 600_000;

/** How many files of one account are read at the same time: each costs a share of the process. */
const mostAtOnce = 2;

export const importRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.addSchema(Import);
  app.addSchema(ImportPage);
  app.addSchema(ImportDetails);
  const tags = ['imports'];
  const underWay = new Map<number, number>();

  const upload: FastifyPluginAsyncTypebox = async (uploads) => {
    // the file stays a stream: it is checked as it comes, and never held as a whole
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser(mediaTypes, (_, body, done) => done(null, body));
    uploads.addContentTypeParser('*', (_request, _body, done) => done(wrongMediaType()));

    uploads.post(
      '/import',
      {
        config: { isRepeatable: true },
        schema: {
          tags,
          summary: 'Import a file: all of it or nothing',
          operationId: 'importFile',
          description:
            'Needs a session, or a token with the scope `write`. Safe to repeat: what is there already is not made again. The file is UTF-8, up to 64 MiB, and may be sent with `Content-Encoding: gzip`.',
          querystring: ImportQuery,
          body: { content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: fileSchema(type) }])) },
          response: { 200: jsonText('ImportDetails', 'What was imported, or would be'), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { accountId, query } = request;
        demandFitting(request.headers['content-length']);
        const others = underWay.get(accountId) ?? 0;
        if (others >= mostAtOnce) throw tooMany();
        // before anything is waited for: others may come meanwhile
        underWay.set(accountId, others + 1);
        const patience = bePatient(request.raw, patienceMs);
        let unwatch = () => {};
        try {
          await app.limits.attempt('import by', `account ${accountId}`);
          const body = request.body as Readable | undefined;
          if (!body) throw new Problem('invalid_file', 'The file is empty.');
          // what reads files takes half a second to load, which most processes never need
          const { importFile } = await import('./import-file.ts');
          unwatch = app.credentials.watch(demandCredential(request), () => body.destroy());
          const id = await importFile(app.pg.pool, accountId, {
            query,
            body,
            encoding: request.headers['content-encoding'],
            onReceived: () => patience.end(),
          });
          return await reply.type('application/json').send(await readImport(app.pg, accountId, id));
        } finally {
          unwatch();
          patience.end();
          const left = (underWay.get(accountId) ?? 1) - 1;
          if (left > 0) underWay.set(accountId, left);
          else underWay.delete(accountId);
        }
      },
    );
  };
  await app.register(upload);

  app.get(
    '/imports',
    {
      schema: {
        tags,
        summary: 'List imports of the last day, newest first',
        querystring: ImportPageQuery,
        response: { 200: jsonText('ImportPage', 'A page of imports'), ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.type('application/json').send(await listImports(app.pg, request.accountId, request.query)),
  );

  app.get(
    '/imports/:id',
    {
      schema: {
        tags,
        summary: 'Read how far an import is, or what came of it',
        params: idParameters,
        response: { 200: jsonText('ImportDetails', 'The import'), ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.type('application/json').send(await readImport(app.pg, request.accountId, request.params.id)),
  );
};

function wrongMediaType(): Problem {
  return new Problem('unsupported_media_type', `Send the file as one of ${mediaTypes.join(', ')}.`);
}

function tooMany(): Problem {
  const detail = `${mostAtOnce} files of the account are being imported. Wait for one.`;
  return new Problem('too_many_requests', detail, { headers: { 'retry-after': '10' } });
}

/** For the document alone: what is checked by it is a stream. */
function fileSchema(mediaType: string) {
  if (mediaType !== 'application/json') return Type.Unsafe<Readable>({ description: 'the file' });
  return Type.Unsafe<Readable>({
    type: 'object',
    description: 'as `GET /api/v1/export?format=json` answers it; of todos, only `description` has to be there',
    examples: [
      {
        format: 'duebell',
        version: 1,
        todos: [{ uid: 'a-todo@elsewhere', description: 'buy milk', due_date: '2126-12-01' }],
      },
    ],
  });
}
