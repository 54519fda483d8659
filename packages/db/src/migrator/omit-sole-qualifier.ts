/**
 * PostgreSQL 15 writes `select todos.id from todos` where 16 and later write `select id from todos`. Takes the name of
 * the table off in the outermost select where it is the only one there; deeper, both versions write it.
 */
export function omitSoleQualifier(view: string): string {
  const tokens = view.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\s+|./gs) ?? [];
  const qualifiers = findOuterQualifiers(tokens);
  if (new Set(qualifiers.map((i) => tokens[i])).size !== 1) return view;
  return tokens.filter((_, i) => !qualifiers.includes(i) && !qualifiers.includes(i - 1)).join('');
}

/** Where the outermost select has the `a` of `a.b`; `public` is no table. */
function findOuterQualifiers(tokens: string[]): number[] {
  const found: number[] = [];
  // whether each open parenthesis is, or is within, a select
  const within: boolean[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token === '(') within.push(within.at(-1) === true || startsSelect(tokens, i + 1));
    else if (token === ')') within.pop();
    else if (within.at(-1) !== true && tokens[i + 1] === '.' && /^[a-z_"]/.test(token) && token !== 'public') {
      found.push(i);
    }
  }
  return found;
}

function startsSelect(tokens: string[], i: number): boolean {
  const first = tokens[i]?.trim() === '' ? tokens[i + 1] : tokens[i];
  return first === 'SELECT' || first === 'WITH' || first === 'VALUES';
}
