import type { Answer, Outcome, Request } from './exchange.ts';

/**
 * What is wrong with how a request was answered; undefined where nothing is. `pages` are how the paths begin that answer
 * with pages for people, `secrets` what nobody may be shown who does not know it.
 */
export function judge(request: Request, outcome: Outcome, pages: string[], secrets: string[]): string | undefined {
  if (outcome === 'silent') return 'no answer in time';
  if (outcome === 'closed')
    return request.mayClose || request.ending === 'abort' ? undefined : 'the connection was closed without an answer';
  if (!request.mayClose && outcome.answers.length < request.methods.length) return 'not every request was answered';
  const showsPages = pages.some((path) => request.bytes.includes(path));
  for (const answer of outcome.answers) {
    const fault = faultOf(answer, showsPages) ?? leakOf(answer, request, secrets);
    if (fault) return `${fault}: ${answer.status} ${JSON.stringify(answer.body.slice(0, 500))}`;
  }
  return undefined;
}

function faultOf({ status, headers, body }: Answer, showsPages: boolean): string | undefined {
  if (!(status >= 200 && status < 500)) return 'a fault of the server';
  const type = headers.get('content-type') ?? '';
  if (body === '' || status < 400) return undefined;
  if (type === 'text/html; charset=utf-8')
    return showsPages && body.startsWith('<!doctype html>') ? undefined : 'a page';
  if (type !== 'application/problem+json; charset=utf-8') return `an answer of the type ${type}`;
  const { status: told, code } = JSON.parse(body) as { status?: unknown; code?: unknown };
  return told === status && typeof code === 'string' ? undefined : 'a problem document that does not fit';
}

/** Stacks, statements, hashes, and what only others may know. */
const inner =
  /\n\s+at |node_modules|\.ts:\d|\$argon2id|password_hash|token_hash|\bselect .* from |\binsert into |violates|SQLSTATE/;

function leakOf({ status, body }: Answer, { bytes }: Request, secrets: string[]): string | undefined {
  const sent = bytes.toString('latin1');
  if (secrets.some((secret) => body.includes(secret) && !sent.includes(secret))) return 'a secret';
  return (status >= 400 && inner.test(body)) || body.includes('$argon2id') ? 'what is inside' : undefined;
}
