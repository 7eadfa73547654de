import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'
import { answered } from '../support/reply.ts'
import { violations, wcag } from './axe.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

let smtp: MailServer | undefined
// Links lead to where the app listens, which is not known before: their path and what is signed are the same.
const s = stage(async () => {
  smtp = await mailServer()
  return {
    publicUrl: 'http://crm.larkspur.example',
    mail: { url: smtp.url, from: { name: 'Larkspur', address: 'crm@larkspur.example' }, plain: true },
  }
})

let contactId = ''
let ticketId = ''
let quoteId = ''
beforeAll(async () => {
  if (!executablePath) return
  await furnish(s.t)
  const rep = s.t.as('rep')
  await answered(s.t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur GmbH' }))
  await answered(s.t.as('admin').patch('/api/settings/portal', { on: true }))
  const accountId = await make(rep, '/api/accounts', { name: 'Nile Optics' })
  contactId = await make(rep, '/api/contacts', {
    name: { first: 'Ada', last: 'Okello' },
    email: 'ada@nile.example',
    accountId,
  })
  ticketId = await make(s.t.as('agent'), '/api/tickets', {
    subject: 'A lamp is dark',
    description: 'Ada called: it was bright yesterday.',
    accountId,
    contactId,
  })
  await answered(s.t.as('agent').post(`/api/tickets/${ticketId}/add-note`, { body: 'She is in a hurry' }))
  await answered(s.t.as('agent').post(`/api/tickets/${ticketId}/reply`, { body: 'Is it plugged in?' }))
  const opportunityId = await make(rep, '/api/opportunities', { name: 'Harbour', accountId })
  quoteId = await make(rep, '/api/quotes', {
    opportunityId,
    currency: 'EUR',
    validUntil: '2099-06-30',
    lines: [{ description: 'Training', quantity: 2, unitPrice: { amount: 120_050, currency: 'EUR' } }],
  })
  await answered(rep.post(`/api/quotes/${quoteId}/send`))
  await s.t.settled()
})
afterAll(() => smtp?.close())

it.runIf(executablePath)(
  'COL-01, COL-03, COL-04, COM-26, CUS-23 a contact is invited, comes in, answers, accepts, changes, and is let in no more',
  async () => {
    const staff = await s.open('rep', `/contacts/${contactId}`)
    await staff.getByText('Not invited.').waitFor()
    await staff.getByRole('button', { name: 'Invite to the portal' }).click()
    await staff.getByText(/Invited .*has not come yet/).waitFor()
    await eventually(() => expect(smtp?.letters.map(({ to }) => to)).toEqual(['ada@nile.example']))
    const raw = smtp?.letters[0]?.raw.replace(/=\r\n/g, '').replaceAll('=3D', '=') ?? ''
    const [path] = /\/portal\/enter\?link=[\w.-]+/.exec(raw) ?? []
    if (!path) throw new Error('the mail has no link')

    const customer = await s.open(null, path, { width: 390, dark: true })
    await customer.getByRole('heading', { name: 'Welcome, Ada Okello' }).waitFor()
    await fits(customer)
    await customer.getByLabel('Password').fill('orchard lantern 42')
    await customer.getByRole('button', { name: 'Set the password and sign in' }).click()
    await customer.getByRole('heading', { name: 'Hello Ada Okello' }).waitFor()
    await fits(customer)

    await customer.getByRole('link', { name: 'A lamp is dark' }).click()
    await customer.getByText('Is it plugged in?').waitFor()
    expect(await customer.getByText('hurry').count()).toBe(0)
    await customer.getByLabel('Your answer').fill('It is now.')
    await fits(customer)
    await customer.getByRole('button', { name: 'Send the answer' }).click()
    await customer.getByText('It is now.').waitFor()

    await customer.emulateMedia({ colorScheme: 'light' })
    await customer.getByRole('link', { name: 'Quotes' }).click()
    await fits(customer)
    await customer.getByRole('row').nth(1).getByRole('link').click()
    await fits(customer)
    await customer.getByRole('link', { name: 'Accept this quote' }).click()
    await customer.getByLabel(/Yes, I accept/).check()
    await fits(customer)
    await customer.getByRole('button', { name: 'Accept with obligation to pay' }).click()
    await customer.getByText('Accepted by Ada Okello.').waitFor()

    await customer.getByRole('link', { name: 'Your data' }).click()
    await fits(customer)
    await customer.getByLabel('Job title').fill('Head of optics')
    await customer.getByRole('button', { name: 'Save' }).first().click()
    await customer.getByText('Saved.').waitFor()
    await customer.getByRole('link', { name: 'Requests' }).click()
    await customer.getByRole('link', { name: 'Ask something' }).click()
    await fits(customer)
    await customer.getByLabel('What is it about?').fill('Another lamp')
    await customer.getByLabel('What has happened').fill('It flickers.')
    await customer.getByRole('button', { name: 'Send the request' }).click()
    await customer.getByText(/Your request has the number T/).waitFor()

    await staff.getByText('Head of optics').first().waitFor()
    await staff.goto(`/contacts/${contactId}?tab=history`)
    await staff.getByText('Ada Okello (customer)').first().waitFor()
    await staff.goto(`/quotes/${quoteId}?tab=history`)
    await staff
      .getByText(/Quote accepted .* in the portal, as Ada Okello/)
      .first()
      .waitFor()
    await staff.goto(`/contacts/${contactId}`)
    await staff.getByText(/Signed in last/).waitFor()
    await staff.getByRole('button', { name: 'Revoke access' }).click()
    await staff.getByRole('button', { name: 'Revoke it' }).click()
    await staff.getByText('Access was revoked.').waitFor()
    await customer.reload()
    await customer.getByRole('heading', { name: 'Customer portal' }).waitFor()
    await fits(customer)
  },
)

/** It is no wider than the screen, and whoever cannot see or point can use it. */
async function fits(page: Page): Promise<void> {
  if (process.env.SHOTS) {
    const name = `${Date.now()}.png`
    await page.screenshot({ path: `${process.env.SHOTS}/${name}`, fullPage: true })
  }
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(
    0,
  )
  expect(await violations(page, [...wcag, 'best-practice'])).toEqual([])
}
