import fc from 'fast-check';
import type { Inhabited } from './arrange.ts';
import type { Draft } from './draft.ts';
import type { Header } from './odd-headers.ts';
import type { Operation } from './operations.ts';
import { validValue } from './valid-values.ts';

const formType = 'application/x-www-form-urlencoded';

/** A request that fits its route, from an address of its own, of somebody who may make it. */
export function validDraft(operation: Operation, inhabited: Inhabited): fc.Arbitrary<Draft> {
  return fc
    .record({
      // 0.1 s each, one at a time
      hashes: fc.nat(9).map((chance) => chance === 0),
      // most requests are the owner's, who may do everything
      key: fc.oneof({ arbitrary: fc.constantFrom(...inhabited.keys), weight: 9 }, fc.constant(undefined)),
      address: fc.ipV4(),
      path: validPath(operation.path, inhabited),
      query: validQuery(operation, inhabited),
      mediaType: fc.constantFrom(...(operation.mediaTypes.length > 0 ? operation.mediaTypes : [undefined])),
      body: operation.body ? validValue(operation.body, inhabited) : fc.constant(undefined),
    })
    .map(({ hashes, key, address, path, query, mediaType, body }) => {
      const headers: Header[] = [
        ['host', 'localhost:3000'],
        ['x-forwarded-for', address],
        ['user-agent', 'test'],
        ...(key ? [key] : []),
        ...(mediaType ? [['content-type', mediaType] satisfies Header] : []),
      ];
      const text = mediaType === formType ? asForm(body) : JSON.stringify(body);
      const draft = {
        operation,
        method: operation.method,
        target: path + query,
        headers,
        body: text ? Buffer.from(text) : undefined,
      };
      return hashes ? draft : withoutHashing(draft);
    });
}

/** Where a password would be hashed, an unknown parameter has the request refused after its body was looked at. */
export function withoutHashing(draft: Draft): Draft {
  return draft.operation?.body?.properties?.password ? { ...draft, target: `${draft.target}?a` } : draft;
}

function validPath(path: string, { tokens }: Inhabited): fc.Arbitrary<string> {
  const parts = path.split(/(\{\w+\})/).map((part) => {
    if (part === '{id}') return fc.integer({ min: 1, max: 60 }).map(String);
    return part.startsWith('{') ? fc.constantFrom(...tokens) : fc.constant(part);
  });
  return fc.tuple(...parts).map((each) => each.join(''));
}

function validQuery({ query }: Operation, inhabited: Inhabited): fc.Arbitrary<string> {
  const values = Object.entries(query).map(([name, schema]): [string, fc.Arbitrary<unknown>] => [
    name,
    validValue(schema, inhabited),
  ]);
  return fc.record(Object.fromEntries(values), { requiredKeys: [] }).map((given) => {
    const text = asForm(given);
    return text && `?${text}`;
  });
}

function asForm(values: unknown): string {
  const fields = Object.entries(values ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}
