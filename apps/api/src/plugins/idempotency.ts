import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type pg from 'pg';
import Type from 'typebox';
import { text } from '../fields.ts';
import { Problem } from '../problem.ts';
import { inTransaction } from '../transaction.ts';

/** What a write answers. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** JSON text, or null for none */
  body: string | null;
  /** what a repeat is answered instead of `body`, where that shows a secret */
  replay?: string;
}

/** Something made that is shown with a secret this once: a repeat gets it with null in the place of `secrets`. */
export function answerWithSecrets(json: string, secrets: string[], location: string): Answer {
  const hidden = Object.fromEntries(secrets.map((name) => [name, null]));
  return { status: 201, headers: { location }, body: json, replay: JSON.stringify({ ...JSON.parse(json), ...hidden }) };
}

/** How long a repeat waits for the first to be answered. */
const patience = '5s';

/**
 * Writes that can be repeated (draft-ietf-httpapi-idempotency-key-header-07): with an `Idempotency-Key`, the key is
 * stored in the transaction of the write, with its answer. A second request with the key waits for the first and gets
 * the same answer, also from another replica and after a restart; what failed is stored nowhere and may be tried again.
 */
export const idempotency = plugin(
  async (app) => {
    app.addHook('onRoute', (route) => {
      if (route.config?.isRepeatable) return;
      const methods = [route.method].flat();
      if (!route.schema?.security?.length || !methods.some((method) => method === 'POST' || method === 'PATCH')) return;
      const { properties } = (route.schema.headers ?? {}) as { properties?: object };
      route.schema = { ...route.schema, headers: Type.Object({ ...properties, 'idempotency-key': keySchema }) };
    });

    app.decorate('answerOnce', {
      async sql(request, reply, work) {
        const wish = wishOf(request);
        const answer = wish
          ? await inTransaction(app.pg.pool, (client) => once(wish, executeBySql(client), () => work(client)))
          : await work(app.pg.pool);
        send(reply, answer);
      },
      async orm(request, reply, work) {
        const wish = wishOf(request);
        const em = app.orm.em.fork();
        const answer = wish
          ? await em.transactional((tx) => once(wish, executeByOrm(tx), () => work(tx)))
          : await work(em);
        send(reply, answer);
      },
    });
  },
  { name: 'idempotency', dependencies: ['authentication', 'database'] },
);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** safe to repeat by what it is, so that it takes no key */
    isRepeatable?: boolean;
  }

  interface FastifyInstance {
    /** Answers a write: with an Idempotency-Key, what its first request was answered. */
    answerOnce: {
      /** `work` writes through the SQL door; what it is given may be in a transaction already. */
      sql(
        request: FastifyRequest,
        reply: FastifyReply,
        work: (database: pg.Pool | pg.PoolClient) => Promise<Answer>,
      ): Promise<void>;
      /** `work` writes through MikroORM; its transactions become savepoints of ours. */
      orm(request: FastifyRequest, reply: FastifyReply, work: (em: EntityManager) => Promise<Answer>): Promise<void>;
    };
  }
}

const keySchema = Type.Optional(
  Type.String({
    ...text(1, 255),
    description:
      'makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen',
  }),
);

/** A request that is to be answered once. */
interface Wish {
  accountId: number;
  key: string;
  /** of method, address and body */
  hash: Buffer;
}

function wishOf(request: FastifyRequest): Wish | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  const text = `${request.method} ${request.url}\n${JSON.stringify(request.body) ?? ''}`;
  return { accountId: request.accountId, key, hash: createHash('sha256').update(text).digest() };
}

/** Runs a statement in the transaction of the write; each parameter stands in it once, in order. */
type Execute = (text: string, values: unknown[]) => Promise<Row[]>;

interface Row {
  same: boolean;
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

const executeBySql =
  (client: pg.PoolClient): Execute =>
  async (text, values) =>
    (await client.query<Row>(text, values)).rows;

const executeByOrm =
  (em: EntityManager): Execute =>
  (text, values) =>
    em.execute<Row[]>(text.replaceAll(/\$\d/g, '?'), values);

// Whoever comes second waits here for the first, whose row is not committed yet. Keys that are over make way.
const claimText = `
  with over as (
    delete from idempotency_keys where user_id = $1::bigint and key <> $2::text and created_at < now() - interval '24 hours'
  )
  insert into idempotency_keys as k (user_id, key, request_hash) values ($3::bigint, $4::text, $5::bytea)
  on conflict (user_id, key) do update
    set request_hash = excluded.request_hash, status = null, headers = null, body = null, created_at = now()
    where k.created_at < now() - interval '24 hours'
  returning true as same`;

const storedText = `
  select request_hash = $1::bytea as same, status, headers, body from idempotency_keys
  where user_id = $2::bigint and key = $3::text`;

const storeText = `
  update idempotency_keys set status = $1::int, headers = $2::jsonb, body = $3::text
  where user_id = $4::bigint and key = $5::text`;

async function once({ accountId, key, hash }: Wish, execute: Execute, work: () => Promise<Answer>): Promise<Answer> {
  await execute(`select set_config('lock_timeout', $1, true)`, [patience]);
  const claimed = await execute(claimText, [accountId, key, accountId, key, hash]).catch((error) => {
    // lock_not_available
    if (error.code !== '55P03') throw error;
    throw new Problem('conflict', 'A request with this Idempotency-Key is under way. Try again in a moment.', {
      headers: { 'retry-after': '1' },
      cause: error,
    });
  });
  if (claimed.length === 0) return readStored(execute, { accountId, key, hash });
  await execute(`select set_config('lock_timeout', $1, true)`, ['0']);
  const answer = await work();
  const { status, headers = {}, body, replay = body } = answer;
  await execute(storeText, [status, JSON.stringify(headers), replay, accountId, key]);
  return answer;
}

async function readStored(execute: Execute, { accountId, key, hash }: Wish): Promise<Answer> {
  const [stored] = await execute(storedText, [hash, accountId, key]);
  if (!stored) throw new Error('an idempotency key is gone while it is read');
  if (stored.same) return stored;
  throw new Problem('idempotency_mismatch', 'This Idempotency-Key came with another request: make a new one.');
}

function send(reply: FastifyReply, { status, headers = {}, body }: Answer): void {
  reply.code(status).headers(headers);
  if (body === null) reply.send(null);
  else reply.type('application/json').send(body);
}
