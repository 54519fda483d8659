import Type from 'typebox';
import { dueDate, id, idParameters, moment } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

export const Completion = Type.Object(
  { id, due_date: dueDate, completed_at: moment },
  { $id: 'Completion', description: 'an occurrence of a recurring todo that was completed' },
);

export const CompletionPage = pageOf('Completion');

export const CompletionQuery = Type.Object(pageParameters, { additionalProperties: false });

export const completionParameters = Type.Object({
  ...idParameters.properties,
  completion_id: idParameters.properties.id,
});

export const OccurrenceQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 100, default: 10 }) },
  { additionalProperties: false },
);

export const Occurrences = Type.Object({ data: Type.Array(dueDate, { maxItems: 100 }) }, { $id: 'Occurrences' });
