import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Kamailio, kamailio, kamailioPath } from '../support/kamailio.ts'
import { answered } from '../support/reply.ts'
import { violations } from './axe.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const s = stage()
const domain = 'larkspur.example'
const grace = '+4915112345678'
/** Without a real server for telephones nothing is to be tried: no stand-in relays as one does. */
const canTry = executablePath !== undefined && kamailioPath !== undefined
let server: Kamailio | undefined
let contactId = ''
beforeAll(async () => {
  if (!canTry) return
  await furnish(s.t)
  server = await kamailio(domain)
  contactId = await make(s.t.as('rep'), '/api/contacts', {
    name: { first: 'Grace', last: 'Auma' },
    phone: '0151 12345678',
  })
  const line = async (name: string, login: string, userId: string) => {
    const body = { name, server: server?.url, domain, login, country: 'DE', userId }
    const id = await make(s.t.as('admin'), '/api/phone-lines', body)
    await answered(s.t.as('admin').post(`/api/phone-lines/${id}/password`, { password: server?.password }))
  }
  await line('Rep', 'rep', s.t.ids.rep)
  // Who calls from outside: another browser, by the number of somebody we know.
  await line('Outside', grace, s.t.ids.agent)
  await s.t.settled()
})
afterAll(() => server?.close())

it.runIf(canTry)(
  'COM-08 COM-09 COM-10 COM-11 TIC-02 somebody calls, is known, answered, held, recorded and handed a ticket',
  async () => {
    const rep = await s.open('rep', `/contacts/${contactId}`)
    const caller = await s.open('agent', '/home')
    const [phone, outside] = [rep, caller].map((page) => page.getByRole('region', { name: 'Telephone' }))
    if (!phone || !outside) throw new Error('there are two')
    await phone.getByText('Telephone: Ready').waitFor()
    await outside.getByRole('button', { name: 'Telephone: Ready' }).click()
    await outside.getByRole('textbox', { name: 'Number to call' }).fill('rep')
    await outside.getByRole('button', { name: 'Call', exact: true }).click()

    await phone.getByText('calls you').waitFor()
    await phone.getByRole('link', { name: 'Grace Auma' }).waitFor()
    expect(await violations(rep)).toEqual([])
    await phone.getByRole('button', { name: 'Answer' }).click()
    await phone.getByText(/^In a call/).waitFor()
    await outside.getByText(/^In a call/).waitFor()
    // It is ticked once the server has noted it.
    await phone.getByRole('checkbox', { name: /^Record/ }).click()
    await phone.getByText('This call is being recorded.').waitFor()
    await phone.getByRole('textbox', { name: 'Notes' }).fill('Wants two more')
    await phone.getByRole('button', { name: 'Hold' }).click()
    await phone.getByText(/^On hold/).waitFor()
    await phone.getByRole('button', { name: 'Go on' }).click()
    await phone.getByText(/^In a call/).waitFor()
    expect(await violations(rep)).toEqual([])
    await outside.getByRole('button', { name: 'Hang up' }).click()
    await phone.getByText('Hung up').waitFor()

    await phone.getByRole('button', { name: 'New ticket' }).click()
    const form = rep.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Subject' }).fill('No light')
    await form.getByRole('button', { name: 'Open it' }).click()
    await form.waitFor({ state: 'hidden' })

    const read = <T>(path: string) => answered<{ items: T[] }>(s.t.as('manager').get(path))
    await eventually(async () => {
      const [call] = (
        await read<{ id: string; activityId: string; durationSeconds: number }>(
          `/api/phone-calls?userId=${s.t.ids.rep}`,
        )
      ).items
      const { items: files } = await read<{ bytes: number; type: string }>(`/api/files?recordId=${call?.id}`)
      expect(files).toMatchObject([{ type: 'audio/webm' }])
      expect(files[0]?.bytes).toBeGreaterThan(1_000)
      const made = await answered(s.t.as('manager').get(`/api/activities/${call?.activityId}`))
      const { items: tickets } = await read<{ id: string }>(`/api/tickets?contactId=${contactId}`)
      expect(made).toMatchObject({
        body: 'Wants two more',
        outcome: 'reached',
        regarding: [
          { model: 'contact', id: contactId },
          { model: 'ticket', id: tickets[0]?.id },
        ],
      })
    })

    // COM-09: the number on her page is a button, and her browser is the one that has it.
    await phone.getByRole('button', { name: 'Put away' }).click()
    await outside.getByRole('button', { name: 'Put away' }).click()
    await rep
      .getByRole('button', { name: /^Call .*0151/ })
      .first()
      .click()
    await outside.getByText('calls you').waitFor()
    await outside.getByRole('button', { name: 'Decline' }).click()
    await phone.getByText('No answer').waitFor()
  },
)
