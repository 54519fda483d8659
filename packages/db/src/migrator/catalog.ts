import type pg from 'pg';

/**
 * What schema public holds, a line for each object, sorted: comparable between databases and between PostgreSQL 15 and
 * 18. The order of columns does not count, and the migrator's own tables are left out.
 */
export async function readCatalog(database: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const { rows } = await database.query<{ line: string }>(catalogText);
  return rows.map(({ line }) => line).sort();
}

// Constraints of type `n` are left out: PostgreSQL 18 has them for `not null`, 15 does not, and columns say it.
const catalogText = `
  with tables as (
    select oid, relname, relkind, relrowsecurity from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname not in ('mikro_orm_migrations', 'migration_records')
  ), functions as (
    select p.oid from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  )
  select format('table %s%s', relname, case when relrowsecurity then ' with row security' end) as line from tables
  union all
  select format('column %s.%s %s %s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
           concat_ws(' ', case when a.attnotnull then 'not null' else 'null' end,
             case a.attidentity when 'a' then 'identity always' when 'd' then 'identity' end,
             case a.attgenerated when 's' then 'generated' else 'default' end || ' ' || pg_get_expr(d.adbin, d.adrelid)))
  from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
  union all
  select format('constraint %s.%s %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
  from tables t join pg_constraint c on c.conrelid = t.oid where c.contype <> 'n'
  union all
  select format('index %s %s%s', c.relname, pg_get_indexdef(i.indexrelid), case when not i.indisvalid then ' INVALID' end)
  from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
  union all
  select format('trigger %s.%s %s%s', t.relname, g.tgname, pg_get_triggerdef(g.oid),
           case g.tgenabled when 'O' then '' else ' (enabled: ' || g.tgenabled::text || ')' end)
  from tables t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
  union all
  select format('policy %s.%s %s', tablename, policyname, concat_ws(' ', permissive, cmd, qual, with_check))
  from pg_policies where schemaname = 'public'
  union all
  select format('function %s %s', oid::regprocedure, regexp_replace(pg_get_functiondef(oid), '\\s+', ' ', 'g')) from functions
  union all
  select format('view %s %s', relname, regexp_replace(pg_get_viewdef(oid), '\\s+', ' ', 'g'))
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
  union all
  select format('type %s %s', t.typname, coalesce(
           (select string_agg(enumlabel, ', ' order by enumsortorder) from pg_enum e where e.enumtypid = t.oid),
           format_type(t.typbasetype, t.typtypmod)))
  from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
  union all
  select format('sequence %s %s increment %s owned by %s', c.relname, format_type(s.seqtypid, null), s.seqincrement,
           coalesce(t.relname || '.' || a.attname, 'none'))
  from pg_sequence s join pg_class c on c.oid = s.seqrelid and c.relnamespace = 'public'::regnamespace
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  left join pg_class t on t.oid = d.refobjid
  left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where coalesce(t.relname, '') not in ('mikro_orm_migrations', 'migration_records')
  union all
  select format('extension %s', extname) from pg_extension where extname <> 'plpgsql'`;
