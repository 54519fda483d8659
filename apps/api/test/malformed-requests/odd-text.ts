import fc from 'fast-check';

// What programs and people send where something else was meant.

/** A long text in few bytes of the failure's report. */
const long = (text: string, ...lengths: number[]) => fc.constantFrom(...lengths).map((length) => text.repeat(length));

/** Any character up to `max`; fast-check's own units first build a table of all there are, which takes a second. */
const codePoint = (max: number) => fc.integer({ min: 0, max }).map((code) => String.fromCodePoint(code));

const characters = ['', ' ', '\0', 'a\0b', '\ud800', 'a\udc00b', '\ufeff', '\u202e', '\u0130', 'ﬀ', '💥', '\r\n', '\\'];
const words = ['null', 'NaN', 'true', '1e400', '__proto__', 'constructor', 'toString', '{}', '%00', '%s', "'; --"];
const moments = ['2026-02-30T00:00:00Z', '+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:60Z'];
const moreMoments = ['-0001-01-01T00:00:00Z', '2026-12-01T00:00:00+99:99', '2026-12-01t24:00:00.123456789z'];
const zones = ['Etc/GMT+14', 'europe/berlin', 'Europe/Berlin\0', 'EST5EDT', 'posixrules', 'Factory', 'localtime', '+1'];
const emails = ['a@b', 'A@EXAMPLE.COM', 'a@b@c', '"a b"@c', 'a@[127.0.0.1]', 'ı@example.com', 'a\0@example.com'];
const times = ['24:00', '09:00:00', '９:00', '00:00\n', '-1:00'];
const urls = [
  'http://',
  'http://[::',
  'javascript:a',
  'http://a:99999/',
  'https://\ud800/',
  'http://xn--a/',
  'http://a/%',
];

/** Text of any kind: for JSON, so also with characters that nothing can encode. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...characters),
  fc.constantFrom(...words),
  fc.constantFrom(...moments, ...moreMoments),
  fc.constantFrom(...zones, ...emails, ...times, ...urls),
  long('a', 199, 201, 255, 1001, 10_001, 20_000),
  long('💥', 200, 1000, 10_000),
  long('é', 500, 5000),
  fc.string({ unit: codePoint(0x10ffff), maxLength: 30 }),
  fc.string({ unit: codePoint(0xffff), maxLength: 30 }),
  fc.string({ unit: fc.constantFrom('\ud83d', '\udca5', '\0', 'a', '\\', '"'), maxLength: 12 }),
);

const scalars = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1.5',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '1'.repeat(400),
];
const structures = ['[]', '{}', '[null]', '[[]]', '{"a":1}', '{"start":1}', '{"start":"09:00"}', '["read","read"]'];
const broken = [
  '"\\x"',
  '"\t"',
  'NaN',
  'undefined',
  "'a'",
  '01',
  '+1',
  '.5',
  '',
  '[1e400]',
  '"\\ud800"',
  '"a\\u0000b"',
];
const poison = ['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"toString":1}', '{"length":1e9}'];

/** JSON texts of values, and of what is none. */
export const oddJson: fc.Arbitrary<string> = fc.oneof(
  oddText.map((text) => JSON.stringify(text)),
  fc.constantFrom(...scalars),
  fc.constantFrom(...structures),
  fc.constantFrom(...broken),
  fc.constantFrom(...poison),
  fc.constantFrom(5, 19, 25, 3000, 100_000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
  fc.constantFrom(5, 25, 3000).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.constantFrom(300, 10_001, 100_000).map((length) => `[${'0,'.repeat(length)}0]`),
  fc.constantFrom(300, 5000).map((length) => `{${Array.from({ length }, (_, i) => `"${i}":0`).join()}}`),
  fc.json({ maxDepth: 4 }),
);

const escapes = [
  '%',
  '%0',
  '%zz',
  '%FF',
  '%C0%AF',
  '%E2%28%A1',
  '%ED%A0%80',
  '%00',
  '%0d%0a',
  '%2e%2e',
  '%2F',
  '%25',
  '+',
];
const marks = ['.', '..', '...', ';', ';a=b', ':id', '*', '{id}', '~', '@', '!', '$&', '[]', '|', '^', '`', '"', '<>'];
const numbers = [
  '0',
  '-1',
  '-0',
  '01',
  '1.5',
  '1e3',
  '1e400',
  '0x1',
  '1_000',
  '9007199254740993',
  '٣',
  '9'.repeat(300),
];
const names = ['1 or 1=1', 'NaN', 'Infinity', 'null', 'undefined', 'current', 'password', 'events'];
// UTF-8 as it is, and other bytes
const bytes = ['\xc3\xa9', '\xff', '\x80', '\xf0\x9f\x92\xa5', '\x7f', '\x01'];

/** What can stand between two slashes of a path, or behind `=` in a query or a form: encoded, or broken. */
export const oddEncoded: fc.Arbitrary<string> = fc.oneof(
  oddText.map(encode),
  fc.constantFrom(...escapes),
  fc.constantFrom(...marks),
  fc.constantFrom(...numbers, ...names),
  long('a', 99, 101, 201, 3000, 20_000),
  long('%61', 101, 3000),
  fc.constantFrom(...bytes),
);

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 30_000);
}

/** Cursors that are none: base64 of JSON, and not even that. */
export const oddCursor: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('todos', 'channels', 'deliveries', 'tokens', '', '__proto__'), oddJson)
    .map(([list, after]) => `["${list}",${after}]`)
    .map((json) => Buffer.from(json.slice(0, 220)).toString('base64url')),
  oddJson.map((json) => Buffer.from(json.slice(0, 220)).toString('base64url')),
  oddEncoded,
);

/** Tokens of ours that are nobody's, cut, mistyped, or of another kind. */
export const oddToken = (tokens: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.tuple(fc.constantFrom(...tokens), fc.nat(60)).map(([token, length]) => token.slice(0, length)),
    fc
      .tuple(fc.constantFrom(...tokens), fc.constantFrom('0', 'a', '%00', '%20', '=', '.'))
      .map((parts) => parts.join('')),
    fc.constantFrom('pat', 'ses', 'inv', 'pwr', 'xxx', '').map((kind) => `duebell_${kind}_${'0'.repeat(49)}`),
    fc.constantFrom(...tokens),
    oddEncoded,
  );
