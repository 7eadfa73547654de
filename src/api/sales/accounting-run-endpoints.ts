import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { Forbidden, NotFound } from '../../commands/errors.ts'
import { conflict, DomainError } from '../../domain/error.ts'
import { type AccountingRunState, accountingRun, mostTaken } from '../../domain/sales/accounting-run.ts'
import { day } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { type Principal, seesAll, systemPrincipal } from '../../platform/people/permissions.ts'
import { createdId } from '../../platform/process/ids.ts'
import { accountingRunTable } from '../../projections/sales/accounting-run.ts'
import type { invoiceTable } from '../../projections/sales/invoice.ts'
import type { paymentTable } from '../../projections/sales/payment.ts'
import { whole } from '../analytics/sums.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import { refuseHidden } from '../http/masks.ts'
import { Unavailable } from '../http/problem.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { accountingFile } from './accounting-file.ts'

type Db = Kysely<TablesOf<[typeof accountingRunTable, typeof invoiceTable, typeof paymentTable]>>

const period = z.object({ from: day, to: day })
const asked = period
  .extend({
    again: z.boolean().default(false).describe('Whether what was handed over before is taken once more.'),
  })
  .register(vocabulary, { id: 'AccountingRunRequest' })

const standing = z
  .object({
    kind: z.enum(['invoice', 'credit-note', 'payment']),
    currency,
    count: z.int().describe('In the period; of payments those that count.'),
    amount: z.int().nullable().describe('What they come to, in minor units; null: too large to be told.'),
    booked: z.int().nullable().describe('Of that, what was handed over.'),
    due: z.int().describe('How many the next run takes, payments that count no more among them.'),
  })
  .register(vocabulary, { id: 'AccountsStanding' })

/** The books are of all of us: what is due in them is asked for whole, for who sees it whole. */
const eyes = systemPrincipal('accounting-run', { kind: 'session' })
const tag = 'accounting-runs'
/** How long the read models may take to show what was written before, in ms. */
const patience = 10_000

/** What the file shows: it is handed out whole or not at all. */
const shows = {
  invoice: [
    'number',
    'kind',
    'lines',
    'buyer',
    'issuedOn',
    'suppliedOn',
    'dueOn',
    'orderNumber',
    'accountId',
  ],
  payment: ['paid', 'receivedOn', 'allocations'],
}

/** Handing over to the accounts: what is due, doing it, and the file of it. */
export const accountingRunEndpoints: Extension = (_app, services) => {
  const { execute, events } = services
  return [
    endpoint({
      method: 'GET',
      path: '/accounting-runs/due',
      summary: 'What of a period was handed over to the accounts, and what is due; by kind and currency',
      tag,
      access: { permission: 'accountingRun.read' },
      headers: 'read',
      parameters: period,
      reply: z.object({ items: z.array(standing) }).register(vocabulary, { id: 'AccountsDue' }),
      async run({ parameters, principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: ['invoice', 'payment'] })
        refuseUnlessWhole(principal(), 'accountingRun.read')
        return { items: await standingOf(services, parameters) }
      },
    }),
    endpoint({
      method: 'POST',
      path: '/accounting-runs',
      summary: 'Hand the invoices, credit notes and payments of a period over to the accounts, each once',
      tag,
      access: { permission: 'accountingRun.make' },
      headers: 'command',
      body: asked,
      reply: outcomeSchema,
      status: 201,
      async run({ body, principal, request, reply }) {
        refuseUnlessWhole(principal(), 'accountingRun.make')
        const command = askedBy(request, 'accountingRun.make')
        const made = command.commandId && (await events(accountingRun, createdId(command.commandId)))[0]
        const taken = made ? takenBefore(made.data as AccountingRunState) : await dueNow(services, body)
        const outcome = await execute({
          ...command,
          command: 'accountingRun.make',
          body: { ...body, ...taken },
        }).catch(refuseAtOnce)
        reply.header('location', `/api/accounting-runs/${outcome.id}`)
        return answer(reply, outcome)
      },
    }),
    endpoint({
      method: 'GET',
      path: '/accounting-runs/:id/file',
      summary: 'What a run has handed over, as CSV; in the same bytes for ever',
      tag,
      access: { permission: 'accountingRun.read' },
      headers: 'read',
      model: accountingRunTable.name,
      parameters: z.object({ id: uuid }),
      media: 'text/csv; charset=utf-8',
      async run({ parameters: { id }, principal, reply }) {
        refuseUnlessWhole(principal(), 'accountingRun.read')
        const run = await execute.load(accountingRun, id)
        if (!run) throw new NotFound(`accountingRun ${id}`)
        reply.header('content-disposition', attachment(`${run.number}.csv`))
        return accountingFile(services, run)
      },
    }),
  ]
}

