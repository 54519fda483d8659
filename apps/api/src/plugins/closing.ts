import plugin from 'fastify-plugin';

/** While the api closes, every answer ends its connection (RFC 9112 §9.6): clients connect anew, to the api that comes next. */
export const closing = plugin(
  async (app) => {
    let isClosing = false;
    app.addHook('preClose', async () => {
      isClosing = true;
    });
    app.addHook('onSend', (_, reply, _payload, done) => {
      if (isClosing) reply.header('connection', 'close');
      done();
    });
  },
  { name: 'closing' },
);
