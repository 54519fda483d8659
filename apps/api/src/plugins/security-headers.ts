import plugin from 'fastify-plugin';

/**
 * What every answer says to browsers (OWASP REST Security Cheat Sheet, "Security Headers"): nothing here is to be framed,
 * guessed at or kept, and pages may load nothing and send forms home alone.
 */
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // not no-referrer: with it, browsers hide where a form comes from (`Origin: null`)
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export const securityHeaders = plugin(
  async (app) => {
    app.addHook('onRequest', async (_, reply) => {
      reply.headers(headers);
    });
  },
  { name: 'security-headers' },
);
