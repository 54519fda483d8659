import Type from 'typebox';

const formats = ['json', 'ics', 'csv'] as const;

export type ExportFormat = (typeof formats)[number];

export const ExportQuery = Type.Object(
  {
    format: Type.Enum(formats, {
      default: 'json',
      description: '`json` is everything; what the others leave out is in docs/interchange.md',
    }),
  },
  { additionalProperties: false },
);
