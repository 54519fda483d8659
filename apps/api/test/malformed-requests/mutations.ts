import fc from 'fast-check';
import type { Inhabited } from './arrange.ts';
import { type Mutation, withHeaders, withoutHeader } from './draft.ts';
import { oddCookies, oddHeaders } from './odd-headers.ts';
import { oddCursor, oddEncoded, oddJson, oddText, oddToken } from './odd-text.ts';
import type { Operation } from './operations.ts';

// One thing that is wrong with a request, each as a function from the request that is right.

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'PURGE',
  'M-SEARCH',
];

export const mutateMethod: fc.Arbitrary<Mutation> = fc.constantFrom(...methods).map(
  (method): Mutation =>
    (draft) => ({ ...draft, method }),
);

export function mutateHeaders({ keys }: Inhabited): fc.Arbitrary<Mutation> {
  const sessions = keys.filter(([name]) => name === 'cookie').map(([, value]) => value.slice('duebell='.length));
  return fc.oneof(
    {
      arbitrary: oddHeaders.map(
        (headers): Mutation =>
          (draft) =>
            withHeaders(draft, headers),
      ),
      weight: 5,
    },
    // without the token, so that the cookie is looked at
    oddCookies(sessions).map(
      (headers): Mutation =>
        (draft) =>
          withHeaders(withoutHeader(draft, 'authorization'), headers),
    ),
    fc.constantFrom('host', 'content-type', 'authorization').map(
      (name): Mutation =>
        (draft) =>
          withoutHeader(draft, name),
    ),
  );
}

/** A path with something else for its parameters, or for one of its parts. */
export function mutatePath({ tokens }: Inhabited): fc.Arbitrary<Mutation> {
  const part = fc.oneof(oddEncoded, oddToken(tokens));
  const anywhere = fc.tuple(fc.nat(6), part, fc.boolean()).map(
    ([at, text, replaces]): Mutation =>
      (draft) => {
        const parts = draft.target.split('/');
        return {
          ...draft,
          target: `/${parts
            .slice(1)
            .toSpliced(at, replaces ? 1 : 0, text)
            .join('/')}`,
        };
      },
  );
  const last = part.map(
    (text): Mutation =>
      (draft) => ({ ...draft, target: draft.target.replace(/[^/]*$/, () => text) }),
  );
  const around = fc
    .constantFrom(
      ['//', ''],
      ['/./', ''],
      ['/%2e%2e/', ''],
      ['http://example.com/', ''],
      ['/', '/'],
      ['/', '//'],
      ['/', '#a'],
      ['/', ';a=b'],
    )
    .map(
      ([before, after]): Mutation =>
        (draft) => ({ ...draft, target: `${before}${draft.target.slice(1)}${after}` }),
    );
  return fc.oneof({ arbitrary: last, weight: 3 }, anywhere, around);
}

/** A query with an unknown parameter, or one of the route's own with something odd, once or twice. */
export function mutateQuery({ query }: Operation): fc.Arbitrary<Mutation> {
  const own = Object.keys(query);
  const name = fc.constantFrom(
    ...own,
    ...own,
    'a',
    '__proto__',
    'constructor',
    'toString',
    'limit[]',
    'a[b]',
    'limit%00',
    '',
    '%',
  );
  const value = fc.oneof(oddEncoded, oddCursor);
  return fc.array(fc.tuple(name, fc.option(value)), { minLength: 1, maxLength: 3 }).map(
    (pairs): Mutation =>
      (draft) => {
        const text = pairs.map(([key, given]) => (given === null ? key : `${key}=${given}`)).join('&');
        return { ...draft, target: `${draft.target}${draft.target.includes('?') ? '&' : '?'}${text}` };
      },
  );
}

/** One property of a JSON body that is odd, unknown, missing or there twice; the others stay. */
export function mutateProperty({ body }: Operation): fc.Arbitrary<Mutation> {
  const own = Object.keys(body?.properties ?? {});
  const name = fc.constantFrom(...own, ...own, ...own, 'id', '__proto__', 'constructor', 'toString', 'a/b~c', '');
  return fc.tuple(name, fc.option(oddJson), fc.boolean()).map(
    ([key, json, keeps]): Mutation =>
      (draft) => {
        const members = readMembers(draft.body).filter(([each]) => keeps || each !== key);
        if (json !== null) members.push([key, json]);
        const text = members.map(([each, value]) => `${JSON.stringify(each)}:${value}`).join();
        return { ...draft, body: Buffer.from(`{${text}}`) };
      },
  );
}

/** One field of a form that is odd, unknown, missing or there twice. */
export function mutateField({ body }: Operation): fc.Arbitrary<Mutation> {
  const own = Object.keys(body?.properties ?? {});
  const name = fc.constantFrom(
    ...own,
    ...own,
    ...own,
    '__proto__',
    'constructor',
    'toString',
    'email[]',
    'a.b',
    '',
    '%',
  );
  return fc.tuple(name, fc.option(oddEncoded), fc.boolean()).map(
    ([key, value, keeps]): Mutation =>
      (draft) => {
        const fields = (draft.body?.toString() ?? '')
          .split('&')
          .filter((field) => keeps || !field.startsWith(`${key}=`));
        if (value !== null) fields.push(`${key}=${value}`);
        return { ...draft, body: Buffer.from(fields.join('&'), 'latin1') };
      },
  );
}

function readMembers(body: Buffer | undefined): [name: string, json: string][] {
  const value: unknown = JSON.parse(body?.toString() || '{}');
  return Object.entries(value ?? {}).map(([name, each]) => [name, JSON.stringify(each)]);
}

/** Another body altogether, or the same in other bytes. */
export const mutateBody: fc.Arbitrary<Mutation> = fc.oneof(
  fc.oneof(oddJson, oddText).map(
    (text): Mutation =>
      (draft) => ({ ...draft, body: Buffer.from(text) }),
  ),
  fc.uint8Array({ maxLength: 40 }).map(
    (bytes): Mutation =>
      (draft) => ({ ...draft, body: Buffer.from(bytes) }),
  ),
  fc.nat(60).map(
    (length): Mutation =>
      (draft) => ({ ...draft, body: draft.body?.subarray(0, length) }),
  ),
  fc.constantFrom('\ufeff', '  ', '\0', '[', '"').map(
    (before): Mutation =>
      (draft) =>
        changeText(draft.body, (text) => before + text)(draft),
  ),
  fc.constantFrom('}', ',', '\0', '\n', 'a').map(
    (after): Mutation =>
      (draft) =>
        changeText(draft.body, (text) => text + after)(draft),
  ),
  fc.constant<Mutation>((draft) => ({ ...draft, body: Buffer.from(draft.body?.toString() ?? '{}', 'utf16le') })),
  // bytes that are no UTF-8, within the first text of it
  fc.constantFrom('\xff', '\xc3', '\xed\xa0\x80').map(
    (bytes): Mutation =>
      (draft) => {
        const text = (draft.body?.toString('latin1') ?? '').replace(/:"/, (start) => start + bytes);
        return { ...draft, body: Buffer.from(text, 'latin1') };
      },
  ),
  fc.constant<Mutation>((draft) => ({ ...draft, body: Buffer.from(`{"description":"${'a'.repeat(1_048_560)}"}`) })),
);

function changeText(body: Buffer | undefined, change: (text: string) => string): Mutation {
  return (draft) => ({ ...draft, body: Buffer.from(change(body?.toString() ?? '')) });
}
