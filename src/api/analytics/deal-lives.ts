import { type Kysely, sql } from 'kysely'
import type { Setting } from '../../domain/analytics/back-testing.ts'
import type { DealLife, DealVersion } from '../../domain/analytics/deal-life.ts'
import type { Span } from '../../domain/analytics/spans.ts'
import type { StatedOrganisation } from '../../domain/settings/organisation.ts'
import { minorDigits } from '../../domain/values/currency.ts'
import { dayOf } from '../../domain/values/day.ts'
import { type RatesOfDay, rateBetween } from '../../domain/values/exchange.ts'

/** What forecasts from history are made of; who does not see one of these is told nothing that would be wrong. */
export const forecastFields = {
  opportunity: [
    'status',
    'stageId',
    'stageSince',
    'probability',
    'amount',
    'closeDate',
    'ownerId',
    'pipelineId',
  ],
} as const

/** By which axis what was known is told: when it was written down, or when it happened. */
export type Basis = 'occurred' | 'recorded'

const pageSize = 5_000

/** An instant in ms, as a number. */
const ms = (column: string) => sql`floor(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`
const sinceMs = (basis: Basis) => ms(`${basis}_from`)
/** Null: it still holds. */
const heldMs = (basis: Basis) =>
  sql`case when ${sql.ref(`${basis}_to`)} < 'infinity' then ${ms(`${basis}_to`)} end`

interface Row extends Omit<DealVersion, 'from' | 'to' | 'stageSince'> {
  id: string
  version: string
  from: number
  to: number | null
  stageSince: number
  recordedAt: number
}

/**
 * The lives of all deals that the reader sees, up to an instant and a position of the log, each in order. It is read in pages:
 * the process has others to serve.
 */
export async function dealLives(
  db: Kysely<never>,
  { basis, until, position }: { basis: Basis; until: string; position?: string | undefined },
  onPage: (versions: number) => void = () => {},
): Promise<DealLife[]> {
  const since = sql.ref(`${basis}_from`)
  const lives: (DealLife & { versions: DealVersion[] })[] = []
  let last: Row | undefined
  let read = 0
  for (let page: Row[] = []; ; ) {
    const after = last ? sql`and (id, position) > (${last.id}::uuid, ${last.version}::bigint)` : sql``
    const upTo = position === undefined ? sql`` : sql`and position <= ${position}::bigint`
    const { rows } = await sql<Row>`
      select id, position::text as version, ${sinceMs(basis)} as "from",
          ${heldMs(basis)} as "to", ${ms('recorded_from')} as "recordedAt",
          status, probability_overridden as "probabilityOverridden", stage_id as "stageId", ${ms('stage_since')} as "stageSince", probability,
          amount::double precision as amount, currency, close_date as "closeDate", owner_id as "ownerId",
          pipeline_id as "pipelineId"
        from opportunity_history where ${since} <= ${until}::timestamptz ${upTo} ${after}
        order by id, position limit ${sql.lit(pageSize)}`.execute(db)
    page = rows
    for (const row of page) {
      const { id, version: _, recordedAt, from, to, ...version } = row
      const life = last?.id === id ? lives.at(-1) : undefined
      const versions = life?.versions ?? []
      if (!life) lives.push({ id, recordedAt, versions })
      versions.push({ ...version, from, to: to ?? Number.POSITIVE_INFINITY })
      last = row
    }
    read += page.length
    onPage(read)
    if (page.length < pageSize) break
  }
  if (position === undefined) return lives
  // What was said after that position did not end what was said last before it.
  const gone = await goneBy(db, lives, position)
  for (const { id, versions } of lives) {
    const end = versions.at(-1)
    if (end && !gone.has(id)) end.to = Number.POSITIVE_INFINITY
  }
  return lives
}

/** Those that were taken back by then: nothing of them follows. */
async function goneBy(
  db: Kysely<never>,
  lives: readonly DealLife[],
  position: string,
): Promise<ReadonlySet<string>> {
  const ended = lives.filter(({ versions }) => versions.at(-1)?.to !== Number.POSITIVE_INFINITY)
  if (ended.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select distinct id from opportunity_history where position > ${position}::bigint`.execute(db)
  const follows = new Set(rows.map(({ id }) => id))
  return new Set(ended.map(({ id }) => id).filter((id) => !follows.has(id)))
}

/** The rate sheets there have been, by when each was known. */
async function ratesKnown(db: Kysely<never>, basis: Basis): Promise<(at: number) => readonly RatesOfDay[]> {
  const { rows } = await sql<RatesOfDay & { since: number; held: number | null }>`
    select "on", base, rates, ${sinceMs(basis)} as since, ${heldMs(basis)} as held
      from rate_sheet_history order by "on" desc`.execute(db)
  return (at) => rows.filter(({ since, held }) => since <= at && (held === null || held > at))
}

/** How forecasts are made for an organisation: in its zone, its fiscal periods and its base currency. */
export async function forecastSetting(
  db: Kysely<never>,
  {
    organisation,
    basis,
    span,
    seed,
  }: { organisation: StatedOrganisation | undefined; basis: Basis; span: Span; seed: number },
): Promise<Setting & { currency: string }> {
  const { timeZone: zone = 'UTC', fiscalYearStart: yearStart = 1, baseCurrency = 'USD' } = organisation ?? {}
  const known = await ratesKnown(db, basis)
  const told = new Map<string, number | undefined>()
  const rate: Setting['rate'] = (currency, at) => {
    if (currency === baseCurrency) return 1
    const key = `${currency} ${at}`
    if (told.has(key)) return told.get(key)
    const today = dayOf(new Date(at).toISOString(), zone)
    const sheet = known(at).find(({ on }) => on <= today)
    const found = sheet && rateBetween(currency, baseCurrency, { ...sheet, rates: sheet.rates ?? [] })
    const by =
      found &&
      (Number(found.into) / Number(found.of)) * 10 ** (minorDigits(baseCurrency) - minorDigits(currency))
    told.set(key, by)
    return by
  }
  return { zone, yearStart, span, rate, seed, currency: baseCurrency }
}
