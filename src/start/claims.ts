import type { Execute } from '../commands/execute.ts'
import { systemPrincipal } from '../platform/people/permissions.ts'
import { ident, migrate, type Pg, snake } from '../platform/pg/pg.ts'
import type { Log } from '../platform/process/log.ts'
import { commands, deciders, projections } from '../registry.ts'

/** Characters that `sameName` once kept apart from others: apostrophes, and all that is not plain. */
const onceApart = String.raw`['\u0060]|[^\u0001-\u007F]`

const namesDone = 'claims/same-names/3'
const acceptedDone = 'claims/accepted-quotes/1'

interface Parts {
  pg: Pg
  execute: Pick<Execute, 'reclaim'>
  log: Pick<Log, 'warn'>
}

/**
 * Unique values are claimed in the form that `sameName` gives them, and what that is can only grow wider: two names that
 * counted as two may come to count as one. A claim on the old form would then be asked for by nobody. So records whose
 * text has such characters claim the new form, once; where two of them now have one name, both stay, and it is told.
 */
export async function claimSameNames(parts: Parts): Promise<void> {
  const unique = new Set(commands.filter((one) => one.hasUnique).map(({ decider }) => decider.name))
  await once(namesDone, parts, async () => {
    for (const { name, columns } of projections) {
      const texts = Object.entries(columns).filter(([, { sql }]) => sql === 'text')
      if (!unique.has(name) || texts.length === 0) continue
      const all = texts.map(([column]) => ident(snake(column))).join(', ')
      await reclaim(parts, name, `concat_ws(' ', ${all}) ~ $1`, onceApart, (id) => ({
        words: 'another record has the same name in all but apostrophes or what nobody sees',
        facts: { model: name, id },
      }))
    }
  })
}

/** Of a deal one quote is accepted, and has a claim on that: so do those that were accepted before there was one. */
export async function claimAcceptedQuotes(parts: Parts): Promise<void> {
  await once(acceptedDone, parts, () =>
    reclaim(parts, 'quote', 'status = $1', 'accepted', (id) => ({
      words: 'another quote of the same deal is accepted too',
      facts: { model: 'quote', id },
    })),
  )
}

async function reclaim(
  { pg, execute, log }: Parts,
  name: string,
  where: string,
  value: string,
  told: (id: string) => { words: string; facts: object },
): Promise<void> {
  const decider = deciders.find((one) => one.name === name)
  if (!decider) return
  const principal = systemPrincipal('same-names', { kind: 'cli' })
  const { rows } = await pg.owner.query<{ id: string }>(
    `select id from rm.${ident(snake(name))} where ${where} order by created_at, id`,
    [value],
  )
  for (const { id } of rows) {
    if (await execute.reclaim(decider, id, principal)) continue
    const { words, facts } = told(id)
    log.warn(facts, words)
  }
}

async function once(done: string, { pg }: Parts, work: () => Promise<void>): Promise<void> {
  const { rows } = await pg.owner.query('select 1 from public.hindsight_migration where id = $1', [done])
  if (rows.length > 0) return
  await work()
  await migrate(pg, [{ id: done, sql: 'select 1' }])
}
