import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { demandCredential } from '../../credentials.ts';
import { problemResponses } from '../../plugins/openapi.ts';
import { PortableAccount } from '../../portable.ts';
import { createExporter } from './exporter.ts';
import { ExportQuery } from './schemas.ts';

const longestMs = 30 * 60_000;

const types = { json: 'application/json', ics: 'text/calendar', csv: 'text/csv' };

export interface ExportRoutesOptions {
  /** how many exports run at once */
  mostAtOnce: number;
}

export const exportRoutes: FastifyPluginAsyncTypebox<ExportRoutesOptions> = async (app, { mostAtOnce }) => {
  app.addSchema(PortableAccount);
  const exporter = createExporter({ pool: app.pg.pool, mostAtOnce, longestMs });

  app.get(
    '',
    {
      config: { hasOwnLimit: true },
      schema: {
        tags: ['exports'],
        operationId: 'exportAccount',
        summary: 'Everything of the account, as it is at one moment',
        querystring: ExportQuery,
        response: { 200: documents, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const day = new Date().toISOString().slice(0, 10);
      const headers = {
        'content-type': `${types[format]}; charset=utf-8`,
        'content-disposition': `attachment; filename="duebell-${day}.${format}"`,
      };
      // as long as what it is about, which nobody knows
      if (request.method === 'HEAD') return reply.headers(headers).send(Readable.from([]));
      const document = await exporter.open(request.accountId, format);
      const unwatch = app.credentials.watch(demandCredential(request), () => {
        document.destroy(new Error('an export was ended with its token or session'));
      });
      document.once('close', unwatch);
      return reply.headers(headers).send(document);
    },
  );
};

/** What is streamed: the schemas are for the document alone. */
const documents = {
  description: 'The document, as a file to keep; one that does not end was cut off: ask again',
  content: {
    'application/json': { schema: Type.Unsafe<Readable>({ $ref: 'PortableAccount#' }) },
    'text/calendar': { schema: Type.Unsafe<Readable>({ type: 'string' }) },
    'text/csv': { schema: Type.Unsafe<Readable>({ type: 'string' }) },
  },
};
