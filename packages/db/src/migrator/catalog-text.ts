// Left out, besides the migrator's own: what an extension brought, owners and grants (roles belong to the cluster), and
// storage parameters (they are the operator's). Objects below are read with an empty search_path.
const kinds = `
  with relations as materialized (
    select c.* from pg_class c
    where c.relnamespace = to_regnamespace('public') and c.relname not in ('mikro_orm_migrations', 'migration_records')
      and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
  ), types as materialized (
    select t.* from pg_type t
    where t.typnamespace = to_regnamespace('public')
      and not exists (select from pg_depend e where e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e')
  ), functions as materialized (
    select p.* from pg_proc p
    where p.pronamespace = to_regnamespace('public')
      and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
  )`;

const tables = `
  select format('%s %I', case relkind when 'f' then 'foreign table' when 'c' then 'type' else 'table' end, relname) as object,
    nullif(concat_ws(', ',
      case relpersistence when 'u' then 'unlogged' end,
      'partition by ' || pg_get_partkeydef(oid),
      (select 'of ' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = r.oid),
      pg_get_expr(relpartbound, oid),
      case when relrowsecurity then 'row security' end,
      case when relforcerowsecurity then 'forced row security' end), '') as definition
  from relations r where relkind in ('r', 'p', 'f', 'c')`;

// Whether a column may be null stands here, since only 18 has constraints (of type n) for it. In 18 one can be NOT VALID.
const columns = `
  select format('column %I.%I', r.relname, a.attname),
    concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      (select 'collate ' || c.oid::regcollation from pg_collation c where c.oid = a.attcollation and c.oid <> t.typcollation),
      case when a.attnotnull then 'not null' else 'null' end,
      (select 'not valid' from pg_constraint n
        where n.conrelid = r.oid and n.contype = 'n' and n.conkey = array[a.attnum] and not n.convalidated),
      case a.attidentity when 'a' then 'identity always' when 'd' then 'identity' end,
      case a.attgenerated when 's' then 'generated' when 'v' then 'generated virtual' else 'default' end
        || ' ' || pg_get_expr(d.adbin, d.adrelid))
  from relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
  where r.relkind in ('r', 'p', 'f', 'c', 'v', 'm')`;

// A foreign key is enforced by internal triggers: 'alter table … disable trigger all' turns them off and leaves it as it was.
const constraints = `
  select format('constraint %I.%I', r.relname, c.conname),
    concat_ws(' ', pg_get_constraintdef(c.oid),
      case when exists (select from pg_trigger g where g.tgconstraint = c.oid and g.tgisinternal and g.tgenabled <> 'O')
        then '(its triggers are disabled)' end)
  from relations r join pg_constraint c on c.conrelid = r.oid where c.contype not in ('n', 't')`;

const indexes = `
  select format('index %I', x.relname),
    concat_ws(' ', pg_get_indexdef(i.indexrelid), case when not i.indisvalid then 'INVALID' end)
  from relations r join pg_index i on i.indrelid = r.oid join pg_class x on x.oid = i.indexrelid`;

const triggers = `
  select format('trigger %I.%I', r.relname, g.tgname),
    concat_ws(' ', pg_get_triggerdef(g.oid), '(enabled: ' || nullif(g.tgenabled, 'O')::text || ')')
  from relations r join pg_trigger g on g.tgrelid = r.oid where not g.tgisinternal
  union all
  select format('rule %I.%I', r.relname, w.rulename),
    concat_ws(' ', pg_get_ruledef(w.oid), '(enabled: ' || nullif(w.ev_enabled, 'O')::text || ')')
  from relations r join pg_rewrite w on w.ev_class = r.oid where w.rulename <> '_RETURN'`;

const policies = `
  select format('policy %I.%I', p.tablename, p.policyname),
    concat_ws(' ', lower(p.permissive), 'for', lower(p.cmd), 'to', array_to_string(p.roles, ', '),
      'using (' || p.qual || ')', 'with check (' || p.with_check || ')')
  from pg_policies p join relations r on r.relname = p.tablename where p.schemaname = 'public'`;

const routines = `
  select format('function %I(%s)', proname, pg_get_function_identity_arguments(oid)), pg_get_functiondef(oid)
  from functions where prokind <> 'a'
  union all
  select format('aggregate %I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
    concat_ws(' ', 'state', format_type(a.aggtranstype, null), a.agginitval, 'by', a.aggtransfn, 'final', a.aggfinalfn)
  from functions p join pg_aggregate a on a.aggfnoid = p.oid`;

const views = `
  select format('%s %I', case relkind when 'v' then 'view' else 'materialized view' end, relname),
    concat_ws(' ', 'with (' || array_to_string(reloptions, ', ') || ')', trim(pg_get_viewdef(oid)))
  from relations where relkind in ('v', 'm')`;

const enumsAndDomains = `
  select format('enum %I', t.typname), string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
  from types t join pg_enum e on e.enumtypid = t.oid group by t.oid, t.typname
  union all
  select format('domain %I', t.typname),
    concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
      (select 'collate ' || c.oid::regcollation from pg_collation c
        where c.oid = t.typcollation and c.oid <> (select b.typcollation from pg_type b where b.oid = t.typbasetype)),
      case when t.typnotnull then 'not null' else 'null' end,
      'default ' || pg_get_expr(t.typdefaultbin, 0),
      (select string_agg(format('constraint %I %s', c.conname, pg_get_constraintdef(c.oid)), ' ' order by c.conname)
        from pg_constraint c where c.contypid = t.oid and c.contype <> 'n'))
  from types t where t.typtype = 'd'`;

const sequences = `
  select format('sequence %I', r.relname),
    concat_ws(' ', format_type(s.seqtypid, null), 'start', s.seqstart, 'increment', s.seqincrement,
      'from', s.seqmin, 'to', s.seqmax, 'cache', s.seqcache, case when s.seqcycle then 'cycle' end,
      'owned by', coalesce(quote_ident(t.relname) || '.' || quote_ident(a.attname), 'none'))
  from relations r join pg_sequence s on s.seqrelid = r.oid
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = r.oid
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  left join pg_class t on t.oid = d.refobjid
  left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where coalesce(t.relname, '') not in ('mikro_orm_migrations', 'migration_records')`;

// Their versions come with the server's.
const extensions = `select format('extension %I', extname), null::text from pg_extension where extname <> 'plpgsql'`;

/** One statement, so that all of it is read from the same moment: `object` and `definition` of everything in public. */
export const catalogText = `${kinds} ${[
  tables,
  columns,
  constraints,
  indexes,
  triggers,
  policies,
  routines,
  views,
  enumsAndDomains,
  sequences,
  extensions,
].join(' union all ')}`;
