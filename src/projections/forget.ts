import { type Client, hasTable } from '../platform/pg/pg.ts'

/**
 * Lets everything that is made from the log for reading be made anew at the next start, which compares it with what there
 * was: the tables stay until then.
 */
export async function renewReadModels(client: Client): Promise<void> {
  await client.query('drop schema if exists log cascade')
  if (await hasTable(client, 'public.hindsight_migration'))
    await client.query(`delete from public.hindsight_migration where id ~ '^event-index/'`)
  if (!(await hasTable(client, 'rm.checkpoint'))) return
  await client.query(`
    update rm.checkpoint set store = null, position = null, recorded_at = null, changes_from = null;
    delete from rm.change;
    update rm.projection set version = 0, state = 'running', position = null, recorded_at = null, failure = null;`)
}

/** Drops everything that is made from the log for reading; it is made anew at the next start. */
export async function forgetReadModels(client: Client): Promise<void> {
  await client.query('drop schema if exists rm, asof, asof_recorded, log cascade')
  if (await hasTable(client, 'public.hindsight_migration'))
    await client.query(`delete from public.hindsight_migration where id ~ '^(rm|event-index)/'`)
}
