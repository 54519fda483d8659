import { connect, type Socket } from 'node:net';

/** Bytes for the api. */
export interface Request {
  bytes: Buffer;
  /** of each request in them, as far as that can be told: an answer to HEAD has no body */
  methods: string[];
  /** the operation that it is a variation of, as `GET /livez` */
  about: string | undefined;
  /** what comes after the bytes: nothing, the end of the stream, or the loss of the connection */
  ending: 'wait' | 'end' | 'abort';
  /** whether a close without an answer is as good: it is no HTTP, or not all of a request */
  mayClose: boolean;
}

export interface Answer {
  status: number;
  headers: Map<string, string>;
  body: string;
}

export type Outcome = { answers: Answer[] } | 'closed' | 'silent';

/**
 * Sends bytes on a connection of their own and reads until all of them are answered, or the connection is closed, or
 * `patience` ms are over.
 */
export function exchange(url: string, request: Request, patience: number): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = connect({ port: Number(port), host: hostname, noDelay: true, allowHalfOpen: true });
    const finish = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish('silent'), patience);
    const conclude = () => {
      const { answers } = readAnswers(received, request.methods, true);
      finish(answers.length > 0 ? { answers } : 'closed');
    };
    socket
      .on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        const { answers, complete } = readAnswers(received, request.methods, false);
        if (complete) finish({ answers });
      })
      .on('end', conclude)
      .on('error', conclude);
    write(socket, request, () => finish('closed'));
  });
}

function write(socket: Socket, { bytes, ending }: Request, onAborted: () => void): void {
  if (ending === 'end') socket.end(bytes);
  else if (ending === 'wait') socket.write(bytes);
  else
    socket.write(bytes, () =>
      // long enough for the api to have begun with it
      setTimeout(() => {
        socket.resetAndDestroy();
        onAborted();
      }, 3),
    );
}

/** The answers in `received`; complete once there is one for every request, or `closed`. */
function readAnswers(received: Buffer, methods: string[], closed: boolean): { answers: Answer[]; complete: boolean } {
  const answers: Answer[] = [];
  let rest = received;
  for (;;) {
    const found = readAnswer(rest, methods[answers.length] ?? 'GET', closed);
    if (!found) break;
    rest = rest.subarray(found.length);
    // 100 Continue and its like are followed by the answer
    if (found.answer.status >= 200) answers.push(found.answer);
  }
  return { answers, complete: answers.length >= Math.max(1, methods.length) };
}

function readAnswer(bytes: Buffer, method: string, closed: boolean): { answer: Answer; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1] ?? Number.NaN);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const start = end + 4;
  const length =
    lengthOfBody(method, status, headers, bytes.subarray(start)) ?? (closed ? bytes.length - start : undefined);
  if (length === undefined || bytes.length < start + length) return undefined;
  const body = bytes.toString('utf8', start, start + length);
  return { answer: { status, headers, body }, length: start + length };
}

/** RFC 9112 §7.1, without trailers; undefined where the last is not there yet. */
function lengthOfChunks(bytes: Buffer): number | undefined {
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at);
    if (end === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    at = end + 2 + size + 2;
    if (size === 0) return at <= bytes.length ? at : undefined;
  }
}

/** RFC 9112 §6.3; undefined where it lasts until the connection is closed. A stream has no end: its head is its answer. */
function lengthOfBody(method: string, status: number, headers: Map<string, string>, body: Buffer): number | undefined {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0;
  if (headers.get('content-type') === 'text/event-stream') return 0;
  if (headers.get('transfer-encoding') === 'chunked') return lengthOfChunks(body);
  const length = headers.get('content-length');
  return length === undefined ? undefined : Number(length);
}
