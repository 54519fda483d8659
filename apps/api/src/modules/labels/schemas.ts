import Type, { type Static } from 'typebox';
import { id, moment, text, version } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

export const Label = Type.Object(
  { id, name: Type.String(), created_at: moment, updated_at: moment, version },
  { $id: 'Label' },
);

export const LabelPage = pageOf('Label');

export const NewLabel = Type.Object(
  { name: Type.String({ ...text(1, 100), description: 'unique for the account, whatever its case' }) },
  { additionalProperties: false },
);
export type NewLabel = Static<typeof NewLabel>;

/** A merge patch, RFC 7396. */
export const LabelChange = Type.Partial(NewLabel, { additionalProperties: false });
export type LabelChange = Static<typeof LabelChange>;

export const LabelQuery = Type.Object(pageParameters, { additionalProperties: false });
