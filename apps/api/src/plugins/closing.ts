import type { ServerResponse } from 'node:http';
import plugin from 'fastify-plugin';

/** While the api closes, every answer ends its connection (RFC 9112 §9.6): clients connect anew, to the api that comes next. */
export const closing = plugin(
  async (app) => {
    const unanswered = new Set<ServerResponse>();
    app.addHook('onRequest', (_, reply, done) => {
      unanswered.add(reply.raw);
      reply.raw.once('close', () => unanswered.delete(reply.raw));
      done();
    });
    // Fastify itself says so to what comes later
    app.addHook('preClose', async () => {
      for (const response of unanswered) if (!response.headersSent) response.setHeader('connection', 'close');
    });
  },
  { name: 'closing' },
);
