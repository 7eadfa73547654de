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
  })
  await answered(s.t.as('rep').post(`/api/contacts/${contactId}/prefer-channel`, { preferredChannel: 'sms' }))
  await s.t.settled()
})
afterAll(() => centre?.close())

it.runIf(executablePath)(
  'COM-13 COM-01 a number is set up, and a person is written to by the way they prefer',
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
    await eventually(() => expect(centre.submitted).toMatchObject([{ to: grace, text: 'Grüße aus Köln' }]))
    await centre.receipt(centre.submitted[0]?.messageId ?? '', 'DELIVRD')
    await page.getByText('Arrived').waitFor()
  },
)
