import { beforeAll, describe, it } from 'vitest'
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

describe.runIf(executablePath)('a quarter, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  let form = ''
  beforeAll(async () => {
    await furnish(s.t)
    const admin = s.t.as('admin')
    const reply = await admin.patch('/api/settings/organisation', organisation)
    if (reply.statusCode !== 200) throw new Error(reply.body)
    form = await make(admin, '/api/lead-forms', {
      name: 'Trade fair',
      title: 'Meet us again',
      asks: [
        { field: 'email', required: true },
        { field: 'company', required: false },
      ],
      thanks: 'Thank you, we will write.',
    })
    await s.t.settled()
  })

  it('issue 12: from a form on a page to a paid invoice, with a delivery in parts, a credit note and a merged duplicate, and back by its causes', async () => {
    const visitor = await s.open(null, `/f/${form}`, { width: 390 })
    await visitor.getByLabel('First name').fill('Ada')
    await visitor.getByLabel('Last name').fill('Okello')
    await visitor.getByLabel('E-mail').fill('ada@nile-optics.example')
    await visitor.getByLabel('Company').fill('Nile Optics')
    await visitor.getByRole('button', { name: 'Send' }).click()
    await visitor.getByText('Thank you, we will write.').waitFor()

    // Taken up, qualified, converted.
    const page = await s.open('admin', '/leads')
    const dialog = page.getByRole('dialog')
    await page.getByRole('link', { name: /Ada Okello/ }).click()
    await page.getByRole('button', { name: 'Take it up' }).click()
    await page.getByRole('button', { name: 'Qualify' }).click()
    for (const label of ['Budget', 'Authority', 'Need', 'Timeline'])
      await dialog.getByLabel(label).fill('Known')
    await dialog.getByRole('button', { name: 'Qualify' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Convert' }).click()
    await dialog.getByRole('button', { name: 'Convert' }).click()
    const made = page.getByRole('list', { name: 'Conversion' })
    const madeLink = (what: string) =>
      made.getByRole('listitem').filter({ hasText: what }).getByRole('link').first()
    await madeLink('Opportunity').waitFor()
    const [deal, contact] = await Promise.all(
      ['Opportunity', 'Contact'].map((what) => madeLink(what).getAttribute('href')),
    )

    // Somebody had entered her before, without her address: the two are made one.
    await page.goto('/contacts')
    await page.getByRole('button', { name: 'New contact' }).first().click()
    await dialog.getByLabel('First name').fill('Ada')
    await dialog.getByLabel('Last name').fill('Okello')
    await dialog.getByRole('button', { name: 'Create contact' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ada Okello' }).waitFor()
    await page.goto(contact ?? '')
    await page
      .getByRole('region', { name: 'May be the same' })
      .getByRole('button', { name: 'Compare' })
      .click()
    await dialog.getByRole('button', { name: 'Merge into Ada Okello' }).click()
    await page
      .getByRole('region', { name: 'Merged' })
      .getByRole('button', { name: 'Undo the merge' })
      .waitFor()

    // Quoted, and accepted by whoever has the link.
    await page.goto(deal ?? '')
    await page.getByRole('button', { name: 'New quote' }).click()
    await page.getByRole('combobox', { name: 'Line 1: product' }).click()
    await page.getByRole('option', { name: 'Larkspur Scope' }).click()
    await page.getByLabel('Line 1: quantity').fill('3')
    await page.getByLabel('Line 1: tax').fill('19')
    await page.getByRole('button', { name: 'Draft the quote' }).click()
    await page.getByRole('heading', { name: /^Q-/ }).waitFor()
    await page.getByRole('button', { name: 'Mark as sent' }).click()
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByText('Not opened yet').waitFor()
    const theirs = await s.open(null, await page.getByText('/offer?link=').innerText(), { width: 390 })
    await theirs.getByRole('link', { name: 'Accept this quote' }).click()
    await theirs.getByRole('textbox', { name: 'Your name' }).fill('Ada Okello')
    await theirs.getByRole('checkbox').check()
    await theirs.getByRole('button', { name: 'Accept with obligation to pay' }).click()
    await theirs.getByText('Accepted by Ada Okello.').waitFor()

    // Ordered, delivered in two parts, invoiced, credited for what came broken.
    await page.getByText('and ordered as').getByRole('link', { name: /^O-/ }).waitFor()
    // What follows from the order by itself changes it once more, and a step is refused by whoever has not seen that.
    await s.t.settled()
    await page.getByText('and ordered as').getByRole('link', { name: /^O-/ }).click()
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    for (const [quantity, tracking] of [
      ['2', '00340'],
      ['1', '00341'],
    ] as const) {
      await page.getByRole('button', { name: 'Fulfil', exact: true }).click()
      await dialog.getByLabel('Quantities: Larkspur Scope').fill(quantity)
      await dialog.getByLabel('Tracking number').fill(tracking)
      await dialog.getByRole('button', { name: /^Record/ }).click()
      await page.getByRole('row', { name: new RegExp(tracking) }).waitFor()
    }
    await page.getByRole('button', { name: 'Invoice', exact: true }).click()
    await page.getByRole('link', { name: 'INV-00001' }).click()
    await page.getByRole('heading', { name: 'INV-00001' }).waitFor()
    await page.getByRole('button', { name: 'Credit', exact: true }).click()
    await dialog.getByLabel('Why?').fill('One came broken')
    await dialog.getByLabel('Quantities: Larkspur Scope').fill('1')
    await dialog.getByRole('button', { name: 'Credit', exact: true }).click()
    await page.getByRole('link', { name: 'CN-00001' }).waitFor()

    // Three at 1,200.00 and 19 %, less one: 2,856.00 come in, and pay it.
    await page.goto('/payments')
    await page.getByRole('button', { name: 'New payment' }).first().click()
    await dialog.getByRole('textbox', { name: /^Amount/ }).fill('2856')
    await dialog.getByLabel(/^Day/).fill('2026-01-05')
    await dialog.getByRole('textbox', { name: 'Payer', exact: true }).fill('Nile Optics')
    await dialog.getByLabel('Reference').fill('INV-00001')
    await dialog.getByRole('button', { name: 'Create payment' }).click()
    await page.getByRole('button', { name: 'It is for INV-00001' }).click()
    await page.getByRole('link', { name: 'INV-00001' }).first().click()
    await page.getByText('Paid', { exact: true }).first().waitFor()

    // From what was paid for back to the form.
    await page.getByRole('tab', { name: 'History' }).click()
    await page
      .getByRole('listitem')
      .filter({ hasText: 'issued' })
      .getByRole('button', { name: 'Why?' })
      .click()
    const origin = page.getByRole('list', { name: 'It all began with' })
    for (const step of [/Quote drafted|Q-/, /Opportunity|opened/])
      await origin.getByText(step).first().waitFor()
    await origin
      .getByRole('listitem')
      .filter({ has: page.locator(`a[href^="/leads/"]`) })
      .getByText(/A visitor · by a form/)
      .waitFor()
  })
})
