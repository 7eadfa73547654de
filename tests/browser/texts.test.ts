import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { answered } from '../support/reply.ts'
import { type Smsc, smsc } from '../support/smsc.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const s = stage()
const ours = '+4930901820'
const grace = '+4915112345678'
let centre: Smsc
let numberId: string
let contactId: string

beforeAll(async () => {
  if (!executablePath) return
  centre = await smsc({ systemId: 'larkspur', password: 'geheim' })
  await furnish(s.t)
  numberId = await make(s.t.as('admin'), '/api/sms-numbers', {
    name: 'Larkspur',
    number: ours,
    country: 'DE',
    gateway: { is: 'smpp', host: '127.0.0.1', port: centre.port, tls: false, login: 'larkspur' },
    pricePerPart: { amount: 7.5, currency: 'EUR' },
  })
  contactId = await make(s.t.as('rep'), '/api/contacts', {
    name: { first: 'Grace', last: 'Auma' },
    phone: grace,
  })
  await answered(s.t.as('rep').post(`/api/contacts/${contactId}/prefer-channel`, { preferredChannel: 'sms' }))
  await s.t.settled()
})
afterAll(() => centre?.close())

it.runIf(executablePath)(
  'COM-13, COM-01 a text is written by the way somebody prefers, its price is shown first, it arrives, and is answered',
  async () => {
    const rep = await s.open('rep', `/contacts/${contactId}`)
    await rep.getByText('as they would rather have it').waitFor()
    await rep.getByRole('button', { name: 'Write', exact: true }).click()
    // Nothing pretends to send before it is set up.
    await rep.getByText('This number is not set up to send').waitFor()
    const admin = await s.open('admin', `/sms-numbers/${numberId}`)
    await admin.getByRole('button', { name: 'Password' }).click()
    await admin.getByLabel('Password', { exact: true }).fill('geheim')
    await admin.getByRole('button', { name: 'Keep it' }).click()
    await eventually(async () =>
      expect(await answered(s.t.as('admin').get(`/api/sms-numbers/${numberId}/standing`))).toMatchObject({
        state: 'healthy',
      }),
    )
    await rep.reload()
    await rep.getByLabel('Text', { exact: true }).fill('x'.repeat(161))
    await rep.getByText(/2 parts, 0[.,]15 EUR/).waitFor()
    await rep.getByLabel('Text', { exact: true }).fill('See you at ten')
    await rep.getByText(/1 part, 0[.,]075 EUR/).waitFor()
    await rep.getByRole('button', { name: /^Send/ }).click()
    await rep.getByText('Waits to be sent').waitFor()
    await eventually(() => expect(centre.submitted.map(({ text }) => text)).toEqual(['See you at ten']))
    await centre.receipt(centre.submitted[0]?.messageId ?? '', 'DELIVRD')
    await centre.tell({ from: grace, to: ours, text: 'Fine by me' })
    await rep.getByText('Fine by me').first().waitFor()
    await eventually(async () => {
      await rep.reload()
      await rep.getByText('Arrived').first().waitFor({ timeout: 5_000 })
    })
    await centre.tell({ from: grace, to: ours, text: 'STOP' })
    await rep.getByText('They have written STOP').waitFor()
  },
)
