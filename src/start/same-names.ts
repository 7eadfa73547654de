import type { Execute } from '../commands/execute.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { ident, migrate, type Pg, snake } from '../platform/pg/pg.ts'
import type { Log } from '../platform/process/log.ts'
import { commands, deciders, projections } from '../registry.ts'

/** Characters that `sameName` once kept apart: apostrophes of all kinds, and what nobody sees. */
const folded =
  String.raw`[\u0060\u00AD\u00B4\u02B9\u02BB-\u02BD\u02C8\u034F\u055A\u05F3\u061C\u07F4\u115F\u1160\u17B4\u17B5` +
  String.raw`\u180B-\u180F\u200B-\u200F\u2018-\u201B\u202A-\u202E\u2032\u2035\u2060-\u206F\u3164\uA78C\uFE00-\uFE0F` +
  String.raw`\uFEFF\uFF07\uFF40\uFFA0]`

const done = 'claims/same-names/2'

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
      [folded],
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
