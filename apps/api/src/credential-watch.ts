import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { reportOnce } from './report-once.ts';

/** How long what ends a token, session or feed elsewhere can take to end what it has open here. */
const watchMs = 1000;

/** What a request came with: a token, a session's cookie, or the address of a feed. */
interface Watched {
  kind: 'api' | 'session' | 'feed';
  secretHash: Buffer;
}

export interface CredentialWatch {
  /** Calls `end` once a request with the credential would not get in any more; answers what ends the watching. */
  watch(credential: Watched, end: () => void): () => void;
  /** Looks without waiting for the next time. */
  look(): void;
}

const endedText = `
  select o.number::int as number
  from unnest($1::text[], $2::bytea[]) with ordinality as o (kind, hash, number)
  where not exists (
    select from api_tokens t join users u on u.id = t.user_id
    where o.kind = 'api' and t.token_hash = o.hash and (t.expires_at is null or t.expires_at > now())
      and u.disabled_at is null and u.deleted_at is null
  ) and not exists (
    select from sessions s join users u on u.id = s.user_id
    where o.kind = 'session' and s.token_hash = o.hash and s.expires_at > now()
      and u.disabled_at is null and u.deleted_at is null
  ) and not exists (
    select from feeds f join users u on u.id = f.user_id
    where o.kind = 'feed' and f.secret_hash = o.hash and u.disabled_at is null and u.deleted_at is null
  )`;

/** Looks every second whether what long requests came with is still good; while there are none, nothing is asked. */
export function createCredentialWatch(database: Pick<pg.Pool, 'query'>, log: FastifyBaseLogger): CredentialWatch {
  const watched = new Set<{ credential: Watched; end: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  const report = reportOnce(log, 'tokens cannot be read');

  function look(): void {
    if (watched.size === 0) return;
    findEnded(database, [...new Set(Array.from(watched, ({ credential }) => credential))])
      .then((ended) => {
        report.isFine();
        for (const { credential, end } of watched) if (ended.has(credential)) end();
      })
      .catch(report.failed);
  }

  return {
    watch(credential, end) {
      const entry = { credential, end };
      watched.add(entry);
      timer ??= setInterval(look, watchMs);
      return () => {
        watched.delete(entry);
        if (watched.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    look,
  };
}

async function findEnded(database: Pick<pg.Pool, 'query'>, open: Watched[]): Promise<Set<Watched>> {
  const { rows } = await database.query<{ number: number }>({
    name: 'ended_credentials',
    text: endedText,
    values: [open.map(({ kind }) => kind), open.map(({ secretHash }) => secretHash)],
  });
  return new Set(rows.flatMap(({ number }) => open[number - 1] ?? []));
}
