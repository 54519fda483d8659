import plugin from 'fastify-plugin';
import { handleAs } from '../request-id.ts';

/** Every answer has the id of its request; what the request queues has it too, and so has the worker's log. */
export const requestIds = plugin(
  async (app) => {
    app.addHook('onRequest', ({ id }, reply, done) => {
      reply.header('x-request-id', id);
      done();
    });
    // after the body was read, which would not keep it
    app.addHook('preHandler', ({ id }, _, done) => handleAs(id, done));
  },
  { name: 'request-ids' },
);
