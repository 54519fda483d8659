import plugin from 'fastify-plugin';
import Type from 'typebox';

const nothing = Type.Object({}, { additionalProperties: false });

/** Refuses query parameters on routes that say nothing of any: `?dry_run=true` must not be taken for a wish that is granted. */
export const strictQueries = plugin(
  async (app) => {
    app.addHook('onRoute', (route) => {
      if (!route.schema?.querystring) route.schema = { ...route.schema, querystring: nothing };
    });
  },
  { name: 'strict-queries' },
);
