import Type, { type Static } from 'typebox';
import { id, moment, nullable, shownOnce, text } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

// with a type: without one, ajv compares every two elements of an array of them
const scope = Type.Enum(['read', 'write', 'admin'], {
  type: 'string',
  description: 'read the account’s data; write it; administer the account: tokens, sessions, password, deletion',
});

const fields = {
  id,
  name: Type.String(),
  scopes: Type.Array(scope, { maxItems: 3 }),
  expires_at: nullable(moment),
  last_used_at: nullable(Type.String({ format: 'date-time', description: 'to the minute' })),
  created_at: moment,
};

export const Token = Type.Object(fields, { $id: 'Token' });

export const CreatedToken = Type.Object(
  { ...fields, token: shownOnce('what to send as `Authorization: Bearer`') },
  { $id: 'CreatedToken' },
);

export const TokenPage = pageOf('Token');

export const NewToken = Type.Object(
  {
    name: text(1, 200),
    scopes: Type.Array(scope, { minItems: 1, maxItems: 3, uniqueItems: true, examples: [['read', 'write']] }),
    expires_at: Type.Optional(
      nullable(
        Type.String({ format: 'date-time', description: 'RFC 3339 with an offset; by default it does not end' }),
      ),
    ),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;

export const TokenQuery = Type.Object(pageParameters, { additionalProperties: false });
