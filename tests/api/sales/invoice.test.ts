import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { opportunity } from '../../../src/domain/sales/opportunity.ts'
import { formatMoney, type Money } from '../../../src/domain/values/money.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { textOf } from '../../support/pdf-text.ts'
import { answered } from '../../support/reply.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
type Row = Record<string, unknown> & { id: string }
const ok = answered<Row & { items: Row[] }>

let now = '2026-03-31T22:30:00.000Z'
let t: TestApp
let accountId: string
beforeAll(async () => {
  t = await testApp({ clock: () => now })
  await furnish(t)
  accountId = await make(t.as('rep'), '/api/accounts', {
    name: 'Nile Optics',
    addresses: [
      { kind: 'billing', lines: ['PO Box 7'], postalCode: null, city: 'Kampala', country: 'UG' },
      { kind: 'delivery', lines: ['Dock 4'], postalCode: '20457', city: 'Hamburg', country: 'DE' },
    ],
  })
})
afterAll(() => t.close())

/** Sessions end long before the next year does. */
async function signInAgain() {
  const { sessions, ids, app } = t
  const open = async (person: 'rep' | 'manager') =>
    client(app, (await sessions.open(randomUUID(), ids[person])).token)
  const [rep, manager] = [await open('rep'), await open('manager')]
  t = { ...t, as: (person) => (person === 'rep' ? rep : manager) }
}

const later = (ms: number) => {
  now = new Date(Date.parse(now) + ms).toISOString()
}

/** An order over these lines. */
async function ordered(lines: object[], deal: object = { accountId }): Promise<Row> {
  const rep = t.as('rep')
  const opportunityId = await make(rep, '/api/opportunities', { name: 'Harbour', ...deal })
  const quoteId = await make(rep, '/api/quotes', {
    opportunityId,
    currency: 'EUR',
    validUntil: '2099-12-31',
    lines,
  })
  await make(rep, `/api/quotes/${quoteId}/send`, {})
  await make(rep, `/api/quotes/${quoteId}/accept`, {})
  return eventually(
    async () => (await ok(rep.get(`/api/orders?quoteId=${quoteId}`))).items[0] ?? expect.unreachable(),
  )
}
const scopes = (quantity: number, more: object = {}) => ({
  description: 'Scope',
  quantity,
  unitPrice: eur(3_333),
  taxPercent: 19,
  ...more,
})
const byText = (a: string, b: string) => (a < b ? -1 : 1)
const orderOf = (id: string) => ok(t.as('rep').get(`/api/orders/${id}`))
const invoicesOf = async (orderId: string) =>
  (await ok(t.as('manager').get(`/api/invoices?orderId=${orderId}&sort=number`))).items
async function refusal(path: string, body: object) {
  const reply = await t.as('manager').post(path, body)
  return [reply.statusCode, reply.json<{ type: string }>().type]
}

