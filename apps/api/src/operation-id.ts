const verbs = {
  get: 'read',
  post: 'create',
  put: 'set',
  patch: 'change',
  delete: 'delete',
};

export type Method = keyof typeof verbs;

/**
 * What a generated client calls an operation: `listTodos`, `readTodo`, `moveTodo`. A route whose name would read badly
 * says another one as its schema's `operationId`. A name that was released stays: clients are made of it.
 */
export function operationIdOf(
  method: Method,
  path: string,
  { isPage = false, isMade = false }: { isPage?: boolean; isMade?: boolean } = {},
): string {
  const segments = path
    .replace(/^\/api\/v1\//, '')
    .split('/')
    .filter((segment) => segment !== '');
  const isParameter = (segment: string | undefined) => segment?.startsWith('{') ?? false;
  const nouns = segments.flatMap((segment, i) =>
    isParameter(segment) ? [] : [capitalise(isParameter(segments[i + 1]) ? singular(segment) : segment)],
  );
  if (isParameter(segments.at(-1))) return verbs[method] + nouns.join('');
  if (method === 'get') return (isPage ? 'list' : 'read') + nouns.join('');
  if (method === 'post' && isMade) return `create${singular(nouns.join(''))}`;
  if (method !== 'post') return verbs[method] + nouns.join('');
  // what is done to something: POST /todos/{id}/move
  const action = nouns.pop() ?? '';
  return action.charAt(0).toLowerCase() + action.slice(1) + nouns.join('');
}

function singular(noun: string): string {
  return noun.replace(/ies$/, 'y').replace(/s$/, '');
}

/** `rotate-secret` → `RotateSecret` */
function capitalise(segment: string): string {
  return segment.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
