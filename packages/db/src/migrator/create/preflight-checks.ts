import type { PreflightCheck } from '../migration.ts';
import type { Change } from './change.ts';

/** The columns of a table, and those of them that are its key. */
export type ReadTable = (table: string) => { columns: string[]; key: string[] };

/** The checks of existing rows that changes need: each finds the rows that would make the migration fail. */
export function preflightChecks(changes: Change[], readTable: ReadTable): PreflightCheck[] {
  return changes.flatMap((change) => checkOf(change, readTable) ?? []);
}

function checkOf(change: Change, readTable: ReadTable): PreflightCheck | undefined {
  switch (change.kind) {
    case 'require':
      return simple(
        change.table,
        [change.column],
        `${change.table} without a ${change.column}`,
        `"${change.column}" is null`,
        readTable,
      );
    case 'add column':
      if (!/not null/i.test(change.definition) || /default|generated/i.test(change.definition)) return undefined;
      return simple(change.table, [], `${change.table} that would have no ${change.column}`, 'true', readTable);
    case 'change type of':
      return narrowed(change.table, change.column, change.type, readTable);
    case 'add unique':
      return duplicates(change.table, change.columns, readTable);
    case 'create index':
      return change.unique ? duplicates(change.table, change.columns, readTable) : undefined;
    case 'add check': {
      const used = readTable(change.table).columns.filter((column) =>
        new RegExp(`\\b${column}\\b`).test(change.expression),
      );
      return simple(
        change.table,
        used,
        `${change.table} that break ${change.name}`,
        `not (${change.expression})`,
        readTable,
      );
    }
    case 'add foreign key':
      return orphans(change, readTable);
    default:
      return undefined;
  }
}

function simple(table: string, columns: string[], finds: string, where: string, readTable: ReadTable): PreflightCheck {
  const { key } = readTable(table);
  return {
    finds,
    needs: { [table]: [...key, ...columns] },
    sql: `select ${keyOf(key)} as key from "${table}" where ${where}`,
  };
}

function narrowed(table: string, column: string, type: string, readTable: ReadTable): PreflightCheck | undefined {
  const integer = { int: 2_147_483_647, integer: 2_147_483_647, smallint: 32_767 }[type];
  const length = /^(?:varchar|character varying|char)\((\d+)\)/.exec(type)?.[1];
  if (integer) {
    const where = `"${column}"::numeric not between ${-integer - 1} and ${integer}`;
    return simple(table, [column], `${table} whose ${column} does not fit ${type}`, where, readTable);
  }
  if (!length) return undefined;
  return simple(
    table,
    [column],
    `${table} whose ${column} is longer than ${length}`,
    `length("${column}"::text) > ${length}`,
    readTable,
  );
}

function duplicates(table: string, columns: string[], readTable: ReadTable): PreflightCheck {
  const { key } = readTable(table);
  const list = columns.map((column) => `"${column}"`).join(', ');
  // nulls are never equal to each other
  const filled = columns.map((column) => `"${column}" is not null`).join(' and ');
  return {
    finds: `${table} that share their ${columns.join(' and ')}`,
    needs: { [table]: [...new Set([...key, ...columns])] },
    sql: `select key from (
        select ${keyOf(key)} as key, count(*) over (partition by ${list}) as copies from "${table}" where ${filled}
      ) counted where copies > 1`,
  };
}

function orphans(
  { table, columns, target, targetColumns }: Extract<Change, { kind: 'add foreign key' }>,
  readTable: ReadTable,
): PreflightCheck {
  const { key } = readTable(table);
  const filled = columns.map((column) => `t."${column}" is not null`).join(' and ');
  const same = columns.map((column, i) => `r."${targetColumns[i]}" = t."${column}"`).join(' and ');
  return {
    finds: `${table} that refer to ${target} that are not there`,
    needs: { [table]: [...new Set([...key, ...columns])], [target]: targetColumns },
    sql: `select ${keyOf(key, 't.')} as key from "${table}" t
      where ${filled} and not exists (select from "${target}" r where ${same})`,
  };
}

function keyOf(columns: string[], prefix = ''): string {
  const quoted = columns.map((column) => `${prefix}"${column}"`);
  return quoted.length === 1 ? (quoted[0] ?? '') : `concat_ws('/', ${quoted.join(', ')})`;
}