describe('QTC-06 QTC-07 an order', () => {
  it('says where it goes, when it is wanted, what of each line has gone out and what is open', async () => {
    const rep = t.as('rep')
    const { id, status, address } = await ordered([scopes(3), scopes(1, { description: 'Case' })])
    expect([status, address]).toMatchObject(['placed', { lines: ['Dock 4'], city: 'Hamburg', state: null }])
    await ok(rep.patch(`/api/orders/${id}`, { wantedOn: '2026-04-15' }))
    await ok(rep.post(`/api/orders/${id}/confirm`))
    const sent = { lines: [{ line: 0, quantity: 2 }], carrier: 'Freight & Co', tracking: '00340' }
    await ok(rep.post(`/api/orders/${id}/fulfil`, sent))
    await t.settled()
    expect(await orderOf(id)).toMatchObject({
      status: 'partly-fulfilled',
      wantedOn: '2026-04-15',
      lines: [
        { quantity: 3, fulfilled: 2, open: 1, billed: 0 },
        { quantity: 1, fulfilled: 0, open: 1, billed: 0 },
      ],
      // In UTC, as long as nobody has said where the organisation is.
      fulfilments: [{ fulfilment: 1, day: '2026-03-31', ...sent }],
    })
    expect(await refusal(`/api/orders/${id}/fulfil`, { lines: [{ line: 0, quantity: 2 }] })).toEqual([
      422,
      '/problems/order.fulfilled-too-much',
    ])
    await ok(rep.post(`/api/orders/${id}/withdraw-fulfilment`, { fulfilment: 1, reason: 'Wrong dock' }))
    await ok(rep.post(`/api/orders/${id}/cancel`, { reason: 'Too late' }))
    await t.settled()
    expect(await orderOf(id)).toMatchObject({
      status: 'cancelled',
      cancelledReason: 'Too late',
      fulfilments: [],
    })
    await ok(rep.post(`/api/orders/${id}/reinstate`))
    await t.settled()
    expect(await orderOf(id)).toMatchObject({ status: 'confirmed', cancelledReason: null })
    expect((await ok(rep.get('/api/orders?status=confirmed&wantedOnTo=2026-04-15'))).items).toMatchObject([
      { id },
    ])
  })

  it('QTC-10 is not invoiced while nobody has said whom invoices are from, or whose it is', async () => {
    const { id } = await ordered([scopes(1)], {})
    await ok(t.as('rep').post(`/api/orders/${id}/fulfil`))
    expect(await refusal(`/api/orders/${id}/bill`, {})).toEqual([409, '/problems/order.no-seller'])
    await ok(
      t.as('admin').patch('/api/settings/organisation', {
        legalName: 'Larkspur GmbH',
        address: { lines: ['Hafenstraße 1'], postalCode: '20457', city: 'Hamburg', country: 'DE' },
        taxId: 'DE123456789',
        iban: 'DE89 3704 0044 0532 0130 00',
        bic: 'COBADEFFXXX',
        paymentDays: 14,
        timeZone: 'Europe/Berlin',
      }),
    )
    expect(await refusal(`/api/orders/${id}/bill`, {})).toEqual([409, '/problems/order.no-account'])
    await ok(t.as('rep').post(`/api/orders/${id}/set-account`, { accountId }))
    await ok(t.as('rep').post(`/api/orders/${id}/bill`))
    const [invoice] = await eventually(async () => {
      const found = await invoicesOf(id)
      expect(found).toHaveLength(1)
      return found
    })
    expect(invoice).toMatchObject({
      kind: 'invoice',
      number: 'INV-00001',
      // Berlin's, by now.
      issuedOn: '2026-04-01',
      dueOn: '2026-04-15',
      seller: { name: 'Larkspur GmbH', iban: 'DE89370400440532013000', taxId: 'DE123456789' },
      buyer: { name: 'Nile Optics', address: { lines: ['PO Box 7'], city: 'Kampala' } },
      gross: eur(3_966),
      open: eur(3_966),
      status: 'open',
    })
  })
})

