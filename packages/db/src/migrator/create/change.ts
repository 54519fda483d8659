/** What one statement of a generated migration does; MikroORM writes them in a fixed form. */
export type Change =
  | { kind: 'create table' | 'drop table'; table: string }
  | { kind: 'add column'; table: string; column: string; definition: string }
  | { kind: 'drop column' | 'require' | 'relax' | 'change default of'; table: string; column: string }
  | { kind: 'rename column'; table: string; column: string; to: string }
  | { kind: 'change type of'; table: string; column: string; type: string }
  | { kind: 'add unique'; table: string; columns: string[] }
  | { kind: 'add check'; table: string; name: string; expression: string }
  | { kind: 'add foreign key'; table: string; columns: string[]; target: string; targetColumns: string[] }
  | {
      kind: 'create index';
      table: string;
      columns: string[];
      unique: boolean;
      name: string;
      where?: string | undefined;
    }
  | { kind: 'drop constraint'; table: string; name: string }
  | { kind: 'drop index'; name: string }
  | { kind: 'other' };

/** Reads generated SQL. What happens to a table that is made in it is part of making it, and left out. */
export function readChanges(statements: string[]): Change[] {
  const changes = statements.flatMap(readStatement);
  const made = new Set(changes.flatMap((change) => (change.kind === 'create table' ? change.table : [])));
  return changes.filter((change) => change.kind === 'create table' || !('table' in change) || !made.has(change.table));
}

function readStatement(statement: string): Change[] {
  const sql = statement.trim().replace(/;$/, '');
  const table = /^(create|drop) table (?:if exists )?"(\w+)"/.exec(sql);
  if (table) return [{ kind: `${table[1] as 'create' | 'drop'} table`, table: table[2] ?? '' }];
  const index = /^create (unique )?index "(\w+)" on "(\w+)" (?:using \w+ )?\((.*?)\)(?: where (.*))?$/s.exec(sql);
  if (index) {
    const [, unique, name = '', on = '', columns = '', where] = index;
    return [{ kind: 'create index', table: on, columns: names(columns), unique: unique !== undefined, name, where }];
  }
  const dropped = /^drop index "(\w+)"/.exec(sql);
  if (dropped) return [{ kind: 'drop index', name: dropped[1] ?? '' }];
  const altered = /^alter table "(\w+)" (.*)$/s.exec(sql);
  if (!altered) return [{ kind: 'other' }];
  const [, on = '', actions = ''] = altered;
  return actions.split(/,\s+(?=(?:add|drop column|alter column)\s+")/).map((action) => readAction(on, action));
}

function readAction(table: string, action: string): Change {
  const match = (pattern: RegExp) => pattern.exec(action)?.slice(1) ?? [];
  const [added, definition = ''] = match(/^add (?:column )?"(\w+)" (.*)$/s);
  if (added) return { kind: 'add column', table, column: added, definition };
  const [dropped] = match(/^drop column (?:if exists )?"(\w+)"/);
  if (dropped) return { kind: 'drop column', table, column: dropped };
  const [from, to = ''] = match(/^rename column "(\w+)" to "(\w+)"/);
  if (from) return { kind: 'rename column', table, column: from, to };
  const [retyped, type = ''] = match(/^alter column "(\w+)" type (.*?)(?: using .*)?$/s);
  if (retyped) return { kind: 'change type of', table, column: retyped, type };
  const [nullness, set] = match(/^alter column "(\w+)" (set|drop) not null/);
  if (nullness) return { kind: set === 'set' ? 'require' : 'relax', table, column: nullness };
  const [defaulted] = match(/^alter column "(\w+)" (?:set|drop) default/);
  if (defaulted) return { kind: 'change default of', table, column: defaulted };
  return readConstraint(table, action);
}

function readConstraint(table: string, action: string): Change {
  const match = (pattern: RegExp) => pattern.exec(action)?.slice(1) ?? [];
  const [unique] = match(/^add constraint "\w+" unique \((.*)\)/);
  if (unique) return { kind: 'add unique', table, columns: names(unique) };
  const [name, expression = ''] = match(/^add constraint "(\w+)" check \((.*)\)$/s);
  if (name) return { kind: 'add check', table, name, expression };
  const [columns, target = '', targets = ''] = match(
    /^add constraint "\w+" foreign key \((.*?)\) references "(\w+)" \((.*?)\)/,
  );
  if (columns)
    return { kind: 'add foreign key', table, columns: names(columns), target, targetColumns: names(targets) };
  const [dropped] = match(/^drop constraint (?:if exists )?"(\w+)"/);
  if (dropped) return { kind: 'drop constraint', table, name: dropped };
  return { kind: 'other' };
}

function names(list: string): string[] {
  return list.split(',').map((name) => name.trim().replaceAll('"', ''));
}
