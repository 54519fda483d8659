import type pg from 'pg';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  registry: Registry;
  dueLag: Histogram;
  attempts: Counter<'kind' | 'outcome'>;
  takeovers: Counter;
}

/** What operators watch of a worker (Prometheus); what counts for all workers at once is read when it is asked for. */
export function createMetrics(pool: pg.Pool): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const dueLag = new Histogram({
    name: 'duebell_due_lag_seconds',
    help: 'From the moment that a reminder is due until it has fired, by the clock of the database',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86_400],
    registers,
  });
  const attempts = new Counter({
    name: 'duebell_delivery_attempts_total',
    help: 'Attempts of this worker: delivered, queued (again), failed for good, cancelled before anything was sent',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const takeovers = new Counter({
    name: 'duebell_lease_takeovers_total',
    help: 'Deliveries that another worker held and did not settle before its lease ended',
    registers,
  });
  registry.registerMetric(
    readGauge(pool, {
      name: 'duebell_oldest_queued_age_seconds',
      help: 'For how long the delivery that has waited longest could have been sent; 0 where none waits',
      label: 'lane',
      text: `
        select lane as label, coalesce(extract(epoch from now() - least(
                 (select min(next_at) from deliveries d where state = 'queued' and ready and d.lane = l.lane),
                 (select min(next_at) from deliveries d
                  where state = 'queued' and not ready and next_at <= now() and d.lane = l.lane)
               )), 0)::float8 as value
        from unnest(array['webhook', 'email', 'ntfy']) as l (lane)`,
    }),
  );
  registry.registerMetric(
    readGauge(pool, {
      name: 'duebell_channels',
      help: 'Channels of all accounts, enabled and disabled',
      label: 'state',
      text: `
        select state as label, (select count(*) from channels where enabled = (state = 'enabled'))::float8 as value
        from unnest(array['enabled', 'disabled']) state`,
    }),
  );
  return { registry, dueLag, attempts, takeovers };
}

interface Reading {
  name: string;
  help: string;
  label: string;
  /** answers rows of `label` and `value` */
  text: string;
}

/** A gauge that the database is asked for; while that fails there is none, which no alert takes for 0. */
function readGauge(pool: pg.Pool, { name, help, label, text }: Reading): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [],
    async collect() {
      this.reset();
      const rows = await pool.query<{ label: string; value: number }>({ name, text }).then(
        (result) => result.rows,
        () => [],
      );
      for (const row of rows) this.set({ [label]: row.label }, row.value);
    },
  });
}
