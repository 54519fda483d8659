import fc from 'fast-check';
import type { Inhabited } from './arrange.ts';
import { type Draft, render, withHeaders } from './draft.ts';
import type { Request } from './exchange.ts';
import type { Header } from './odd-headers.ts';
import type { Operation } from './operations.ts';
import { validDraft, withoutHashing } from './valid-draft.ts';

/** Bytes that no HTTP client would send: requests cut off, spliced, badly framed or run together, and mere noise. */
export function rawRequests(operations: Operation[], inhabited: Inhabited): fc.Arbitrary<Request> {
  // a password is hashed even when whoever sent it has left: a queue would grow behind these
  const validOf = (operation: Operation) => validDraft(operation, inhabited).map(withoutHashing);
  const valid = fc.oneof(...operations.map(validOf));
  // behind a stream, nothing is answered on its connection
  const brief = fc.oneof(...operations.filter(({ isStream }) => !isStream).map(validOf));
  return fc.oneof(
    {
      arbitrary: fc.tuple(valid, fc.nat(600), fc.boolean()).map(([draft, at, aborts]) => cut(draft, at, aborts)),
      weight: 3,
    },
    {
      arbitrary: fc.tuple(valid, fc.nat(400), splinter).map(([draft, at, bytes]) => splice(draft, at, bytes)),
      weight: 3,
    },
    {
      arbitrary: fc.tuple(valid, framing).map(([draft, headers]) => loose(render(withHeaders(draft, headers)), draft)),
      weight: 3,
    },
    { arbitrary: fc.tuple(valid, chunked).map(([draft, body]) => misframe(draft, body)), weight: 2 },
    { arbitrary: fc.array(brief, { minLength: 2, maxLength: 4 }).map(pipeline), weight: 2 },
    { arbitrary: fc.tuple(valid, startLine).map(([draft, line]) => restart(draft, line)), weight: 2 },
    valid.map(unframe),
    fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => noise(Buffer.from(bytes))),
    fc.string({ minLength: 1 }).map((text) => noise(Buffer.from(`${text}\r\n\r\n`))),
  );
}

const splinter = fc.oneof(
  fc.constantFrom(
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\r\n\r\n',
    ' ',
    '\t',
    ':',
    '\xff',
    '\x7f',
    '\r\n folded',
    'HTTP/1.1',
    '\u0001',
  ),
  fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 5 }),
);

const framing: fc.Arbitrary<Header[]> = fc.oneof(
  fc
    .constantFrom(
      '-1',
      '+1',
      '1e3',
      '0x10',
      '1, 1',
      '1, 2',
      '',
      'abc',
      '0',
      '5',
      '1048577',
      '9'.repeat(15),
      '9'.repeat(30),
    )
    .map((length): Header[] => [['content-length', length]]),
  fc
    .constantFrom(
      'gzip, chunked',
      'chunked, chunked',
      'identity',
      'xchunked',
      'chunked;q=1',
      ' chunked',
      '',
      'chunked, gzip',
    )
    .map((coding): Header[] => [['transfer-encoding', coding]]),
  fc.constant<Header[]>([
    ['content-length', '2'],
    ['content-length', '3'],
  ]),
  fc.constant<Header[]>([
    ['content-length', '2'],
    ['transfer-encoding', 'chunked'],
  ]),
);

const chunked = fc.constantFrom(
  '2\r\n{}\r\n0\r\n\r\n',
  '2;a="b\r\n{}\r\n0\r\nx-a: b\r\n\r\n',
  '3\r\n{}\r\n0\r\n\r\n',
  'x\r\n{}\r\n0\r\n\r\n',
  '-2\r\n{}\r\n0\r\n\r\n',
  'ffffffffffffffffff\r\n{}',
  '2\r\n{}',
  '2\r\n{}0\r\n\r\n',
  '0\r\n\r\n',
  `${'1\r\n \r\n'.repeat(2000)}0\r\n\r\n`,
);

const startLine = fc.constantFrom(
  'GET / HTTP/9.9',
  'GET / HTTP/1.0',
  'GET / HTTP/2.0',
  'GET /',
  'GET  /  HTTP/1.1',
  'get / HTTP/1.1',
  'GET * HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'GET \\..\\ HTTP/1.1',
  'GET livez HTTP/1.1',
  'GET http://[ HTTP/1.1',
  'CONNECT example.com:443 HTTP/1.1',
  'CONNECT /livez HTTP/1.1',
  'PRI * HTTP/2.0\r\n\r\nSM',
  'SOURCE / ICE/1.0',
  'DESCRIBE / RTSP/1.0',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'GÉT / HTTP/1.1',
  `GET /${'a'.repeat(20_000)} HTTP/1.1`,
  `${'A'.repeat(20_000)} / HTTP/1.1`,
);

function cut(draft: Draft, at: number, aborts: boolean): Request {
  const bytes = render(draft);
  return { ...loose(bytes.subarray(0, 1 + (at % bytes.length)), draft), ending: aborts ? 'abort' : 'end' };
}

function splice(draft: Draft, at: number, text: string): Request {
  const bytes = render(draft);
  const place = at % bytes.length;
  return loose(Buffer.concat([bytes.subarray(0, place), Buffer.from(text, 'latin1'), bytes.subarray(place)]), draft);
}

function misframe(draft: Draft, body: string): Request {
  const headers: Header[] = [
    ['transfer-encoding', 'chunked'],
    ['content-type', 'application/json'],
  ];
  return loose(render({ ...withHeaders(draft, headers), body: Buffer.from(body) }), draft);
}

/** A body whose length nothing tells: what follows the head is the next request. */
function unframe(draft: Draft): Request {
  const text = render(draft).toString('latin1');
  return loose(Buffer.from(text.replace(/content-length: \d+\r\n/, ''), 'latin1'), draft);
}

/** Several requests at once, each of which has to be answered in its turn. */
function pipeline(drafts: Draft[]): Request {
  const last = drafts.length - 1;
  const all = drafts.map((draft, i) => render(i === last ? withHeaders(draft, [['connection', 'close']]) : draft));
  const methods = drafts.map(({ method }) => method);
  return { bytes: Buffer.concat(all), methods, about: undefined, ending: 'wait', mayClose: false };
}

function restart(draft: Draft, line: string): Request {
  const bytes = render(draft);
  return noise(Buffer.concat([Buffer.from(line, 'latin1'), bytes.subarray(bytes.indexOf('\r\n'))]));
}

function loose(bytes: Buffer, { method, operation }: Draft): Request {
  return { bytes, methods: [method], about: operation?.name, ending: 'end', mayClose: true };
}

function noise(bytes: Buffer): Request {
  return {
    bytes,
    methods: [bytes.toString('latin1', 0, 5) === 'HEAD ' ? 'HEAD' : 'GET'],
    about: undefined,
    ending: 'end',
    mayClose: true,
  };
}
