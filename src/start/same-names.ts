import type { Execute } from '../commands/execute.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { ident, migrate, type Pg, snake } from '../platform/pg/pg.ts'
import type { Log } from '../platform/process/log.ts'
import { commands, deciders, projections } from '../registry.ts'

/** Characters that `sameName` once kept apart from others: apostrophes, and all that is not plain. */
const onceApart = String.raw`['\u0060]|[^\u0001-\u007F]`

const done = 'claims/same-names/3'

/**
 * Unique values are claimed in the form that `sameName` gives them, and what that is can only grow wider: two names that
 * counted as two may come to count as one. A claim on the old form would then be asked for by nobody. So records whose
 * text has such characters claim the new form, once; where two of them now have one name, both stay, and it is told.
 */
export async function claimSameNames(parts: {
  pg: Pg
  execute: Pick<Execute, 'reclaim'>
  log: Pick<Log, 'warn'>
}): Promise<void> {
  const { pg, execute, log } = parts
  const unique = new Set(commands.filter((one) => one.hasUnique).map(({ decider }) => decider.name))
  await migrate(pg, [])
  const { rows } = await pg.owner.query('select 1 from public.hindsight_migration where id = $1', [done])
  if (rows.length > 0) return
  const principal = systemPrincipal('same-names', { kind: 'cli' })
  for (const { name, columns } of projections) {
    const decider = deciders.find((one) => one.name === name)
    const texts = Object.entries(columns).filter(([, { sql }]) => sql === 'text')
    if (!decider || !unique.has(name) || texts.length === 0) continue
    const all = texts.map(([column]) => ident(snake(column))).join(', ')
    const found = await pg.owner.query<{ id: string }>(
      `select id from rm.${ident(snake(name))} where concat_ws(' ', ${all}) ~ $1 order by created_at, id`,
      [onceApart],
    )
    for (const { id } of found.rows) {
      if (!(await execute.reclaim(decider, id, principal)))
        log.warn(
          { model: name, id },
          'another record has the same name in all but apostrophes or what nobody sees',
        )
    }
  }
  await migrate(pg, [{ id: done, sql: 'select 1' }])
}
