import { createHash } from 'node:crypto';
import fc from 'fast-check';

export type Header = [name: string, value: string];

const named = (name: string, ...values: string[]): fc.Arbitrary<Header[]> =>
  fc.constantFrom(...values).map((value): Header[] => [[name, value]]);

/** Bytes that may stand in a header (RFC 9110 §5.5), most of them not ASCII. */
const latin1 = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

// nothing that PostgreSQL could compress: what is too long for an index shows only then
const filler = Array.from({ length: 80 }, (_, i) => createHash('sha256').update(`${i}`).digest('hex')).join('');
const addresses = [',', 'unknown', '_hidden', '1.2.3', '999.1.1.1', '[::1]:80', 'fe80::1%eth0', '127.0.0.1:5', '\xe9'];
const lists = ['', 'a, b, c', '10.0.0.1, not an address', '1.1.1.1,,2.2.2.2', Array(300).fill('1.1.1.1').join()];
const otherTypes = ['', ';', '*/*', 'json', 'text/plain', 'a/b/c', '\xe9/\xff', '__proto__', 'constructor', filler];
const nearTypes = ['APPLICATION/JSON', 'application/json;', 'application/json;;;a=b;=', 'application/json, text/html'];
const charsets = ['application/json; charset=utf-16', 'application/json; charset="'];
const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=a'];
const patchTypes = ['application/merge-patch+json', 'application/x+json'];
const schemes = ['', 'Bearer', 'Bearer  ', 'Basic dTpw', 'Bearer a b', 'Bearer \xff', 'Token x', `Bearer ${filler}`];
const origins = ['null', 'x', '', 'http://[', 'https://evil.example', 'http://localhost:3000', '\xff', filler];
const twice = ['authorization', 'host', 'content-type', 'x-forwarded-for', 'origin', 'cookie'];

/** Headers that mean nothing, each instead of the one that was there. */
export const oddHeaders: fc.Arbitrary<Header[]> = fc.oneof(
  // what ends up in the database has more turns
  { arbitrary: named('x-forwarded-for', ...addresses, ...lists, filler, filler, filler), weight: 5 },
  { arbitrary: named('user-agent', '', '\xff\xfe', filler, '\xf0\x9f\x92\xa5'.repeat(200), '\\u0000'), weight: 3 },
  named('authorization', ...schemes),
  named('content-type', ...otherTypes, ...nearTypes),
  named('content-type', ...charsets, ...formTypes, ...patchTypes),
  named('content-encoding', 'gzip', 'br', 'deflate, gzip', 'identity', 'x'),
  named('expect', '100-continue', '200-ok', '', '100-continue, x'),
  named('host', '', 'a b', '[::1', 'example.com:99999', '\xff', '@', 'a/b', filler),
  named('origin', ...origins),
  named('sec-fetch-site', 'cross-site', 'same-site', 'same-origin', '', 'x', 'none, none'),
  named('x-forwarded-proto', 'https', 'ftp', '', 'http,https', '\xff'),
  named('x-forwarded-host', 'example.com', '', 'a b', 'a,b', '\xff', filler),
  named('accept', '', 'text/html', '*', ';q=', 'application/xml;q=2', filler),
  named('if-match', '*', '"', 'W/"a"', 'a, b', filler),
  named('range', 'bytes=0-', 'bytes=9-1', 'x'),
  named('connection', 'upgrade', 'close', 'keep-alive, x', 'content-length', 'host, authorization', ''),
  named('x-http-method-override', 'DELETE', 'TRACE'),
  named('access-control-request-method', 'DELETE', 'x'),
  named('__proto__', 'x'),
  named('constructor', 'x'),
  fc.constantFrom('h2c', 'websocket').map((to): Header[] => pairs(['connection', 'upgrade'], ['upgrade', to])),
  fc.constantFrom(...twice).map((name): Header[] => pairs([name, 'a'], [name, 'b'])),
  fc.constantFrom(100, 1000, 2100).map((count) => Array.from({ length: count }, (_, i): Header => [`x${i}`, ''])),
  fc.constantFrom(8000, 16_400, 70_000).map((length) => pairs(['x-long', 'a'.repeat(length)])),
  fc.tuple(fc.constantFrom(...twice, 'user-agent', 'x-a'), latin1).map((header) => pairs(header)),
);

function pairs(...headers: Header[]): Header[] {
  return headers;
}

/** Cookies, the session's own among them, as no browser writes them. */
export const oddCookies = (sessions: string[]): fc.Arbitrary<Header[]> => {
  const value = fc.oneof(
    fc.constantFrom('', '%', '%00', '"', '"a"', 'a b', '%E0%A4%A', '\xff', '__proto__', 'a'.repeat(4000)),
    fc.tuple(fc.constantFrom(...sessions), fc.nat(60)).map(([session, length]) => session.slice(0, length)),
    latin1,
  );
  const pair = fc.tuple(fc.constantFrom('duebell', '__Host-duebell', '', 'a', '__proto__', 'constructor'), value);
  return fc.oneof(
    fc
      .constantFrom(';;;', '=', ' = ; =', 'duebell', ',', `${'a=b; '.repeat(500)}duebell=x`, 'duebell=a;duebell=b')
      .map((text): Header[] => [['cookie', text]]),
    fc
      .array(pair, { minLength: 1, maxLength: 4 })
      .map((pairs): Header[] => [['cookie', pairs.map((each) => each.join('=')).join('; ')]]),
  );
};
