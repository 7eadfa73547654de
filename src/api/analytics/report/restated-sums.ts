import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { InvalidInput } from '../../../commands/errors.ts'
import { oldest } from '../../../commands/sales/rate-sheet.ts'
import type { ReportDefinition } from '../../../domain/analytics/report-definition.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { day, dayOf, daysAfter } from '../../../domain/values/day.ts'
import { converted, type RatesOfDay, rateBetween, usedRate } from '../../../domain/values/exchange.ts'
import { instant } from '../../../domain/values/instant.ts'
import { currency } from '../../../domain/values/money.ts'
import { position } from '../../../domain/values/position.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { askingAt } from '../../http/routes.ts'
import { restatingParameters } from '../restating.ts'
import { added, type Sum, sumReply } from '../sums.ts'
import { hashOf, held, type ReportServices, type resultOf, summaryOf } from './result.ts'
import { measureWords } from './sheet.ts'

export const restatedParameters = {
  in: currency.describe('The currency in which sums are told.'),
  ratesOn: restatingParameters.ratesOn.describe('At the rates of this day, too.'),
}

const part = sumReply
  .extend({ records: z.int().describe('Of how many records.') })
  .register(vocabulary, { id: 'RestatedPart' })

const way = z
  .object({
    by: z.enum(['booking', 'today', 'day']),
    on: day
      .nullable()
      .describe(
        'The day of the rates. Null: each is told at those of the day it was booked; or there are none.',
      ),
    amount: z.int().nullable().describe('Minor units; null: too large to be told exactly.'),
    rates: z
      .array(usedRate.extend({ from: currency }).register(vocabulary, { id: 'RestatedRate' }))
      .describe('What was taken: so many `of` of `from` are so many `into`. Of booking the newest of each.'),
    leftOut: z.array(part).describe('What has no rate, and so is not in the amount.'),
  })
  .register(vocabulary, { id: 'RestatedWay' })
type Way = z.output<typeof way>

const restated = z
  .object({
    measure: z.int().describe('Which of the report it is, from 0.'),
    words: z.string(),
    amounts: z.array(part).describe('In their own currencies.'),
    ways: z.array(way),
  })
  .register(vocabulary, { id: 'RestatedSum' })

export const restatedSchema = z.object({
  currency,
  asOf: instant.nullable().describe('Null: now. Rates are those that were known by then.'),
  basis: z.enum(['occurred', 'recorded']),
  today: day.describe('The day of the instant where the organisation is.'),
  bookedBy: z.array(z.string()).describe('The fields that say on which day an amount was booked.'),
  sums: z.array(restated),
  position: position.describe('Everything up to there was in it.'),
  hash: z
    .string()
    .describe('SHA-256 of the canonical JSON (RFC 8785) of everything here but `position` and `hash`.'),
})

/**
 * The day on which an amount came into the books, by the kind of record: a closed deal's is that of closing, an open one's
 * that of opening. Of what is not named it is that of creation.
 */
const closed: Criterion = { field: 'status', operator: 'one-of', value: ['won', 'lost'] }
const bookings: Readonly<Record<string, readonly { field: string; where?: Criterion }[]>> = {
  opportunity: [
    { field: 'closeDate', where: closed },
    { field: 'createdAt', where: { none: [closed] } },
  ],
  order: [{ field: 'placedAt' }],
  invoice: [{ field: 'issuedOn' }],
  payment: [{ field: 'receivedOn' }],
}

/** What was booked in one currency on one day; null: nobody has said when. */
interface Booked {
  currency: string
  on: string | null
  amount: Sum
  records: number
}

/**
 * The sums of a report in one currency, three times: at the rates of the day each amount was booked, of today, and of a day
 * that is chosen (BEY-08). Each part is rounded once, so that what is shown adds up; what has no rate is told beside it.
 * @throws as `resultOf`, and InvalidInput where nothing of the report is a sum of amounts.
 */
