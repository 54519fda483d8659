import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type pg from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What operators watch of an api (Prometheus): how many requests of which route were answered how and how fast, how many
 * are being answered, and how busy the connections to the database are. `metrics-server.ts` shows it.
 */
export const metrics = plugin(
  async (app) => {
    const registry = new Registry();
    const registers = [registry];
    collectDefaultMetrics({ register: registry });
    const duration = new Histogram({
      name: 'duebell_http_request_duration_seconds',
      help: 'From the headers of a request to the end of its answer; event streams are left out',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    const inFlight = new Gauge({
      name: 'duebell_http_requests_in_flight',
      help: 'Requests that are being answered, without event streams',
      registers,
    });
    const streams = new Gauge({ name: 'duebell_event_streams', help: 'Event streams that are open', registers });
    app.decorate('metrics', registry);
    app.addHook('onReady', async () => {
      const orm = await app.orm.em.getConnection().getNativeClient();
      registry.registerMetric(poolGauge({ sql: app.pg.pool, orm }));
    });

    const streaming = new WeakSet<FastifyReply>();
    app.decorate('countStream', (reply) => {
      streaming.add(reply);
      inFlight.dec();
      streams.inc();
    });
    app.addHook('onRequest', (request, reply, done) => {
      inFlight.inc();
      const began = performance.now();
      // not onResponse: it is left out where the client has gone
      reply.raw.once('close', () => {
        if (streaming.has(reply)) return streams.dec();
        inFlight.dec();
        const labels = { method: request.method, route: routeOf(request), status: statusOf(reply) };
        duration.observe(labels, (performance.now() - began) / 1000);
      });
      done();
    });
  },
  { name: 'metrics', dependencies: ['database'] },
);

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Registry;
    /** Counts an answer as an event stream, not as a request that takes long. */
    countStream(reply: FastifyReply): void;
  }
}

/** As it was registered: addresses with ids in them, and those that lead nowhere, would be series without end. */
function routeOf({ is404, routeOptions }: FastifyRequest): string {
  return is404 ? 'none' : (routeOptions.url ?? 'none');
}

/** 499, as nginx has it, where the client did not wait for the answer. */
function statusOf({ raw, statusCode }: FastifyReply): string {
  return String(raw.writableFinished ? statusCode : 499);
}

function poolGauge(pools: Record<string, pg.Pool>): Gauge {
  return new Gauge({
    name: 'duebell_database_connections',
    help: 'Connections to the database that are used and idle, and requests that wait for one',
    labelNames: ['pool', 'state'],
    registers: [],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'used' }, totalCount - idleCount);
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'waiting' }, waitingCount);
      }
    },
  });
}