describe('QTC-10 an invoice', () => {
  it('follows each fulfilment once, adds up to the order, is credited in part or whole, and invoiced again', async () => {
    const manager = t.as('manager')
    const { id, gross } = await ordered([scopes(3)])
    for (const quantity of [1, 2]) {
      await ok(t.as('rep').post(`/api/orders/${id}/fulfil`, { lines: [{ line: 0, quantity }] }))
      later(1_000)
    }
    const two = await eventually(async () => {
      const found = await invoicesOf(id)
      expect(found).toHaveLength(2)
      return found as (Row & { gross: { amount: number } })[]
    })
    expect(two.reduce((sum, each) => sum + each.gross.amount, 0)).toBe((gross as { amount: number }).amount)
    expect(two.map(({ number }) => number)).toEqual(['INV-00002', 'INV-00003'])
    expect(await refusal(`/api/orders/${id}/bill`, {})).toEqual([409, '/problems/order.nothing-to-bill'])
    expect(await refusal(`/api/orders/${id}/withdraw-fulfilment`, { fulfilment: 2 })).toEqual([
      409,
      '/problems/order.fulfilment-billed',
    ])

    const second = two[1] ?? expect.unreachable()
    const credit = { lines: [{ line: 0, quantity: 0.5 }], reason: 'Scratched' }
    await ok(manager.post(`/api/invoices/${second.id}/credit`, credit))
    expect(
      await refusal(`/api/invoices/${second.id}/credit`, { ...credit, lines: [{ line: 0, quantity: 2 }] }),
    ).toEqual([422, '/problems/invoice.credited-too-much'])
    await ok(manager.post(`/api/invoices/${second.id}/credit`, { reason: 'Returned' }))
    const notes = await eventually(async () => {
      const found = (await ok(manager.get(`/api/invoices?invoiceId=${second.id}&sort=number`))).items
      expect(found).toHaveLength(2)
      return found as (Row & { gross: { amount: number } })[]
    })
    expect(notes).toMatchObject([
      { kind: 'credit-note', number: 'CN-00001', reason: 'Scratched', invoiceName: 'INV-00003' },
      { kind: 'credit-note', number: 'CN-00002', reason: 'Returned' },
    ])
    expect(notes.reduce((sum, each) => sum + each.gross.amount, 0)).toBe(second.gross.amount)
    await t.settled()
    expect(await ok(manager.get(`/api/invoices/${second.id}`))).toMatchObject({
      status: 'credited',
      credited: second.gross,
      open: eur(0),
      lines: [{ creditable: 0 }],
    })
    expect(await refusal(`/api/invoices/${second.id}/credit`, { reason: 'x' })).toEqual([
      409,
      '/problems/invoice.already-credited',
    ])
    await expect.poll(() => orderOf(id)).toMatchObject({ lines: [{ fulfilled: 3, billed: 1 }] })
    await ok(manager.post(`/api/orders/${id}/bill`))
    await expect
      .poll(async () => (await invoicesOf(id)).map(({ number, gross: total }) => [number, total]))
      .toContainEqual(['INV-00004', second.gross])
  })

  it('stays what it was, whatever is changed later, and says why it is there', async () => {
    const { id } = await ordered([scopes(1)])
    await ok(t.as('rep').post(`/api/orders/${id}/fulfil`))
    const before = await eventually(async () => (await invoicesOf(id))[0] ?? expect.unreachable())
    later(1_000)
    await ok(t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur SE', iban: null }))
    await ok(t.as('rep').patch(`/api/accounts/${accountId}`, { name: 'Blue Nile Optics' }))
    await t.settled()
    const { accountName: _, ...after } = await ok(t.as('manager').get(`/api/invoices/${before.id}`))
    expect({ ...after, accountName: before.accountName }).toEqual(before)
    const history = await ok(t.as('manager').get(`/api/invoices/${before.id}/history`))
    const why = await t.as('manager').get(`/api/events/${history.items[0]?.id}/why`)
    expect(why.body).toContain('quote.accepted')
    expect(why.body).toContain('order.fulfilled')
  })

  it('is on paper what it is in the API, for ever, with a code to pay it by', async () => {
    const { id } = await ordered([scopes(3, { discountPercent: 10 }), scopes(1, { taxPercent: 7 })])
    await ok(t.as('rep').post(`/api/orders/${id}/fulfil`, { lines: [{ line: 0, quantity: 1 }] }))
    const row = await eventually(async () => (await invoicesOf(id))[0] ?? expect.unreachable())
    const paper = async () => (await t.as('rep').get(`/api/invoices/${row.id}/document`)).rawPayload
    const first = await paper()
    const words = textOf(first)
    expect(words).toContain(`Invoice ${String(row.number)}`)
    expect(words).toContain(formatMoney(row.gross as Money))
    for (const said of ['Larkspur SE', 'Nile Optics', 'PO Box 7']) expect(words.join(' ')).toContain(said)
    await ok(
      t
        .as('admin')
        .patch('/api/settings/organisation', { legalName: 'Larkspur AG', iban: 'DE89370400440532013000' }),
    )
    await t.settled()
    expect((await paper()).equals(first)).toBe(true)
    for (const [syntax, root] of [
      ['ubl', '<Invoice '],
      ['cii', '<rsm:CrossIndustryInvoice '],
    ] as const) {
      const reply = await t.as('rep').get(`/api/invoices/${row.id}/${syntax}`)
      expect(reply.headers).toMatchObject({ 'content-type': 'application/xml' })
      const { gross } = row as unknown as { gross: Money }
      for (const said of [root, String(row.number), 'Larkspur SE', (gross.amount / 100).toFixed(2)])
        expect(reply.body).toContain(said)
    }
    expect(row.paymentCode).toBe(null)
    await ok(t.as('rep').post(`/api/orders/${id}/fulfil`))
    const next = await eventually(async () => (await invoicesOf(id))[1] ?? expect.unreachable())
    const { amount } = next.gross as Money
    expect(String(next.paymentCode).split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'COBADEFFXXX',
      'Larkspur AG',
      'DE89370400440532013000',
      `EUR${(amount / 100).toFixed(2)}`,
      '',
      '',
      next.number,
    ])
  })
})

const entry = (amount: string, text: string) =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
   <BookgDt><Dt>2026-03-30</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
const camt = (...entries: string[]) =>
  `<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`

