import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Contention, InFlight } from '../../../src/commands/errors.ts'
import { DomainError } from '../../../src/domain/error.ts'
import { dealOwnership } from '../../../src/sagas/sales/deal-ownership.ts'
import { leadConversion } from '../../../src/sagas/sales/lead-conversion.ts'
import { quoteToOrder } from '../../../src/sagas/sales/quote-to-order.ts'
import { times } from '../../support/chance.ts'
import { idOf } from '../../support/given.ts'
import { type World, world } from '../../support/world.ts'

const stages = [
  { name: 'Prospecting', probability: 0.1, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]

async function started(managers: Parameters<typeof world>[0]) {
  const it = world(managers)
  const { id: ownerId } = await it.execute({
    command: 'user.register',
    body: { name: 'Rep', email: 'rep@hindsight.example', role: 'rep' },
  })
  await it.execute({
    command: 'pipeline.create',
    body: { name: 'Sales', currency: 'USD', isDefault: true, stages },
  })
  return { it, ownerId }
}

/** As a browser does: the answer may be a refusal, and the same may be asked again meanwhile. */
const asked = (request: Promise<unknown>) =>
  request.catch((error: unknown) => {
    if (!(error instanceof DomainError || error instanceof InFlight || error instanceof Contention))
      throw error
  })

/** What is looked at of what was made. */
interface Made {
  leadId?: string
  accountId?: string | null
  contactId?: string
}

/** Steps until nothing is left to do, by choices that are repeated when they run out. */
async function settle(it: World, choices: readonly number[]) {
  for (let n = 0; ; n++) {
    if (n > 5000) expect.unreachable('it never comes to rest')
    if (!(await it.step((choices[n % choices.length] ?? 0) + n))) return
  }
}

const choices = fc.array(fc.nat(1000), { minLength: 5, maxLength: 60 })
/** What people do, between steps of the machinery. */
const acts = fc.array(fc.record({ who: fc.nat(3), key: fc.nat(2), steps: fc.nat(6) }), {
  minLength: 4,
  maxLength: 16,
})

describe('LEAD-23 however often and whenever leads are converted', () => {
  const person = fc.record({
    company: fc.constantFrom(null, 'Initech', 'initech ', 'Globex'),
    email: fc.constantFrom(null, 'ada@x.example', 'grace@x.example'),
  })

  it('each becomes one deal, each company one account and each address one contact', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(person, person, person, person),
        acts,
        choices,
        async (people, doings, path) => {
          const { it, ownerId } = await started([leadConversion])
          const leads: string[] = []
          for (const [index, { company, email }] of people.entries()) {
            const body = { name: { last: `Person ${index}` }, source: 'web', company, email, ownerId }
            const { id } = await it.execute({ command: 'lead.capture', body })
            const answers = { budget: 'b', authority: 'a', need: 'n', timeline: 't' }
            await it.execute({ command: 'lead.qualify', id, body: answers })
            leads.push(id)
          }
          const convert = (who: number, key: number) => {
            const id = leads[who] ?? ''
            return asked(
              it.execute({ command: 'lead.convert', id, body: {}, commandId: idOf(`convert ${who} ${key}`) }),
            )
          }
          for (const [n, { who, key, steps }] of doings.entries()) {
            // The same key again is a retry, another one a second click.
            await Promise.all([convert(who, key), convert(who, key), convert((who + 1) % 4, key)])
            for (let step = 0; step < steps; step++) await it.step((path[step % path.length] ?? 0) + n)
          }
          await settle(it, path)
          for (const who of leads.keys()) await convert(who, 9)
          await settle(it, path)

          expect(it.dead).toStrictEqual([])
          expect(it.events('lead.conversion-failed')).toStrictEqual([])
          const only = <T>(found: readonly T[]) => {
            expect(found).toHaveLength(1)
            return found[0] as T
          }
          const data = (type: string) =>
            it.events(type).map(({ aggregateId, data: of }) => ({ ...(of as Made), id: aggregateId }))
          const accounts = data('account.created')
          const contacts = data('contact.created')
          const companies = new Set(people.flatMap(({ company }) => company?.trim().toLowerCase() ?? []))
          expect(accounts).toHaveLength(companies.size)
          const addresses = new Set(people.flatMap(({ email }) => email ?? []))
          expect(contacts).toHaveLength(addresses.size + people.filter(({ email }) => email === null).length)
          for (const [who, leadId] of leads.entries()) {
            const deal = only(data('opportunity.opened').filter((each) => each.leadId === leadId))
            const converted = only(data('lead.converted').filter((each) => each.id === leadId))
            expect(converted).toMatchObject({
              opportunityId: deal.id,
              accountId: deal.accountId,
              contactId: deal.contactId,
            })
            expect(deal.accountId === null).toBe(people[who]?.company === null)
            if (deal.accountId) only(accounts.filter(({ id }) => id === deal.accountId))
            only(contacts.filter(({ id }) => id === deal.contactId))
          }
        },
      ),
      { numRuns: times(10, 40) },
    )
  })
})

