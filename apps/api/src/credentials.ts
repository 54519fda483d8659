import type { Scope } from 'db';
import { hashToken, judgeSecretToken } from 'db/sql';
import type { FastifyBaseLogger } from 'fastify';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { type CredentialWatch, createCredentialWatch } from './credential-watch.ts';

/** What a request proves itself with: a token in a header, or the cookie of a session. */
export interface Presented {
  kind: 'api' | 'session';
  secret: string;
}

/** Who asks, and what they may do. */
export interface Credential {
  kind: 'api' | 'session';
  /** the row of api_tokens or sessions */
  id: number;
  accountId: number;
  /** of the account, IANA */
  timeZone: string;
  /** whether the account has rules of its own for when new todos ring */
  hasDefaultReminders: boolean;
  scopes: readonly Scope[];
  /** Unix ms, or null where it does not end */
  expiresAt: number | null;
  /** of what the request came with */
  secretHash: Buffer;
}

export interface Credentials {
  /**
   * Whose it is, or undefined where it is not known, is over, or the account is disabled. `beforeAsking` runs where the
   * database has to be asked, and may refuse that by throwing.
   */
  find(presented: Presented, beforeAsking: () => Promise<void>): Promise<Credential | undefined>;
  /** Makes this process forget what it knows, so that what was just ended or changed counts at once. */
  forget(): void;
  /** Ends what a credential has open: see CredentialWatch. */
  watch: CredentialWatch['watch'];
}

/** What a request to a route that is not open came with. */
export function demandCredential({ credential }: { credential: Credential | null }): Credential {
  if (!credential) throw new Error('a closed route without a credential');
  return credential;
}

/** How long a credential is believed without asking: what a revocation elsewhere can take to count here. */
const believedMs = 1000;
const remembered = 10_000;

// The use is written down to the minute: a write for every request would cost more than the request.
const ofToken = `
  with token as (
    select t.id, t.user_id, u.time_zone, u.default_reminders is not null as has_defaults, t.scopes, t.expires_at, t.last_used_at
    from api_tokens t join users u on u.id = t.user_id
    where t.token_hash = $1::bytea and (t.expires_at is null or t.expires_at > now())
      and u.disabled_at is null and u.deleted_at is null
  ), used as (
    update api_tokens t set last_used_at = now() from token
    where t.id = token.id and (token.last_used_at is null or token.last_used_at < now() - interval '1 minute')
  )
  select id::float8 as id, user_id::float8 as account_id, time_zone, has_defaults, scopes,
         (extract(epoch from expires_at) * 1000)::float8 as expires_at
  from token`;

const ofSession = `
  with session as (
    select s.id, s.user_id, u.time_zone, u.default_reminders is not null as has_defaults, s.expires_at, s.last_used_at
    from sessions s join users u on u.id = s.user_id
    where s.token_hash = $1::bytea and s.expires_at > now() and u.disabled_at is null and u.deleted_at is null
  ), used as (
    update sessions s set last_used_at = now() from session
    where s.id = session.id and session.last_used_at < now() - interval '1 minute'
  )
  select id::float8 as id, user_id::float8 as account_id, time_zone, has_defaults, array['read', 'write', 'admin'] as scopes,
         (extract(epoch from expires_at) * 1000)::float8 as expires_at
  from session`;

const statements = {
  api: { name: 'credential_of_token', text: ofToken },
  session: { name: 'credential_of_session', text: ofSession },
};

export function createCredentials(database: Pick<pg.Pool, 'query'>, log: FastifyBaseLogger): Credentials {
  const cache = new LRUCache<string, Credential>({ max: remembered, ttl: believedMs });
  const { watch, look: lookAtOpen } = createCredentialWatch(database, log);
  let forgotten = 0;
  return {
    async find({ kind, secret }, beforeAsking) {
      if (!canBeOurs(kind, secret)) return undefined;
      const hash = hashToken(secret);
      const key = kind + hash.toString('base64');
      const known = cache.get(key);
      if (known) return isOver(known) ? undefined : known;
      await beforeAsking();
      const before = forgotten;
      const found = await look(database, kind, hash);
      // what was read before something was ended is not remembered after it
      if (found && before === forgotten) cache.set(key, found);
      return found;
    },
    forget() {
      forgotten += 1;
      cache.clear();
      lookAtOpen();
    },
    watch,
  };
}

function canBeOurs(kind: Presented['kind'], secret: string): boolean {
  const judged = judgeSecretToken(kind, secret);
  // OWNER_TOKEN may be any text; a session is always ours
  return judged === 'well-formed' || (judged === 'free' && kind === 'api');
}

function isOver({ expiresAt }: Credential): boolean {
  return expiresAt !== null && expiresAt <= Date.now();
}

async function look(
  database: Pick<pg.Pool, 'query'>,
  kind: Presented['kind'],
  hash: Buffer,
): Promise<Credential | undefined> {
  const { rows } = await database.query<{
    id: number;
    account_id: number;
    time_zone: string;
    has_defaults: boolean;
    scopes: Scope[];
    expires_at: number | null;
  }>({ ...statements[kind], values: [hash] });
  if (!rows[0]) return undefined;
  const { id, account_id, time_zone, has_defaults, scopes, expires_at } = rows[0];
  return {
    kind,
    id,
    accountId: account_id,
    timeZone: time_zone,
    hasDefaultReminders: has_defaults,
    scopes,
    expiresAt: expires_at,
    secretHash: hash,
  };
}
