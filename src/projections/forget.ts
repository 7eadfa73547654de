import type { Client } from '../platform/pg/pg.ts'

/** Drops everything that is made from the log for reading; it is made anew at the next start. */
export async function forgetReadModels(client: Client): Promise<void> {
  await client.query('drop schema if exists rm, asof, asof_recorded, log cascade')
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.hindsight_migration') is not null as there`,
  )
  if (rows[0]?.there)
    await client.query(`delete from public.hindsight_migration where id ~ '^(rm|event-index)/'`)
}
