import Type, { type Static } from 'typebox';
import { id, moment, nullable, secret, shownOnce, text } from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';

const shows = Type.Enum(['todos', 'events'], {
  type: 'string',
  description:
    'todos as such (VTODO), or as events on the day or at the moment they are due, for applications without todos',
});

const fields = {
  id,
  name: Type.String(),
  shows,
  last_used_at: nullable(Type.String({ format: 'date-time', description: 'to the minute' })),
  created_at: moment,
};

export const Feed = Type.Object(fields, { $id: 'Feed' });

export const CreatedFeed = Type.Object(
  { ...fields, url: shownOnce('where to subscribe; who knows it reads the todos') },
  { $id: 'CreatedFeed' },
);

export const FeedPage = pageOf('Feed');

export const NewFeed = Type.Object(
  {
    name: Type.String({ ...text(1, 200), description: 'also of the calendar', examples: ['My phone'] }),
    shows: Type.Optional({ ...shows, default: 'todos' }),
  },
  { additionalProperties: false },
);
export type NewFeed = Static<typeof NewFeed>;

export const FeedQuery = Type.Object(pageParameters, { additionalProperties: false });

export const feedParameters = Type.Object({ token: secret });
