import { longestDescription } from '../../portable.ts';

const none = '(no description)';

/**
 * Todos that were taken over from the tutorial's database may have no description, or a longer one than todos have here, and
 * so may an export of them, which has to come in. Answers the todo with one that fits, and what is worth knowing of it.
 * Files that name no todo by a `uid` are no exports, and hold mistakes: those are left as they are.
 */
export function mendDescription(todo: object): { todo: object; warning?: string } {
  if (!('uid' in todo && 'description' in todo && typeof todo.description === 'string')) return { todo };
  const { description } = todo;
  if (description === '')
    return { todo: { ...todo, description: none }, warning: `is empty, which no todo is here: it says "${none}"` };
  if (description.length <= longestDescription) return { todo };
  const characters = Array.from(description);
  if (characters.length <= longestDescription) return { todo };
  const cut = `${characters.slice(0, longestDescription - 1).join('')}…`;
  return {
    todo: { ...todo, description: cut },
    warning: `is longer than ${longestDescription} characters: its end is left out`,
  };
}
