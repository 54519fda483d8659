import type { PreflightCheck } from '../migration.ts';
import type { Change } from './change.ts';

/** The columns of a table, and those of them that are its key. */
export type ReadTable = (table: string) => { columns: string[]; key: string[] };

/** The checks of existing rows that changes need: each finds the rows that would make the migration fail. */
export function preflightChecks(changes: Change[], readTable: ReadTable): PreflightCheck[] {
  return changes.flatMap((change) => {
    const check = checkOf(change, readTable);
    return check && !readsAdded(check, changes) ? [renameBack(check, changes)] : [];
  });
}

/** Whether it reads a column that the change itself adds: there is nothing in it to look at yet. */
function readsAdded({ needs }: PreflightCheck, changes: Change[]): boolean {
  return changes.some(
    (change) => change.kind === 'add column' && needs[change.table]?.includes(change.column) === true,
  );
}

/** The check with the names that columns have before the change renames them, which is when it is asked. */
function renameBack({ finds, needs, sql }: PreflightCheck, changes: Change[]): PreflightCheck {
  const back = { finds, needs: { ...needs }, sql };
  for (const change of changes) {
    const columns = back.needs[change.kind === 'rename column' ? change.table : ''];
    if (change.kind !== 'rename column' || !columns?.includes(change.to)) continue;
    back.needs[change.table] = columns.map((name) => (name === change.to ? change.column : name));
    back.sql = back.sql.replace(new RegExp(`"?\\b${change.to}\\b"?`, 'g'), `"${change.column}"`);
  }
  return back;
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
      return duplicates(change.table, change.columns, undefined, readTable);
    case 'create index':
      return change.unique ? duplicates(change.table, change.columns, change.where, readTable) : undefined;
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
  const finds = `${table} whose ${column} does not fit ${type}`;
  const length = /^(?:varchar|character varying|char)\((\d+)\)/.exec(type)?.[1];
  if (length) return simple(table, [column], finds, `length("${column}"::text) > ${length}`, readTable);
  const fits = numericBounds(type, `"${column}"::text::numeric`);
  if (!fits) return undefined;
  // text that is no number fits no number; asking it as a number would be an error instead of an answer
  const isNumber = `"${column}"::text ~ '^-?[0-9]+(\\.[0-9]+)?$'`;
  const where = `"${column}" is not null and not (case when ${isNumber} then ${fits} else false end)`;
  return simple(table, [column], finds, where, readTable);
}

/** SQL that says whether a number can be kept as that type, or undefined for types that are not numbers. */
function numericBounds(type: string, value: string): string | undefined {
  const largest = { smallint: 32_767, int: 2_147_483_647, integer: 2_147_483_647, bigint: '9223372036854775807' }[type];
  if (largest) return `(abs(${value}) <= ${largest} and trunc(${value}) = ${value})`;
  const [, precision, scale = '0'] = /^(?:numeric|decimal)\((\d+)(?:,\s*(\d+))?\)/.exec(type) ?? [];
  if (!precision) return undefined;
  return `(abs(${value}) < 10::numeric ^ ${Number(precision) - Number(scale)} and round(${value}, ${scale}) = ${value})`;
}

function duplicates(table: string, columns: string[], where: string | undefined, readTable: ReadTable): PreflightCheck {
  const { key } = readTable(table);
  const list = columns.map((column) => `"${column}"`).join(', ');
  // nulls are never equal to each other
  const filled = columns.map((column) => `"${column}" is not null`).join(' and ');
  const among = where ? `${filled} and (${where})` : filled;
  return {
    finds: `${table} that share their ${columns.join(' and ')}`,
    needs: { [table]: [...new Set([...key, ...columns])] },
    sql: `select key from (
        select ${keyOf(key)} as key, count(*) over (partition by ${list}) as copies from "${table}" where ${among}
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
