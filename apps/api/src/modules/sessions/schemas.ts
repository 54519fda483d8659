import Type from 'typebox';
import { emailAddress, givenPassword, id, moment, nullable } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

export const Session = Type.Object(
  {
    id,
    address: Type.String(),
    user_agent: nullable(Type.String()),
    created_at: moment,
    last_used_at: moment,
    expires_at: moment,
    current: Type.Boolean({ description: 'whether it is the one that asks' }),
  },
  { $id: 'Session' },
);

export const SessionPage = pageOf('Session');

export const SignIn = Type.Object({ email: emailAddress, password: givenPassword }, { additionalProperties: false });

export const SessionQuery = Type.Object(pageParameters, { additionalProperties: false });