describe('QTC-13 a payment', () => {
  async function invoiced(quantity: number): Promise<Row & { gross: Money }> {
    const { id } = await ordered([scopes(quantity)])
    await ok(t.as('rep').post(`/api/orders/${id}/fulfil`))
    return eventually(
      async () => ((await invoicesOf(id))[0] as Row & { gross: Money }) ?? expect.unreachable(),
    )
  }
  const standing = async (id: string) => {
    await t.settled()
    const { status, paid, open } = await ok(t.as('rep').get(`/api/invoices/${id}`))
    return [status, (paid as Money).amount, (open as Money).amount]
  }

  it('is for one invoice or several, too little or too much, is paid back, undone and done again', async () => {
    const manager = t.as('manager')
    const [one, two] = [await invoiced(1), await invoiced(2)]
    const [first, second] = [one.gross.amount, two.gross.amount]
    const pay = (amount: number, allocations: object[]) =>
      ok(manager.post('/api/payments', { paid: eur(amount), receivedOn: '2026-03-31', allocations }))
    const { id } = await pay(first + 100, [
      { invoiceId: one.id, amount: first },
      { invoiceId: two.id, amount: 100 },
    ])
    expect(await standing(one.id)).toEqual(['paid', first, 0])
    expect(await standing(two.id)).toEqual(['partly-paid', 100, second - 100])
    await pay(second, [{ invoiceId: two.id, amount: second }])
    expect(await standing(two.id)).toEqual(['overpaid', second + 100, -100])
    await pay(-100, [{ invoiceId: two.id, amount: -100 }])
    expect(await standing(two.id)).toEqual(['paid', second, 0])
    await ok(manager.post(`/api/payments/${id}/void`, { reason: 'Not ours' }))
    expect(await standing(one.id)).toEqual(['open', 0, first])
    expect(await ok(manager.get(`/api/payments/${id}`))).toMatchObject({ status: 'voided', left: eur(0) })
    await ok(manager.post(`/api/payments/${id}/reinstate`))
    expect(await standing(one.id)).toEqual(['paid', first, 0])
    await ok(manager.post(`/api/payments/${id}/allocate`, { allocations: [] }))
    expect(await standing(one.id)).toEqual(['open', 0, first])
    expect(await standing(two.id)).toEqual(['partly-paid', second - 100, 100])
    expect(
      await refusal(`/api/payments/${id}/allocate`, {
        allocations: [{ invoiceId: one.id, amount: first + 101 }],
      }),
    ).toEqual([422, '/problems/payment.allocated-too-much'])
    expect(
      await refusal(`/api/payments/${id}/allocate`, { allocations: [{ invoiceId: id, amount: 1 }] }),
    ).toEqual([422, '/problems/payment.invoice-unknown'])
    expect((await t.as('rep').get(`/api/payments/${id}`)).statusCode).toBe(403)
  })

  it('is found on a statement once, whichever file it comes in, and its invoice is suggested with reasons', async () => {
    const invoice = await invoiced(1)
    const amount = (invoice.gross.amount / 100).toFixed(2)
    const send = async (file: string) =>
      (
        await t.app.inject({
          method: 'POST',
          url: '/api/payments/statements?name=march.xml',
          headers: {
            authorization: `Bearer ${t.tokens.manager}`,
            'content-type': 'application/octet-stream',
          },
          payload: file,
        })
      ).json<Record<string, unknown>>()
    const [a, b] = [entry(amount, `Payment ${String(invoice.number)}`), entry('7.00', 'Interest')]
    expect(await send(camt(a, b, b))).toMatchObject({ format: 'camt.053', taken: 3, known: 0 })
    expect(await send(camt(b, b, a))).toMatchObject({ taken: 0, known: 3 })
    expect(await send(camt(b, b, a, entry('8.00', 'Interest')))).toMatchObject({ taken: 1, known: 3 })
    expect(await send('Dear customer')).toMatchObject({ status: 400 })
    await t.settled()
    const found = (await ok(t.as('manager').get('/api/payments?status=unallocated&q=Payment'))).items
    expect(found).toMatchObject([
      { paid: invoice.gross, left: invoice.gross, reference: `Payment ${String(invoice.number)}` },
    ])
    const path = `/api/payments/${found[0]?.id}`
    const { items } = await ok(t.as('manager').get(`${path}/suggestions`))
    expect(items[0]).toMatchObject({
      invoiceId: invoice.id,
      number: invoice.number,
      amount: invoice.gross.amount,
      reasons: ['number', 'amount'],
    })
    const allocations = [{ invoiceId: invoice.id, amount: invoice.gross.amount }]
    await ok(t.as('manager').post(`${path}/allocate`, { allocations }))
    expect(await standing(invoice.id)).toEqual(['paid', invoice.gross.amount, 0])
  })
})

