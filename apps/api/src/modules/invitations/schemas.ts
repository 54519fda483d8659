import Type, { type Static } from 'typebox';
import { emailAddress, id, moment, nullable, shownOnce } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const fields = {
  id,
  email: nullable(Type.String({ description: 'whom the link goes to, where the server sends it' })),
  created_at: moment,
  expires_at: moment,
};

export const Invitation = Type.Object(fields, { $id: 'Invitation' });

export const CreatedInvitation = Type.Object(
  {
    ...fields,
    link: shownOnce('for a person: leads to a form; null where it is sent'),
    token: shownOnce('for programs: `invitation` of POST /api/v1/accounts; null where the link is sent'),
  },
  { $id: 'CreatedInvitation' },
);

const invited = Type.Object(
  {
    email: Type.Optional(Type.String({ ...emailAddress, description: 'where the link is sent; it is not shown then' })),
  },
  { additionalProperties: false },
);

/** A body is not needed. */
export const NewInvitation = Type.Unsafe<Static<typeof invited> | null | undefined>({
  ...invited,
  type: ['object', 'null'],
});

export const InvitationPage = pageOf('Invitation');

export const InvitationQuery = Type.Object(pageParameters, { additionalProperties: false });
