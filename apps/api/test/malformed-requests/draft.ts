import type { Header } from './odd-headers.ts';
import type { Operation } from './operations.ts';

/** A request in parts, before it becomes bytes. */
export interface Draft {
  operation: Operation | undefined;
  method: string;
  /** path and query as latin1 */
  target: string;
  headers: Header[];
  body: Buffer | undefined;
}

export type Mutation = (draft: Draft) => Draft;

/** The draft with `headers` instead of those of the same names. */
export function withHeaders(draft: Draft, headers: Header[]): Draft {
  const names = new Set(headers.map(([name]) => name));
  return { ...draft, headers: [...draft.headers.filter(([name]) => !names.has(name)), ...headers] };
}

export function withoutHeader(draft: Draft, name: string): Draft {
  return { ...draft, headers: draft.headers.filter(([each]) => each !== name) };
}

/** The bytes of the draft; a body whose length no header tells gets one that does. */
export function render({ method, target, headers, body }: Draft): Buffer {
  const framed = headers.some(([name]) => name === 'content-length' || name === 'transfer-encoding');
  const framing: Header[] = body && !framed ? [['content-length', String(body.length)]] : [];
  const lines = [...headers, ...framing].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}