describe('QTC-13 INT-02 the accounts', () => {
  const file = async (id: string) => (await t.as('admin').get(`/api/accounting-runs/${id}/file`)).body
  const due = async () =>
    (await ok(t.as('admin').get('/api/accounting-runs/due?from=2026-03-01&to=2026-04-30'))).items
  const lines = (text: string) =>
    text
      .trim()
      .split('\r\n')
      .map((line) => line.slice(1, -1).split('","'))
  const period = { from: '2026-03-01', to: '2026-04-30' }

  it('get each document and payment once, and each run again in the same bytes', async () => {
    const [admin, manager] = [t.as('admin'), t.as('manager')]
    await t.settled()
    const all = (await ok(admin.get('/api/invoices?limit=200'))).items
    const paid = (await ok(admin.get('/api/payments?limit=200'))).items
    const counting = paid.filter(({ status }) => status !== 'voided')
    const key = { 'idempotency-key': randomUUID() }
    const made = await ok(admin.post('/api/accounting-runs', period, key))
    await t.settled()
    expect(await ok(admin.get(`/api/accounting-runs/${made.id}`))).toMatchObject({
      number: 'ACC-00001',
      invoiceCount: all.length,
      paymentCount: counting.length,
      madeById: t.ids.admin,
    })
    expect(await ok(admin.post('/api/accounting-runs', period, key))).toMatchObject({
      id: made.id,
      repeated: true,
    })
    expect(
      await admin.post('/api/accounting-runs', period).then((reply) => reply.json<{ type: string }>().type),
    ).toBe('/problems/accountingRun.nothing')

    const first = await file(made.id)
    const [head, ...rows] = lines(first)
    const told = rows.map((row) => Object.fromEntries(head?.map((name, at) => [name, row[at]]) ?? []))
    const sumOf = (kind: string) =>
      Math.round(
        told.filter((row) => row.kind === kind).reduce((sum, { gross }) => sum + Number(gross) * 100, 0),
      )
    const grossOf = (kind: string) =>
      all.filter((one) => one.kind === kind).reduce((sum, one) => sum + (one.gross as Money).amount, 0)
    expect([sumOf('invoice'), sumOf('credit-note')]).toEqual([grossOf('invoice'), -grossOf('credit-note')])
    expect(sumOf('payment')).toBe(counting.reduce((sum, one) => sum + (one.paid as Money).amount, 0))
    expect(first).not.toContain('Interest')
    expect((await ok(admin.get(`/api/invoices?accountingRunId=${made.id}&limit=200`))).items).toHaveLength(
      all.length,
    )

    // A payment that is found to be none of ours is taken back in the accounts by the next run.
    const wrong = counting[0] ?? expect.unreachable()
    await ok(manager.post(`/api/payments/${wrong.id}/void`, { reason: 'Not ours' }))
    await t.settled()
    expect((await due()).map(({ kind, due: left }) => [kind, left])).toEqual([
      ['credit-note', 0],
      ['invoice', 0],
      ['payment', 1],
    ])
    const second = await ok(admin.post('/api/accounting-runs', period))
    const reversed = lines(await file(second.id)).slice(1)
    expect(new Set(reversed.map(([kind, number]) => `${kind} ${number}`))).toEqual(
      new Set([`payment-reversed ${wrong.id}`]),
    )
    expect(await file(made.id)).toBe(first)

    const again = await ok(admin.post('/api/accounting-runs', { ...period, again: true }))
    expect(lines(await file(again.id)).filter(([kind]) => kind !== 'payment')).toEqual(
      lines(first).filter(([kind]) => kind !== 'payment'),
    )
    for (const refused of [
      await manager.post('/api/accounting-runs', period),
      await manager.get(`/api/accounting-runs/${made.id}/file`),
    ])
      expect(refused.statusCode).toBe(403)
    const twice = await Promise.all(
      ['a', 'b'].map(() => admin.post('/api/accounting-runs', { ...period, again: true })),
    )
    // Two that looked at once take the same number, which one of them has; two that came one after the other have two.
    const had = twice
      .filter(({ statusCode }) => statusCode === 201)
      .map((reply) => reply.json<{ id: string }>())
    expect(
      twice.map(({ statusCode }) => statusCode).filter((status) => ![201, 409].includes(status)),
    ).toEqual([])
    expect(had.length).toBeGreaterThan(0)
    await t.settled()
    const numbers = await Promise.all(had.map(({ id }) => ok(admin.get(`/api/accounting-runs/${id}`))))
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(had.length)
  })
})