/** Two that looked at once found the same, and would be the same run by their number. */
function refuseAtOnce(error: unknown): never {
  if (error instanceof DomainError && error.code === 'accountingRun.number-taken')
    conflict('accountingRun.at-once', 'Somebody else hands over at this moment; try again.')
  throw error
}

/** @throws Forbidden, FieldsForbidden for who does not see all that is handed over. */
function refuseUnlessWhole(reader: Principal, permission: string): void {
  if (!seesAll(reader.keys, 'invoice') || !seesAll(reader.keys, 'payment')) throw new Forbidden(permission)
  refuseHidden(reader, shows)
}

type Period = z.output<typeof period>
type Taken = Pick<AccountingRunState, 'invoices' | 'payments'> & { sequence: number }

/** The same request is the same run. */
function takenBefore({ number, invoices, payments }: AccountingRunState): Taken {
  return { sequence: Number(number.slice(number.lastIndexOf('-') + 1)), invoices, payments }
}

/** What the next run takes, once all that was written before is shown. */
async function dueNow(
  { readModels, lastPosition }: Services,
  { from, to, again }: z.output<typeof asked>,
): Promise<Taken> {
  const last = await lastPosition()
  const isShown = last === undefined || (await readModels.waitFor(last, patience))
  if (!isShown || readModels.stale(['accountingRun', 'invoice', 'payment']).length > 0)
    throw new Unavailable('not-yet-visible', 'The read models do not show all documents and payments yet.')
  return readModels.read(eyes, {}, async (given) => {
    const db = given as never as Db
    const { runs } = await db
      .selectFrom('accountingRun')
      .select((of) => of.fn.countAll<number>().as('runs'))
      .executeTakeFirstOrThrow()
    const invoices = await db
      .selectFrom('invoice')
      .select('id')
      .where('issuedOn', '>=', from)
      .where('issuedOn', '<=', to)
      .$if(!again, (of) => of.where('accountingRunId', 'is', null))
      .orderBy('issuedOn')
      .orderBy('number')
      .limit(mostTaken + 1)
      .execute()
    const payments = await db
      .selectFrom('payment')
      .select(['id', 'revision', 'voided'])
      .where('receivedOn', '>=', from)
      .where('receivedOn', '<=', to)
      // What counts and is not booked, and what is booked and counts no more.
      .where((of) =>
        again
          ? of.or([of('voided', '=', false), of('booked', '=', true)])
          : of('booked', '=', of.ref('voided')),
      )
      .orderBy('receivedOn')
      .orderBy('createdAt')
      .orderBy('id')
      .limit(mostTaken + 1)
      .execute()
    return {
      sequence: Number(runs) + 1,
      invoices: invoices.map(({ id }) => id),
      payments: payments.map(({ id, revision, voided }) => ({ id, revision, reversed: voided })),
    }
  })
}

type Standing = z.output<typeof standing>

/** The documents and payments of a period against what was handed over of them. */
async function standingOf({ readModels }: Services, { from, to }: Period): Promise<Standing[]> {
  const { rows } = await readModels.read(eyes, {}, (db) =>
    sql<Standing>`
      select kind, currency, count(*)::integer as count, ${whole(sql`sum(gross)`)} as amount,
          ${whole(sql`sum(gross) filter (where accounting_run_id is not null)`)} as booked,
          (count(*) filter (where accounting_run_id is null))::integer as due
        from invoice where issued_on between ${from} and ${to} group by kind, currency
      union all
      select 'payment', currency, (count(*) filter (where not voided))::integer,
          ${whole(sql`sum(paid) filter (where not voided)`)}, ${whole(sql`sum(paid) filter (where booked)`)},
          (count(*) filter (where booked = voided))::integer
        from payment where received_on between ${from} and ${to} group by currency
      order by currency, kind`.execute(db),
  )
  return rows
}
