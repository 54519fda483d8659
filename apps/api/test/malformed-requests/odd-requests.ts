import fc from 'fast-check';
import type { Inhabited } from './arrange.ts';
import { type Draft, type Mutation, render } from './draft.ts';
import type { Request } from './exchange.ts';
import {
  mutateBody,
  mutateField,
  mutateHeaders,
  mutateMethod,
  mutatePath,
  mutateProperty,
  mutateQuery,
} from './mutations.ts';
import type { Operation } from './operations.ts';
import { validDraft } from './valid-draft.ts';

/** Requests that fit their routes but for one thing: they get as far as the handlers and the database. */
export function nearlyValidRequests(operations: Operation[], inhabited: Inhabited): fc.Arbitrary<Request> {
  return fc.oneof(
    ...operations.map((operation) =>
      fc
        .tuple(validDraft(operation, inhabited), mutationOf(operation, inhabited))
        .map(([draft, mutate]) => toRequest(mutate(draft))),
    ),
  );
}

function mutationOf(operation: Operation, inhabited: Inhabited): fc.Arbitrary<Mutation> {
  const isForm = operation.isPage && operation.body !== undefined;
  const hasQuery = Object.keys(operation.query).length > 0;
  return fc.oneof(
    { arbitrary: isForm ? mutateField(operation) : mutateProperty(operation), weight: operation.body ? 6 : 0 },
    { arbitrary: mutateQuery(operation), weight: hasQuery ? 6 : 1 },
    { arbitrary: mutatePath(inhabited), weight: operation.path.includes('{') ? 4 : 1 },
    { arbitrary: mutateHeaders(inhabited), weight: 4 },
    mutateMethod,
    mutateBody,
  );
}

/** Requests of which several things are wrong, some for addresses that are not there. */
export function oddRequests(operations: Operation[], inhabited: Inhabited): fc.Arbitrary<Request> {
  const unknown: Operation = { ...nowhere, path: '/api/v1/nothing/{token}', name: 'an unknown route' };
  return fc.oneof(
    ...[...operations, unknown].map((operation) => {
      const mutation = fc.oneof(mutationOf(operation, inhabited), mutateHeaders(inhabited), mutatePath(inhabited));
      return fc
        .tuple(validDraft(operation, inhabited), fc.array(mutation, { minLength: 2, maxLength: 5 }))
        .map(([draft, mutations]) => toRequest(mutations.reduce(tryMutation, draft)));
    }),
  );
}

const nowhere = { method: 'GET', query: {}, body: undefined, mediaTypes: [], isPage: false, isStream: false };

/** A mutation of what is no JSON any more, or too deep to be written again, leaves it as it is. */
function tryMutation(draft: Draft, mutate: Mutation): Draft {
  try {
    return mutate(draft);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return draft;
    throw error;
  }
}

function toRequest(draft: Draft): Request {
  return {
    bytes: render(draft),
    methods: [draft.method],
    about: draft.operation?.name,
    ending: 'wait',
    // who is told early that it is too much may lose the answer while still sending
    mayClose: (draft.body?.length ?? 0) > 1_000_000,
  };
}
