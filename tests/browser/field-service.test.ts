import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

describe.runIf(executablePath)('field service, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  const date = '2026-03-03'
  const at = (time: string) => `${date}T${time}:00.000Z`
  let visit: string
  let accountId: string
  beforeAll(async () => {
    await furnish(s.t)
    const manager = s.t.as('manager')
    const weekly = [{ day: 2, from: '06:00', to: '20:00' }]
    const calendarId = await make(s.t.as('admin'), '/api/business-calendars', {
      name: 'Tuesdays',
      timeZone: 'UTC',
      weekly,
    })
    accountId = await make(manager, '/api/accounts', { name: 'Nile Optics' })
    const resource = (name: string) => make(manager, '/api/resources', { name, calendarId })
    const [anna, ben] = [await resource('Anna'), await resource('Ben')]
    const book = (resourceId: string, title: string, from: string, to: string) =>
      make(s.t.as('agent'), '/api/appointments', { title, resourceId, startsAt: at(from), endsAt: at(to) })
    visit = await book(anna, 'Visit', '09:00', '10:00')
    await book(ben, 'Repair', '10:00', '12:00')
    await s.t.settled()
  })

  it('SVC-02 an appointment is moved by keyboard and by the mouse, and a conflict is shown and refused', async () => {
    const page = await s.open('agent', `/service-board?day=${date}`)
    const row = (name: string) => page.getByRole('region', { name, exact: true })
    const chip = row('Anna').getByRole('article', { name: 'Visit' })
    await chip.waitFor()
    const booked = async () => {
      await s.t.settled()
      return (await s.t.as('agent').get(`/api/appointments/${visit}`)).json<{ startsAt: string }>().startsAt
    }
    const before = await booked()

    // Half an hour later, by the keyboard.
    await page.locator('[aria-roledescription="appointment that can be moved"]').first().focus()
    await page.keyboard.press('Space')
    await page.getByText(/^Over Anna.*9:00/).waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowRight')
    await page.getByText(/^Over Anna.*9:30/).waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await expect.poll(booked, { timeout: patience }).toBe(at('09:30'))
    expect(before).toBe(at('09:00'))

    // Onto somebody who has that time already, by the mouse.
    const from = await chip.boundingBox()
    const to = await row('Ben').getByRole('article', { name: 'Repair' }).boundingBox()
    if (!from || !to) throw new Error('there is nothing to drag, or nowhere to')
    await page.mouse.move(from.x + 6, from.y + 8)
    await page.mouse.down()
    await page.mouse.move(to.x + 10, to.y + 4, { steps: 8 })
    await page.mouse.move(to.x + 10, to.y + 8, { steps: 4 })
    await page.mouse.up()
    const alert = page.getByRole('alert')
    await alert.getByText('Visit stays where it was').waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/board.png` })
    await alert.getByRole('link', { name: 'Repair' }).waitFor()
    expect(await booked()).toBe(at('09:30'))
    await row('Anna').getByRole('article', { name: 'Visit' }).waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/board.png` })
    await page.getByText('Week', { exact: true }).click()
    await row('Ben').getByRole('article', { name: 'Repair' }).waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/week.png` })
  })

  it('SVC-06 an order is begun, ticked off, signed with a picture and done on a telephone', async () => {
    const id = await make(s.t.as('agent'), '/api/service-orders', {
      title: 'Lamp is dark',
      accountId,
      tasks: ['Change the lamp'],
    })
    await s.t.settled()
    const page = await s.open('agent', `/service-orders/${id}`, { width: 390 })
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByLabel('Change the lamp').click()
    await page.getByText('Tasks 1 of 1').waitFor()
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Kim Doe')
    const pad = await dialog.locator('canvas').boundingBox()
    if (!pad) throw new Error('there is nowhere to sign')
    await page.mouse.move(pad.x + 20, pad.y + 40)
    await page.mouse.down()
    await page.mouse.move(pad.x + 120, pad.y + 20, { steps: 4 })
    await page.mouse.up()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sign.png` })
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByRole('button', { name: 'Signed' }).waitFor()
    await page.getByRole('button', { name: 'Done', exact: true }).click()
    await dialog.getByLabel('What was done?').fill('It shines')
    await dialog.getByRole('button', { name: 'Done', exact: true }).click()
    await page.getByText('It shines').first().waitFor()
    await page.getByText('Signature.png').first().waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/order.png`, fullPage: true })
  })
})
