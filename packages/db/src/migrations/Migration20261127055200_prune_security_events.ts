import { Migration } from '../migrator/migration.ts';

/** What is over a year old may leave the audit, and nothing younger: the role of api and worker deletes nothing of it otherwise. */
export class Migration20261127055200_prune_security_events extends Migration {
  override name = 'Migration20261127055200_prune_security_events';

  override readonly allowed = {
    "delete-rows": "the migration makes a function that deletes, and deletes nothing itself"
  };

  override up(): void {
    // From the first ones on, where the oldest are: there is no index of moments. One worker at a time: two would share the
    // first chunk, and each take its part of it for all that there is. It answers a row for each that went.
    this.addSql(`create function prune_security_events(most int) returns setof bigint language sql security definer set search_path = '' as $$
  with turn as materialized (
    select id from public.security_events where id = (select min(id) from public.security_events) for update skip locked
  ), over as (
    select e.id from public.security_events e join turn on true
    where e.id = any (array(select id from public.security_events order by id limit most))
      and e.created_at < now() - interval '1 year'
    order by e.id for update of e skip locked
  )
  delete from public.security_events e using over where e.id = over.id returning e.id
$$;`);
  }

  override down(): void {
    this.addSql(`drop function prune_security_events(int);`);
  }
}
