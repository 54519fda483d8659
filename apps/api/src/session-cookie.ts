import type { FastifyReply, FastifyRequest } from 'fastify';

/** How long a session lasts. */
export const sessionSeconds = 30 * 24 * 60 * 60;

// RFC 6265bis §4.1.3.2: browsers take a name with this prefix from https alone, and for this host alone
const overHttps = '__Host-duebell';
const overHttp = 'duebell';

/** The session that the request's cookie names. */
export function readSessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies[isSecure(request) ? overHttps : overHttp];
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  const secure = isSecure(request);
  reply.setCookie(secure ? overHttps : overHttp, secret, { ...attributes, secure, maxAge: sessionSeconds });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(request);
  reply.clearCookie(secure ? overHttps : overHttp, { ...attributes, secure });
}

const attributes = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

/** Whether the browser speaks https: with this process, with a proxy that it trusts, or by what PUBLIC_URL says. */
function isSecure({ protocol, server }: FastifyRequest): boolean {
  return protocol === 'https' || server.publicUrl.startsWith('https:');
}
