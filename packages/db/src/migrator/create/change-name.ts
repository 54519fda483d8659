import { MigrationFailure } from '../failure.ts';
import { shortName } from '../migration-files.ts';
import type { Change } from './change.ts';

const longest = 60;

/** A name that says what a change does: `create_labels`, `add_priority_to_todos`, `drop_notes_from_todos_and_create_tags`. */
export function nameOfChanges(changes: Change[]): string {
  const own = changes.filter((change) => !comesWithColumn(change, changes));
  const phrases = [...new Set([...groupColumns(own), ...own.flatMap(phraseOf)])];
  let name = phrases[0] ?? 'change_schema';
  for (const phrase of phrases.slice(1)) {
    if (`${name}_and_${phrase}`.length > longest - '_and_more'.length) return shorten(`${name}_and_more`);
    name = `${name}_and_${phrase}`;
  }
  return shorten(name);
}

/** Checks a name that was given, or makes one that was derived unique. Throws MigrationFailure for the former. */
export function chooseName(given: string | undefined, derived: string, existing: { name: string }[]): string {
  const taken = new Set(existing.map(({ name }) => shortName(name)));
  if (given === undefined) {
    const numbered = Array.from({ length: taken.size }, (_, i) => `${shorten(derived, longest - 4)}_${i + 2}`);
    return [derived, ...numbered].find((name) => !taken.has(name)) ?? derived;
  }
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(given) || given.length > longest) {
    throw new MigrationFailure(
      'usage',
      `--name takes snake_case of at most ${longest} characters, as in add_notes_to_todos`,
    );
  }
  if (taken.has(given)) throw new MigrationFailure('usage', `there is a migration ${given} already: names are unique`);
  return given;
}

/** Whether it is part of a column that is added: its index, its constraint. */
function comesWithColumn(change: Change, changes: Change[]): boolean {
  if (!('columns' in change)) return false;
  const added = changes.flatMap((each) =>
    each.kind === 'add column' && each.table === change.table ? each.column : [],
  );
  return change.columns.every((column) => added.includes(column));
}

/** Columns that come to, or go from, the same table share a phrase. */
function groupColumns(changes: Change[]): string[] {
  const groups = new Map<string, string[]>();
  for (const change of changes) {
    if (change.kind !== 'add column' && change.kind !== 'drop column') continue;
    const key = change.kind === 'add column' ? `add %_to_${change.table}` : `drop %_from_${change.table}`;
    groups.set(key, [...(groups.get(key) ?? []), change.column]);
  }
  return [...groups].map(([key, columns]) => key.replace(' %', `_${columns.join('_and_')}`));
}

function phraseOf(change: Change): string[] {
  switch (change.kind) {
    case 'create table':
    case 'drop table':
      return [`${change.kind.split(' ')[0]}_${change.table}`];
    case 'rename column':
      return [`rename_${change.column}_to_${change.to}_in_${change.table}`];
    case 'require':
    case 'relax':
    case 'change type of':
    case 'change default of':
      return [`${change.kind.replaceAll(' ', '_')}_${change.column}_in_${change.table}`];
    case 'add unique':
      return [`make_${change.columns.join('_and_')}_unique_in_${change.table}`];
    case 'create index':
      return [`index_${change.columns.join('_and_')}_of_${change.table}`];
    case 'add check':
      return [`check_${change.table}`];
    case 'add foreign key':
      return [`refer_${change.table}_to_${change.target}`];
    case 'drop constraint':
    case 'drop index':
      return [`drop_${change.name}`];
    default:
      return [];
  }
}

function shorten(name: string, room = longest): string {
  return name.toLowerCase().replace(/\W+/g, '_').slice(0, room).replace(/_+$/, '');
}
