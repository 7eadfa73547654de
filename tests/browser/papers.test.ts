import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const organisation = {
  legalName: 'Larkspur GmbH',
  address: { lines: ['Hafenstraße 1'], postalCode: '20457', city: 'Hamburg', country: 'DE' },
  taxId: 'DE123456789',
  iban: 'DE89370400440532013000',
  invoicesOnFulfilment: false,
}
const statement = (amount: string, text: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>
<NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`

describe.runIf(executablePath)('papers, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  beforeAll(() => furnish(s.t))

  it('QTC-05 QTC-06 QTC-07 QTC-10 QTC-11 QTC-13 a quote is answered by its link, its order goes out in parts, is invoiced, credited and paid', async () => {
    const [rep, admin] = [s.t.as('rep'), s.t.as('admin')]
    expect((await admin.patch('/api/settings/organisation', organisation)).statusCode).toBe(200)
    const accountId = await make(rep, '/api/accounts', { name: 'Nile Optics', country: 'UG' })
    const opportunityId = await make(rep, '/api/opportunities', { name: 'Harbour', accountId })
    const quoteId = await make(rep, '/api/quotes', {
      opportunityId,
      currency: 'EUR',
      validUntil: '2099-12-31',
      lines: [
        {
          description: 'Scope',
          quantity: 3,
          unitPrice: { amount: 120_000, currency: 'EUR' },
          taxPercent: 19,
        },
      ],
    })
    await make(rep, `/api/quotes/${quoteId}/send`, {})
    await s.t.settled()

    const page = await s.open('manager', `/quotes/${quoteId}`)
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByText('Not opened yet').waitFor()
    const url = await page.getByText('/offer?link=').innerText()

    // Whoever has it, on a telephone, who knows no password: nothing is wider than the screen.
    const theirs = await s.open(null, url, { width: 390 })
    await theirs.getByRole('heading', { name: /^Quote Q-/ }).waitFor()
    await theirs.getByText('EUR 4,284.00').waitFor()
    const wide = await theirs.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    )
    expect(wide).toBe(false)
    await theirs.getByRole('link', { name: 'Accept this quote' }).click()
    await theirs.getByRole('textbox', { name: 'Your name' }).fill('Ada Okello')
    await theirs.getByRole('checkbox', { name: /I accept this quote over EUR 4,284.00/ }).check()
    await theirs.getByRole('button', { name: 'Accept with obligation to pay' }).click()
    await theirs.getByRole('heading', { name: 'Thank you: the quote is accepted' }).waitFor()
    await theirs.getByText('Accepted by Ada Okello.').waitFor()

    // The seller sees it without asking, and who it was.
    await page.getByText('and ordered as').getByRole('link', { name: /^O-/ }).click()
    await page.getByRole('heading', { name: /^O-/ }).waitFor()
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByRole('button', { name: 'Fulfil', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Quantities: Scope').fill('2')
    await dialog.getByLabel('Tracking number').fill('00340')
    await dialog.getByRole('button', { name: /^Record/ }).click()
    await page.getByRole('row', { name: /00340/ }).waitFor()
    await page.getByRole('button', { name: 'Invoice', exact: true }).click()
    await page.getByRole('link', { name: 'INV-00001' }).click()

    await page.getByRole('heading', { name: 'INV-00001' }).waitFor()
    await page.getByRole('button', { name: 'Credit', exact: true }).click()
    await dialog.getByLabel('Why?').fill('One came broken')
    await dialog.getByLabel('Quantities: Scope').fill('1')
    await dialog.getByRole('button', { name: 'Credit', exact: true }).click()
    await page.getByRole('link', { name: 'CN-00001' }).waitFor()

    // What came in by the bank finds its invoice, too little as it is.
    await page.getByRole('link', { name: 'Payments' }).click()
    const buffer = Buffer.from(statement('1000.00', 'For INV-00001'))
    await page
      .getByLabel('Bank statements, camt.053 or MT940')
      .locator('input[type=file]')
      .setInputFiles({ name: 'january.xml', mimeType: 'application/xml', buffer })
    await page.getByText('january.xml: 1 new payment').waitFor()
    await page.getByText('For INV-00001').first().click()
    await page.getByRole('button', { name: 'It is for INV-00001' }).click()
    await page.getByRole('link', { name: 'INV-00001' }).first().click()
    await page.getByText('Partly paid').first().waitFor()

    // On the page of the customer it adds up: two scopes less one, and what is left of that with tax.
    await page.goto(`/accounts/${accountId}`)
    const purchases = page.getByRole('region', { name: 'Purchases', exact: true })
    await purchases.getByText('Revenue, net of credits').waitFor()
    const fact = (name: string) => purchases.locator('dl > div').filter({ hasText: name }).locator('dd')
    await expect.poll(() => fact('Revenue, net of credits').innerText()).toContain('1,200')
    await expect.poll(() => fact('To be paid').innerText()).toContain('428')
    await purchases.getByRole('row', { name: /Credit note CN-00001/ }).waitFor()
  })

  it('QTC-08 QTC-13 an ERP is connected, refuses an order and takes it, and what was paid is handed over to the accounts', async () => {
    const [rep, manager] = [s.t.as('rep'), s.t.as('manager')]
    let says = { status: 422, body: '{"detail":"Unknown customer"}' }
    const erp = createServer((_request, reply) => reply.writeHead(says.status).end(says.body))
    await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve))
    const page = await s.open('admin', '/settings/erp')
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'New secret' }).click()
    await dialog.getByText(/^whsec_/).waitFor()
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: 'Edit' }).click()
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${(erp.address() as AddressInfo).port}/orders`)
    await dialog.getByLabel('Connected').check()
    await dialog.getByRole('button', { name: /^Save/ }).click()
    await dialog.waitFor({ state: 'detached' })

    const opportunityId = await make(rep, '/api/opportunities', { name: 'Quay' })
    const line = { description: 'Case', quantity: 1, unitPrice: { amount: 5_000, currency: 'EUR' } }
    const quote = { opportunityId, currency: 'EUR', validUntil: '2099-12-31', lines: [line] }
    const quoteId = await make(rep, '/api/quotes', quote)
    for (const step of ['send', 'accept']) await make(rep, `/api/quotes/${quoteId}/${step}`, {})
    const found = async () =>
      (await rep.get(`/api/orders?quoteId=${quoteId}`)).json<{ items: { id: string }[] }>().items
    await expect.poll(found).toHaveLength(1)
    await page.goto(`/orders/${(await found())[0]?.id}`)
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    const calls = page.getByRole('region', { name: 'Calls to the ERP' })
    await calls.getByRole('row', { name: /1 .*Refused HTTP 422: Unknown customer/ }).waitFor()
    says = { status: 200, body: '{"number":"SO-4711"}' }
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('The ERP has it as SO-4711.').waitFor()
    await new Promise((resolve) => erp.close(resolve))

    const paid = { paid: { amount: 5_000, currency: 'EUR' }, receivedOn: '2026-02-03', payer: 'Quay Ltd' }
    await make(manager, '/api/payments', paid)
    await s.t.settled()
    await page.getByRole('link', { name: 'Accounting runs' }).click()
    await page.getByLabel('From').fill('2026-02-01')
    await page.getByLabel('To', { exact: true }).fill('2026-02-28')
    await page.getByRole('row', { name: /^Payments 1 .*50.* 1$/ }).waitFor()
    await page.getByRole('button', { name: 'Hand over' }).click()
    await page.getByRole('row', { name: /^Payments 1 .*50.*50.* 0$/ }).waitFor()
    await page.getByRole('link', { name: 'ACC-00001' }).click()
    await page.getByRole('heading', { name: 'ACC-00001' }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).click()
    expect((await download).suggestedFilename()).toBe('ACC-00001.csv')
  })
})