describe('QTC-11 what a customer has bought', () => {
  it('adds up by currency and year, net of credits, with what was paid and is open, as of any instant', async () => {
    now = '2026-12-31T12:00:00.000Z'
    await signInAgain()
    const [rep, manager] = [() => t.as('rep'), () => t.as('manager')]
    accountId = await make(rep(), '/api/accounts', { name: 'Congo Lenses' })
    const { id } = await ordered([scopes(3)])
    await ok(rep().post(`/api/orders/${id}/fulfil`, { lines: [{ line: 0, quantity: 2 }] }))
    const first = await eventually(async () => (await invoicesOf(id))[0] ?? expect.unreachable())
    const paid = { receivedOn: '2026-12-30', allocations: [{ invoiceId: first.id, amount: 2_000 }] }
    await ok(manager().post('/api/payments', { ...paid, paid: eur(2_500), reference: 'Our order' }))
    const before = now
    now = '2027-01-31T12:00:00.000Z'
    await signInAgain()
    await ok(rep().post(`/api/orders/${id}/fulfil`))
    await ok(
      manager().post(`/api/invoices/${first.id}/credit`, {
        lines: [{ line: 0, quantity: 1 }],
        reason: 'Broken',
      }),
    )
    const documents = await eventually(async () => {
      const found = await invoicesOf(id)
      expect(found).toHaveLength(3)
      return found
    })
    await t.settled()
    const path = `/api/accounts/${accountId}/purchases`
    const bought = await ok(manager().get(path))
    const eur27 = { currency: 'EUR', ordered: 0, invoiced: 3_333, credited: 3_333, turnover: 0 }
    const eur26 = { currency: 'EUR', ordered: 9_999, invoiced: 6_666, credited: 0, turnover: 6_666 }
    expect(bought).toMatchObject({
      years: [
        { year: 2027, ...eur27 },
        { year: 2026, ...eur26 },
      ],
      totals: [
        { currency: 'EUR', ordered: 9_999, invoiced: 9_999, credited: 3_333, turnover: 6_666, paid: 2_000 },
      ],
      left: [],
    })
    // What is open is what the invoices say, and all of the first is late by now.
    const open = documents.filter(({ kind }) => kind === 'invoice').map((one) => (one.open as Money).amount)
    const [total] = bought.totals as { open: number; overdue: number }[]
    expect([total?.open, total?.overdue]).toEqual([open.reduce((sum, each) => sum + each), open[0]])
    expect(bought.items.map(({ kind }) => String(kind)).sort(byText)).toEqual([
      'credit-note',
      'invoice',
      'invoice',
      'order',
      'payment',
    ])
    const then = await ok(manager().get(`${path}?asOf=${before}`))
    expect(then).toMatchObject({
      years: [{ year: 2026, ...eur26 }],
      totals: [{ turnover: 6_666, paid: 2_000 }],
    })

    // Who sees no payments sees what was paid on the invoices, and is told that there is more.
    const { items, left, totals } = await ok(rep().get(path))
    expect([left, totals]).toMatchObject([['payment'], [{ paid: 2_000 }]])
    expect(items).toHaveLength(4)
    const story = await ok(manager().get(`/api/accounts/${accountId}/timeline?kind=invoice,payment`))
    expect(story.items.map(({ kind }) => String(kind)).sort(byText)).toEqual([
      'invoice',
      'invoice',
      'invoice',
      'payment',
    ])
    const deal = await ok(
      manager().get(`/api/opportunities/${String(first.opportunityId)}/timeline?kind=payment`),
    )
    expect(deal.items).toMatchObject([{ text: 'Our order', amount: eur(2_500) }])
    expect(await ok(manager().get(`/api/customers/${accountId}/360`))).toMatchObject({
      orders: { count: 1, open: 0 },
      invoices: { count: 3, open: 2 },
    })
  })
})

describe('QTC-12 amounts in several currencies', () => {
  const take = async (csv: string) =>
    (
      await t.app.inject({
        method: 'POST',
        url: '/api/exchange-rates/files?name=eurofxref.csv',
        headers: {
          authorization: `Bearer ${(await t.sessions.open(randomUUID(), t.ids.manager)).token}`,
          'content-type': 'application/octet-stream',
        },
        payload: csv,
      })
    ).json<Record<string, unknown>>()

  it('keep the rate of their day, which rates of later do not change, and are told at those of any day', async () => {
    now = '2027-02-01T12:00:00.000Z'
    await signInAgain()
    const friday = 'Date, USD, \n29 January 2027, 1.10, \n'
    expect(await take(friday)).toEqual({ taken: 1, corrected: 0, known: 0 })
    expect(await take(friday)).toEqual({ taken: 0, corrected: 0, known: 1 })
    for (const file of ['Not at all', 'Date, USD, \n2 February 2027, 1.10, \n'])
      expect(await take(file)).toMatchObject({ status: 400 })
    accountId = await make(t.as('rep'), '/api/accounts', { name: 'Volta Mirrors' })
    const { id } = await ordered([scopes(3)])
    await ok(t.as('rep').post(`/api/orders/${id}/fulfil`))
    const [invoice] = await eventually(async () => {
      const found = await invoicesOf(id)
      expect(found).toHaveLength(1)
      return found
    })
    const exchangeRate = { currency: 'USD', on: '2027-01-29', of: '1', into: '1.10' }
    // 118.99 EUR, where the organisation counts in USD.
    const usd = { amount: 13_089, currency: 'USD' }
    expect(invoice).toMatchObject({ gross: eur(11_899), exchangeRate, grossOwn: usd })
    const deal = (await t.services.events(opportunity, String(invoice?.opportunityId))).find(
      ({ type }) => type === 'opportunity.won',
    )
    expect(deal?.data).toMatchObject({ exchangeRate })

    expect(await take('Date, USD, \n29 January 2027, 2, \n')).toEqual({ taken: 0, corrected: 1, known: 0 })
    expect(await take('Date, USD, \n1 February 2027, 0.5, \n')).toMatchObject({ taken: 1 })
    await ok(t.as('manager').post(`/api/invoices/${invoice?.id}/credit`, { reason: 'Broken' }))
    const both = await eventually(async () => {
      const found = await invoicesOf(id)
      expect(found).toHaveLength(2)
      return found
    })
    await t.settled()
    expect(both).toMatchObject([
      { kind: 'credit-note', exchangeRate, grossOwn: usd },
      { kind: 'invoice', exchangeRate, grossOwn: usd },
    ])
    const path = `/api/accounts/${accountId}/purchases?in=USD`
    const bought = await ok(t.as('manager').get(path))
    expect(bought.restated).toMatchObject({
      rates: { currency: 'USD', on: '2027-02-01', missing: [] },
      ordered: 5_000,
      turnover: 0,
    })
    const then = await ok(t.as('manager').get(`${path}&ratesOn=2027-01-31`))
    expect(then.restated).toMatchObject({ rates: { on: '2027-01-29' }, ordered: 19_998 })
    const none = await ok(t.as('manager').get(`/api/accounts/${accountId}/purchases?in=CHF`))
    expect(none.restated).toMatchObject({ rates: { missing: ['EUR'] }, ordered: null })
    const early = await t.as('manager').get(`${path}&ratesOn=2027-01-01`)
    expect([early.statusCode, early.json<{ type: string }>().type]).toEqual([400, '/problems/invalid-input'])
    const forecast = await ok(t.as('manager').get('/api/forecast?in=USD&from=2027-02-01&to=2027-02-28'))
    expect(forecast).toMatchObject({
      totals: [{ currency: 'EUR', won: 9_999 }],
      restated: { currency: 'USD', count: 1, won: 5_000 },
    })
  })
})

