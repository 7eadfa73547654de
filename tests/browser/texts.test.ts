import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { answered } from '../support/reply.ts'
import { type Smsc, smsc } from '../support/smsc.ts'
import { violations } from './axe.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const s = stage()
const [ours, grace] = ['+4930901820', '+4915112345678']
let centre: Smsc
let contactId = ''
beforeAll(async () => {
  if (!executablePath) return
  await furnish(s.t)
  centre = await smsc({ systemId: 'larkspur', password: 'geheim' })
  contactId = await make(s.t.as('rep'), '/api/contacts', {
    name: { first: 'Grace', last: 'Auma' },
    phone: '0151 12345678',
    addresses: [{ kind: 'private', lines: ['2 Quay'], postalCode: '10115', city: 'Berlin', country: 'DE' }],
  })
  await answered(s.t.as('rep').post(`/api/contacts/${contactId}/prefer-channel`, { preferredChannel: 'sms' }))
  await s.t.settled()
})
afterAll(() => centre?.close())

it.runIf(executablePath)(
  'COM-13 COM-01 a number is set up, a person is written to by the way they prefer, answers, and wants no more',
  async () => {
    const admin = await s.open('admin', '/sms-numbers')
    await admin.getByRole('button', { name: 'New SMS number' }).first().click()
    const form = admin.getByRole('dialog')
    await form.getByLabel('Name').fill('Larkspur')
    await form.getByRole('textbox', { name: 'Number', exact: true }).fill(ours)
    await form.getByRole('textbox', { name: 'Country' }).fill('DE')
    await form.getByRole('combobox', { name: 'Gateway', exact: true }).click()
    await admin.getByRole('option', { name: 'SMPP 3.4' }).click()
    await form.getByLabel('Gateway: server').fill('127.0.0.1')
    await form.getByLabel('Gateway: port').fill(String(centre.port))
    await form.getByLabel(/^Gateway: TLS/).uncheck()
    await form.getByLabel('Gateway: system id').fill('larkspur')
    expect(await violations(admin)).toEqual([])
    await form.getByRole('button', { name: /^Create/ }).click()
    await admin.getByText('Not set up: nothing goes out').waitFor()
    await admin.getByRole('button', { name: 'Password' }).click()
    await admin.getByRole('dialog').getByRole('textbox', { name: 'Password' }).fill('geheim')
    await admin.getByRole('button', { name: 'Keep it' }).click()
    await admin.getByText('Healthy').waitFor()
    expect(await violations(admin)).toEqual([])

    const page = await s.open('rep', `/contacts/${contactId}`)
    const write = page.getByRole('region', { name: 'Write' })
    await write.getByText('as they would rather have it').waitFor()
    await write.getByRole('button', { name: 'Write', exact: true }).click()
    await page.getByRole('heading', { name: grace }).waitFor()
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Grüße aus Köln')
    await page.getByText(/^1 part/).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await eventually(() =>
      expect(centre.submitted).toMatchObject([{ to: grace.slice(1), text: 'Grüße aus Köln' }]),
    )
    await centre.receipt(centre.submitted[0]?.messageId ?? '', 'DELIVRD')
    await page.getByText('Arrived').waitFor()
    await centre.tell({ from: grace.slice(1), to: ours.slice(1), text: 'Danke!' })
    await page.getByText('Danke!').waitFor()
    await centre.tell({ from: grace.slice(1), to: ours.slice(1), text: 'STOP' })
    await page.getByText('They have written STOP').waitFor()
    await page.getByText('Wants no texts').first().waitFor()
    expect(await violations(page)).toEqual([])

    // What is forbidden is not offered; a letter still is.
    await page.goto(`/contacts/${contactId}`)
    await eventually(async () =>
      expect(await write.getByRole('radio', { name: 'Text' }).isDisabled()).toBe(true),
    )
    await write.getByText('Letter').click()
    await write.getByRole('button', { name: 'Write a letter' }).click()
    const letter = page.getByRole('dialog')
    await letter.getByRole('combobox', { name: 'Sheet and window' }).click()
    await page.getByRole('option', { name: /DIN 5008/ }).click()
    await letter.getByLabel('Subject').fill('Your order')
    await letter.getByRole('textbox', { name: 'Letter', exact: true }).fill('It is on its way.')
    await letter.getByRole('button', { name: 'Write' }).click()
    await page.getByRole('heading', { name: 'Your order' }).waitFor()
    expect(await violations(page)).toEqual([])
    const { items } = await answered<{ items: { subject: string }[] }>(s.t.as('rep').get('/api/letters'))
    expect(items).toMatchObject([{ subject: 'Your order' }])
  },
)
