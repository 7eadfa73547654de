import type { Client } from '../platform/pg/pg.ts'

/**
 * Lets everything that is made from the log for reading be made anew at the next start, which compares it with what there
 * was: the tables stay until then.
 */
export async function renewReadModels(client: Client): Promise<void> {
  await client.query(`
    drop schema if exists log cascade;
    do $$
    begin
      if to_regclass('public.hindsight_migration') is not null then
        delete from public.hindsight_migration where id ~ '^event-index/';
      end if;
      if to_regclass('rm.checkpoint') is not null then
        update rm.checkpoint set store = null, position = null, recorded_at = null, changes_from = null;
        delete from rm.change;
        update rm.projection set version = 0, state = 'running', position = null, recorded_at = null, failure = null;
      end if;
    end $$`)
}

/** Drops everything that is made from the log for reading; it is made anew at the next start. */
export async function forgetReadModels(client: Client): Promise<void> {
  await client.query('drop schema if exists rm, asof, asof_recorded, log cascade')
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.hindsight_migration') is not null as there`,
  )
  if (rows[0]?.there)
    await client.query(`delete from public.hindsight_migration where id ~ '^(rm|event-index)/'`)
}