export async function restatedSums(
  services: ReportServices,
  definition: ReportDefinition,
  { in: into, ratesOn, ...of }: { in: string; ratesOn?: string | undefined } & Parameters<typeof resultOf>[2],
): Promise<z.output<typeof restatedSchema>> {
  const { fields } = await held(services, definition, of)
  const summed = definition.measures.flatMap((measure, index) =>
    measure.of === 'sum' && measure.field !== null && fields.get(measure.field)?.kind === 'money'
      ? [{ measure, index }]
      : [],
  )
  if (summed.length === 0)
    throw new InvalidInput([
      { field: 'definition.measures', rule: 'report', message: 'None of them is a sum of amounts.' },
    ])
  const from = services.readModels.position() ?? 0n
  const zone = await askingAt(services, of).zone()
  const today = dayOf(of.at.asOf ?? services.clock(), zone)
  const booked = bookings[definition.model] ?? [{ field: 'createdAt' }]
  const questions = await Promise.all(
    booked.map(async ({ field, where }) => {
      const conditions = [definition.where, where].flatMap((one) => one ?? [])
      const question: ReportDefinition = {
        ...definition,
        groups: [{ field, period: 'day' }],
        measures: summed.map(({ measure }) => measure),
        ...(conditions.length > 0 && { where: { all: conditions } }),
        sort: null,
        chart: 'table',
      }
      return { question, about: await held(services, question, of) }
    }),
  )
  const told = await services.readModels.read(of.principal, of.at, async (db) => {
    const parts: Booked[][] = summed.map(() => [])
    for (const { question, about } of questions) {
      const setting = { ...of, db: db as never, zone, fiscalYearStart: 1 }
      const { rows } = await summaryOf(services, question, about, setting)
      // One bit for the one group: it is set where all days are together.
      for (const { level, keys, currency: code, values, records } of rows)
        if (level === 0 && code !== null)
          for (const [index, amount] of values.entries())
            if (amount !== null) parts[index]?.push({ currency: code, on: keys[0] ?? null, amount, records })
    }
    const sheets = await sheetsOf(db as never, [
      ...new Set(parts.flat().flatMap(({ on }) => on ?? [])),
      today,
      ...(ratesOn === undefined ? [] : [ratesOn]),
    ])
    return summed.map(({ measure, index }, at) => {
      const here = parts[at] ?? []
      return {
        measure: index,
        words: measureWords(measure, fields),
        amounts: byCode(here),
        ways: [
          atBooking(here, into, sheets),
          atDay('today', today, here, into, sheets),
          ...(ratesOn === undefined ? [] : [atDay('day', ratesOn, here, into, sheets)]),
        ],
      }
    })
  })
  const found = {
    currency: into,
    asOf: of.at.asOf ?? null,
    basis: of.at.basis ?? 'occurred',
    today,
    bookedBy: booked.map(({ field }) => field),
    sums: told,
  } as const
  return { ...found, bookedBy: [...found.bookedBy], position: String(from), hash: hashOf(found) }
}

/** The rates that were the newest on each of these days. */
type Sheets = ReadonlyMap<string, RatesOfDay>

async function sheetsOf(db: Kysely<never>, days: readonly string[]): Promise<Sheets> {
  const { rows } = await sql<RatesOfDay & { day: string; rates: RatesOfDay['rates'] | null }>`
    select asked.day::text as day, sheet.* from unnest(${days}::date[]) as asked (day)
      cross join lateral (
        select "on"::text as "on", base, rates from rate_sheet where "on" <= asked.day order by "on" desc limit 1
      ) as sheet`.execute(db)
  return new Map(rows.map(({ day: of, ...sheet }) => [of, { ...sheet, rates: sheet.rates ?? [] }]))
}

const most = BigInt(Number.MAX_SAFE_INTEGER)

/** An amount in the other currency; undefined: there is no rate. */
function told(
  { currency: code, amount }: Pick<Booked, 'currency' | 'amount'>,
  into: string,
  sheet: RatesOfDay | undefined,
): { amount: Sum; rate?: Way['rates'][number] } | undefined {
  if (code === into) return { amount }
  const rate = sheet && rateBetween(code, into, sheet)
  if (!rate) return undefined
  const exact = amount === null ? null : converted(BigInt(amount), code, rate)
  const isTold = exact !== null && exact <= most && exact >= -most
  return { amount: isTold ? Number(exact) : null, rate: { ...rate, from: code } }
}

function atDay(by: 'today' | 'day', on: string, parts: readonly Booked[], into: string, sheets: Sheets): Way {
  const sheet = sheets.get(on)
  const each = byCode(parts).map((one) => ({ one, is: told(one, into, sheet) }))
  return {
    by,
    on: sheet?.on ?? null,
    amount: added(each.flatMap(({ is }) => (is ? [is.amount] : []))),
    rates: each.flatMap(({ is }) => is?.rate ?? []),
    leftOut: each.flatMap(({ one, is }) => (is ? [] : [one])),
  }
}

function atBooking(parts: readonly Booked[], into: string, sheets: Sheets): Way {
  const each = parts.map((one) => {
    const sheet = one.on === null ? undefined : sheets.get(one.on)
    // Rates of long before are no rates of the day.
    const isOfDay = sheet && one.on !== null && sheet.on >= daysAfter(one.on, -oldest)
    return { one, is: told(one, into, isOfDay ? sheet : undefined) }
  })
  const newest = new Map<string, Way['rates'][number]>()
  for (const { is } of each) {
    const known = is?.rate && newest.get(is.rate.from)
    if (is?.rate && (!known || known.on < is.rate.on)) newest.set(is.rate.from, is.rate)
  }
  return {
    by: 'booking',
    on: null,
    amount: added(each.flatMap(({ is }) => (is ? [is.amount] : []))),
    rates: [...newest.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
    leftOut: byCode(each.flatMap(({ one, is }) => (is ? [] : [one]))),
  }
}

/** One part for each currency, in the order of the codes. */
function byCode(parts: readonly Booked[]): z.output<typeof part>[] {
  return [...new Set(parts.map((one) => one.currency))].sort().map((code) => {
    const here = parts.filter((one) => one.currency === code)
    return {
      currency: code,
      amount: added(here.map(({ amount }) => amount)),
      records: here.reduce((all, { records }) => all + records, 0),
    }
  })
}
