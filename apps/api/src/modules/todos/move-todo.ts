import type { EntityManager } from '@mikro-orm/postgresql';
import { type Destination, findPlace } from '../../move.ts';
import { lockedTodo, type Read, touch, workOnTodo } from './work.ts';

/** Puts a todo before or after another. Throws not_found, also where the other is not there. */
export async function moveTodo(em: EntityManager, accountId: number, id: number, to: Destination): Promise<Read> {
  return workOnTodo(em, accountId, id, async (work) => {
    const todo = lockedTodo(work, id);
    const place = await findPlace(work.tx, 'todos', { accountId, id }, to);
    if (place !== undefined) {
      todo.movedTo = place;
      touch(work, todo);
    }
  });
}
