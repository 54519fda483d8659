import type pg from 'pg';

/** What the public schema holds, a line each, sorted; the migrator's own table is left out and column order does not count. */
export async function readSchema(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(`
    with tables as (
      select oid, relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'mikro_orm_migrations'
    )
    select format('column %s.%s %s %s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
             concat_ws(' ', case when a.attnotnull then 'not null' else 'null' end,
               'identity ' || nullif(a.attidentity::text, ''), 'default ' || pg_get_expr(d.adbin, d.adrelid))) as line
    from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
    union all
    select format('constraint %s.%s %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
    from tables t join pg_constraint c on c.conrelid = t.oid where c.contype <> 'n'
    union all
    select 'index ' || pg_get_indexdef(i.indexrelid) from tables t join pg_index i on i.indrelid = t.oid
    union all
    select format('sequence %s %s owned by %s.%s', c.relname, format_type(s.seqtypid, null), t.relname, a.attname)
    from pg_sequence s join pg_class c on c.oid = s.seqrelid
    join pg_depend d on d.objid = c.oid and d.deptype in ('a', 'i') join tables t on t.oid = d.refobjid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid`);
  return rows.map(({ line }) => line).sort();
}
