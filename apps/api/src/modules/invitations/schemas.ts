import Type from 'typebox';
import { id, moment } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const fields = { id, created_at: moment, expires_at: moment };

export const Invitation = Type.Object(fields, { $id: 'Invitation' });

export const CreatedInvitation = Type.Object(
  {
    ...fields,
    link: Type.String({ format: 'uri', description: 'for a person: leads to a form; shown this once' }),
    token: Type.String({ description: 'for programs: `invitation` of POST /api/v1/accounts; shown this once' }),
  },
  { $id: 'CreatedInvitation' },
);

export const InvitationPage = pageOf('Invitation');

export const InvitationQuery = Type.Object(pageParameters, { additionalProperties: false });