describe('QTC-08 INT-01 the ERP', () => {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = []
  let answer: (reply: ServerResponse) => void = (reply) => reply.writeHead(500).end()
  const json = (status: number, body: object) => (reply: ServerResponse) => {
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const erp = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      answer(reply)
    })
  })
  let secret: Buffer
  beforeAll(async () => {
    await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve))
    await signInAgain()
    accountId = await make(t.as('rep'), '/api/accounts', { name: 'Niger Prisms' })
  })
  afterAll(() => new Promise((resolve) => erp.close(resolve)))

  const admin = async () => client(t.app, (await t.sessions.open(randomUUID(), t.ids.admin)).token)
  async function connect() {
    const url = `http://127.0.0.1:${(erp.address() as AddressInfo).port}/orders`
    const { secret: told } = await ok((await admin()).post('/api/settings/erp/secret'))
    secret = Buffer.from(String(told).slice('whsec_'.length), 'base64')
    const { revision } = await ok((await admin()).get('/api/settings/erp'))
    await ok(
      (await admin()).patch('/api/settings/erp', { url, on: true }, { 'if-match': `"${String(revision)}"` }),
    )
  }
  const transferOf = async (id: string) => {
    const { transferStatus, erpNumber, transferAttempts } = await orderOf(id)
    return [
      transferStatus,
      erpNumber,
      (transferAttempts as { is: string; reason: string | null }[]).map(({ is }) => is),
    ]
  }

  it('is asked for by HTTPS or on this machine, and not told of orders before', async () => {
    const { id } = await ordered([scopes(1)])
    await ok(t.as('rep').post(`/api/orders/${id}/confirm`))
    expect(await refusal(`/api/orders/${id}/transfer`, {})).toEqual([409, '/problems/order.no-erp'])
    for (const url of [
      'http://erp.example.com/',
      'https://user:word@erp.example.com/',
      'ftp://erp.example.com/',
      'no',
    ])
      expect((await (await admin()).patch('/api/settings/erp', { url })).statusCode).toBe(400)
    await connect()
    expect(calls).toEqual([])
  })

  it('gets a confirmed order under one key however often it fails, signed, and its number is known', async () => {
    answer = json(503, { detail: 'Closed for the night' })
    const { id, number } = await ordered([scopes(2)])
    await ok(t.as('rep').post(`/api/orders/${id}/confirm`))
    await expect.poll(() => transferOf(id)).toEqual(['waiting', null, ['failed']])
    // Hangs up in the midst of it.
    answer = (reply) => reply.destroy()
    later(60_000)
    await signInAgain()
    await expect.poll(() => transferOf(id)).toEqual(['waiting', null, ['failed', 'failed']])
    answer = json(201, { number: 'SO-4711' })
    later(300_000)
    await expect.poll(() => transferOf(id)).toEqual(['accepted', 'SO-4711', ['failed', 'failed', 'accepted']])
    expect((await orderOf(id)).transferAttempts).toMatchObject([
      { reason: 'HTTP 503: Closed for the night' },
      {},
      {},
    ])

    expect(calls).toHaveLength(3)
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1)
    for (const { headers, body } of calls) {
      const seconds = String(headers['webhook-timestamp'])
      const signature = createHmac('sha256', secret)
        .update(`${String(headers['webhook-id'])}.${seconds}.${body}`)
        .digest('base64')
      expect(headers['webhook-signature']).toBe(`v1,${signature}`)
    }
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
      type: 'order',
      order: {
        id,
        number,
        customer: { name: 'Niger Prisms' },
        lines: [{ line: 0, quantity: 2, net: eur(6_666) }],
      },
    })
    expect(await refusal(`/api/orders/${id}/transfer`, {})).toEqual([409, '/problems/order.transferred'])
    expect((await ok(t.as('rep').get('/api/orders?erpNumber=SO-4711'))).items).toMatchObject([{ id }])
  })

  it('says why it refuses one, and gets it again by hand under the same key', async () => {
    answer = json(422, { detail: 'Unknown customer\n' })
    const { id } = await ordered([scopes(1)])
    await ok(t.as('rep').post(`/api/orders/${id}/confirm`))
    await expect.poll(() => transferOf(id)).toEqual(['refused', null, ['refused']])
    expect((await orderOf(id)).transferAttempts).toMatchObject([{ reason: 'HTTP 422: Unknown customer' }])
    answer = json(200, { number: 12 })
    await ok(t.as('rep').post(`/api/orders/${id}/transfer`))
    await expect.poll(() => transferOf(id)).toEqual(['accepted', '12', ['refused', 'accepted']])
    const [first, second] = calls.slice(-2).map(({ headers }) => headers['idempotency-key'])
    expect(first).toBe(second)
  })

  it('QTC-09 tells of shipments and stock, signed and of now, and each word counts once', async () => {
    answer = json(200, { number: 'SO-1' })
    const productId = await make(await admin(), '/api/products', {
      name: 'Prism',
      code: 'PR-9',
      price: eur(900),
    })
    const { id } = await ordered([scopes(3)])
    await ok(t.as('rep').post(`/api/orders/${id}/confirm`))
    await expect.poll(() => transferOf(id)).toMatchObject(['accepted', 'SO-1', ['accepted']])

    const tell = async (body: object, change: Record<string, string> = {}) => {
      const text = JSON.stringify(body)
      const told = {
        'webhook-id': randomUUID(),
        'webhook-timestamp': String(Date.parse(now) / 1000),
        ...change,
      }
      const signature = createHmac('sha256', secret)
        .update(`${told['webhook-id']}.${told['webhook-timestamp']}.${text}`)
        .digest('base64')
      const headers = { 'content-type': 'application/json', 'webhook-signature': `v1,${signature}`, ...told }
      const reply = await t.app.inject({ method: 'POST', url: '/api/erp/words', headers, payload: text })
      return [reply.statusCode, reply.json<{ repeated?: boolean; type?: string }>()] as const
    }
    const shipment = { type: 'shipment', orderId: id, carrier: 'River Freight', tracking: 'RF-1' }
    const first = { ...shipment, lines: [{ line: 0, quantity: 2 }] }
    const message = { 'webhook-id': 'msg-1' }
    expect(await tell(first, message)).toMatchObject([200, { repeated: false }])
    expect(await tell(first, message)).toMatchObject([200, { repeated: true }])
    expect(await tell({ type: 'stock', code: 'pr-9', stockNote: '12 in Hamburg' })).toMatchObject([200, {}])
    await t.settled()
    expect(await orderOf(id)).toMatchObject({
      status: 'partly-fulfilled',
      lines: [{ fulfilled: 2, open: 1 }],
      fulfilments: [{ carrier: 'River Freight', tracking: 'RF-1' }],
    })
    expect(await ok(t.as('rep').get(`/api/products/${productId}`))).toMatchObject({
      stockNote: '12 in Hamburg',
      available: true,
    })

    const older = String(Date.parse(now) / 1000 - 301)
    expect(await tell(shipment, { 'webhook-timestamp': older })).toMatchObject([401, {}])
    expect(await tell(shipment, { 'webhook-signature': 'v1,bm8=' })).toMatchObject([401, {}])
    expect(await tell(first)).toMatchObject([422, { type: '/problems/order.fulfilled-too-much' }])
    expect(await tell({ type: 'gossip' })).toMatchObject([400, {}])
    expect(await tell({ type: 'stock', code: 'nowhere', available: false })).toMatchObject([404, {}])
    const { id: other } = await ordered([scopes(1)])
    expect(await tell({ ...shipment, orderId: other })).toMatchObject([
      422,
      { type: '/problems/order.not-transferred' },
    ])
  })
})
