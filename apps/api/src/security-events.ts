import type { FastifyRequest } from 'fastify';
import type pg from 'pg';

/** What is written down about an account's security; the account reads it at /api/v1/me/events. */
export const securityEventTypes = [
  'account.created',
  'account.disabled',
  'account.enabled',
  'feed.created',
  'feed.revoked',
  'invitation.accepted',
  'invitation.created',
  'invitation.revoked',
  'password.changed',
  'password.reset',
  'password.reset_requested',
  'password.refused',
  'session.created',
  'session.ended',
  'token.created',
  'token.revoked',
] as const;

export type SecurityEventType = (typeof securityEventTypes)[number];

/** Where something came from: a request, or `null` for the operator's command line. */
export type Origin = { address: string; userAgent: string | null } | null;

export function originOf(request: FastifyRequest): { address: string; userAgent: string | null } {
  // behind a proxy that forwards whatever it was sent, both are text of any length
  return { address: request.ip.slice(0, 100), userAgent: request.headers['user-agent']?.slice(0, 500) ?? null };
}

const recordText = `
  insert into security_events (user_id, type, address, user_agent, details)
  values ($1::bigint, $2::text, $3::text, $4::text, $5::jsonb)`;

/** Writes an event down, in the transaction of what it tells of. `details` never hold a secret. */
export async function recordEvent(
  database: Pick<pg.ClientBase, 'query'>,
  accountId: number,
  type: SecurityEventType,
  origin: Origin,
  details: Record<string, unknown> = {},
): Promise<void> {
  await database.query({
    name: 'record_event',
    text: recordText,
    values: [accountId, type, origin?.address ?? null, origin?.userAgent ?? null, JSON.stringify(details)],
  });
}
