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
      for (const response of unanswered) {
        const { headersSent, socket } = response;
        if (!headersSent) response.setHeader('connection', 'close');
        // it has said that the connection stays: one that is streamed
        else response.once('finish', () => socket?.destroySoon());
      }
    });
  },
  { name: 'closing' },
);
