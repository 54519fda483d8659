import type { EntityManager } from '@mikro-orm/postgresql';
import Type from 'typebox';
import { id } from './fields.ts';
import { positionBetween } from './order.ts';
import { Problem } from './problem.ts';

/** Where something goes among its like: directly before one, or directly after one. */
export type Destination = { before: number } | { after: number };
export const Destination = Type.Unsafe<Destination>({
  ...Type.Object({ before: id, after: id }, { additionalProperties: false }),
  required: [],
  minProperties: 1,
  maxProperties: 1,
  description: 'either `before` or `after`',
});

const statements = {
  todos: {
    neighbour: 'select position from todos where user_id = ? and id = ? and deleted_at is null',
    before: 'select max(position) as position from todos where user_id = ? and position < ? and id <> ?',
    after: 'select min(position) as position from todos where user_id = ? and position > ? and id <> ?',
  },
  lists: {
    neighbour: 'select position from lists where user_id = ? and id = ?',
    before: 'select max(position) as position from lists where user_id = ? and position < ? and id <> ?',
    after: 'select min(position) as position from lists where user_id = ? and position > ? and id <> ?',
  },
};

/**
 * The position of a row that is to stand at its destination; undefined where it is its own neighbour, and stays. The
 * account has to be locked, so that no two get the same place. Throws not_found where the neighbour is not there.
 */
export async function findPlace(
  tx: EntityManager,
  table: keyof typeof statements,
  { accountId, id }: { accountId: number; id: number },
  destination: Destination,
): Promise<string | undefined> {
  const neighbour = 'before' in destination ? destination.before : destination.after;
  const at = await readPosition(tx, statements[table].neighbour, [accountId, neighbour]);
  if (at === null) throw new Problem('not_found', `There is no ${table.slice(0, -1)} ${neighbour}.`);
  if (neighbour === id) return undefined;
  if ('before' in destination) {
    return positionBetween(await readPosition(tx, statements[table].before, [accountId, at, id]), at);
  }
  return positionBetween(at, await readPosition(tx, statements[table].after, [accountId, at, id]));
}

async function readPosition(tx: EntityManager, text: string, values: unknown[]): Promise<string | null> {
  const [row] = await tx.execute<{ position: string | null }[]>(text, values);
  return row?.position ?? null;
}
