import { levels } from '../../levels.ts';
import { mostFaults } from './schemas.ts';
import type { Work } from './staged.ts';

// How the rows of a file stand to one another and to the todos of the account, written into the rows.

/** Whether `name` is the one that this account, `u`, gave a todo, `t`, which came with none: see `todoUid` in packages/db. */
const isOwnName = (name: string) => `
  u.id = $1::bigint and ${name} ~ ('^[1-9]\\d{0,17}@' || u.uid_namespace || '$') and t.user_id = $1::bigint and t.uid is null
  and t.id = case when ${name} ~ '^[1-9]\\d{0,17}@' then split_part(${name}, '@', 1)::bigint end`;

// By the name that it came with, or by the one that this account gave it.
const knownTexts = [
  `update import_rows r set known = t.id from todos t
   where r.user_id = $1::bigint and r.import_id = $2::bigint and t.user_id = $1::bigint and t.uid = r.uid`,
  `update import_rows r set known = t.id from users u, todos t
   where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null
     and ${isOwnName('r.uid')}`,
];

/** Finds the todos that the account has already. */
export async function findKnown({ sql, accountId, id }: Work): Promise<void> {
  for (const text of knownTexts) await sql.query({ text, values: [accountId, id] });
}

const partsText = `
  update import_rows r set parent_uid = p.parent_uid
  from json_to_recordset($3::json) as p (uid text, parent_uid text)
  where r.user_id = $1::bigint and r.import_id = $2::bigint and r.uid = p.uid and r.parent_uid is null`;

// In the file, or else in the account.
const parentTexts = [
  `update import_rows r set parent = coalesce(p.known, p.todo) from import_rows p
   where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null and r.parent_uid is not null
     and p.user_id = $1::bigint and p.import_id = $2::bigint and p.uid = r.parent_uid`,
  `update import_rows r set parent = t.id from todos t
   where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null and r.parent_uid is not null
     and r.parent is null and t.user_id = $1::bigint and t.uid = r.parent_uid`,
  `update import_rows r set parent = t.id from users u, todos t
   where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null and r.parent_uid is not null
     and r.parent is null and ${isOwnName('r.parent_uid')}`,
];

/** Finds what new todos are part of. */
export async function findParents({ sql, accountId, id, parts }: Work): Promise<void> {
  if (parts.length > 0) await sql.query({ text: partsText, values: [accountId, id, JSON.stringify(parts)] });
  for (const text of parentTexts) await sql.query({ text, values: [accountId, id] });
}

/** All that new todos are part of, and what that is part of, up to one level more than there may be. */
const ancestors = `
  recursive above as (
    select r.todo as part, r.parent as id, 2 as level from import_rows r
    where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null and r.parent is not null
    union all
    select above.part, next.parent, above.level + 1
    from above cross join lateral (
      select n.parent from import_rows n
      where n.user_id = $1::bigint and n.import_id = $2::bigint and n.todo = above.id
      union all
      select t.parent_id from todos t where t.user_id = $1::bigint and t.id = above.id
    ) next
    where next.parent is not null and above.level <= ${levels}
  )`;

// What is part of a todo that is there already follows it into its list.
const followText = `
  with ${ancestors}
  update import_rows r set list = 'id:' || t.list_id
  from above join todos t on t.user_id = $1::bigint and t.id = above.id
  where r.user_id = $1::bigint and r.import_id = $2::bigint and r.todo = above.part
    and r.list is distinct from 'id:' || t.list_id`;

// A part that says no list is in that of the whole.
const inheritText = `
  with ${ancestors}, whole as (
    select distinct on (above.part) above.part, w.list
    from above join import_rows w on w.user_id = $1::bigint and w.import_id = $2::bigint and w.todo = above.id
    order by above.part, above.level desc
  )
  update import_rows r set list = whole.list from whole
  where r.user_id = $1::bigint and r.import_id = $2::bigint and r.todo = whole.part and r.list is null
    and whole.list is not null`;

const wrongText = `
  with ${ancestors}, wrong as (
    select place, 'uid' as field, 'is the uid of another todo of the file, too' as message from (
      select place, row_number() over (partition by uid order by todo) as nth from import_rows
      where user_id = $1::bigint and import_id = $2::bigint
    ) r where nth > 1
    union all
    select place, 'parent_uid', 'names no todo of the file or of the account' from import_rows
    where user_id = $1::bigint and import_id = $2::bigint and known is null and parent_uid is not null
      and parent is null and $3::boolean
    union all
    select r.place, 'parent_uid', 'makes more than ${levels} levels, or a circle'
    from above join import_rows r on r.user_id = $1::bigint and r.import_id = $2::bigint and r.todo = above.part
    where above.level > ${levels}
    union all
    select r.place, 'parent_uid', 'names a todo of another list: a part is in the list of what it is part of'
    from import_rows r join import_rows p
      on p.user_id = $1::bigint and p.import_id = $2::bigint and p.todo = r.parent
    where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null and r.list is distinct from p.list
    union all
    select r.place, 'parent_uid', 'names a todo in the trash'
    from import_rows r
    where r.user_id = $1::bigint and r.import_id = $2::bigint and r.known is null and r.parent is not null
      and r.data->>'deleted_at' is null and (
        exists (
          select from import_rows p where p.user_id = $1::bigint and p.import_id = $2::bigint
            and p.todo = r.parent and p.data->>'deleted_at' is not null
        ) or exists (
          select from todos t where t.user_id = $1::bigint and t.id = r.parent and t.deleted_at is not null
        )
      )
  )
  select place, field, message, count(*) over ()::int as total from wrong order by place, field limit ${mostFaults}`;

/** What only shows when all todos of a file are known: names, and what is part of what. */
export async function demandTrees({ sql, accountId, id, faults }: Work): Promise<void> {
  for (const text of [followText, inheritText]) await sql.query({ text, values: [accountId, id] });
  // where todos are left out, others lack what they are part of
  const isWhole = faults.count === 0;
  const { rows } = await sql.query<{ place: number; field: string; message: string; total: number }>({
    text: wrongText,
    values: [accountId, id, isWhole],
  });
  faults.addMany(rows, rows[0]?.total ?? 0);
}