describe('QTC-06 however often and whenever quotes are accepted', () => {
  it('each accepted one becomes one order, line for line, and the deal ends closed', async () => {
    await fc.assert(
      fc.asyncProperty(acts, choices, async (doings, path) => {
        const { it, ownerId } = await started([quoteToOrder, dealOwnership])
        const { id: otherId } = await it.execute({
          command: 'user.register',
          body: { name: 'Other', email: 'other@hindsight.example', role: 'rep' },
        })
        const amount = { amount: 5000, currency: 'USD' }
        const { id: deal } = await it.execute({
          command: 'opportunity.open',
          body: { name: 'Deal', ownerId, amount },
        })
        const quotes: string[] = []
        for (const quantity of [1, 2, 3, 4]) {
          const lines = [{ description: 'Thing', quantity, unitPrice: amount, taxPercent: 19 }]
          const body = { opportunityId: deal, validUntil: '2099-12-31', lines }
          const { id } = await it.execute({ command: 'quote.draft', body })
          await it.execute({ command: 'quote.send', id, body: {} })
          quotes.push(id)
        }
        for (const [n, { who, key, steps }] of doings.entries()) {
          const id = quotes[who] ?? ''
          const commandId = idOf(`accept ${who} ${key}`)
          const doing = [
            () => it.execute({ command: 'quote.accept', id, body: {}, commandId }),
            () => it.execute({ command: 'quote.accept', id, body: {}, commandId }),
            ...(key === 2 && who === 3
              ? [() => it.execute({ command: 'opportunity.lose', id: deal, body: { reason: 'x' } })]
              : []),
            ...(key === 1
              ? [
                  () =>
                    it.execute({
                      command: 'opportunity.assign',
                      id: deal,
                      body: { ownerId: who > 1 ? otherId : ownerId },
                    }),
                ]
              : []),
          ]
          await Promise.all(doing.map((each) => asked(each())))
          for (let step = 0; step < steps; step++) await it.step((path[step % path.length] ?? 0) + n)
        }
        await settle(it, path)

        expect(it.dead).toStrictEqual([])
        const accepted = it.events('quote.accepted')
        const orders = it.events('order.placed')
        expect(orders).toHaveLength(accepted.length)
        for (const { aggregateId, data, id } of accepted) {
          const placed = orders.filter((order) => (order.data as { quoteId: string }).quoteId === aggregateId)
          expect(placed).toHaveLength(1)
          const { lines, totals } = data as { lines: unknown; totals: unknown }
          expect(placed[0]?.data).toMatchObject({ lines, totals })
          expect(placed[0]?.metadata.$causationId).toBe(id)
        }
        expect(
          it.events('opportunity.won').length + it.events('opportunity.lost').length,
        ).toBeLessThanOrEqual(1)
        const owner = it.events('opportunity.assigned').at(-1)?.data ?? { ownerId }
        for (const { aggregateId } of orders) {
          const last = [...it.events('order.placed'), ...it.events('order.assigned')]
            .filter((event) => event.aggregateId === aggregateId)
            .at(-1)
          expect(last?.data).toMatchObject(owner as object)
        }
      }),
      { numRuns: times(10, 40) },
    )
  })
})
