import Type from 'typebox';
import { id, moment, shownOnce } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const fields = { id, created_at: moment, expires_at: moment };

export const Invitation = Type.Object(fields, { $id: 'Invitation' });

export const CreatedInvitation = Type.Object(
  {
    ...fields,
    link: shownOnce('for a person: leads to a form'),
    token: shownOnce('for programs: `invitation` of POST /api/v1/accounts'),
  },
  { $id: 'CreatedInvitation' },
);

export const InvitationPage = pageOf('Invitation');

export const InvitationQuery = Type.Object(pageParameters, { additionalProperties: false });
