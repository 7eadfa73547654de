import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

describe.runIf(executablePath)('the calendar, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  const date = '2030-03-05'
  const at = (time: string) => `${date}T${time}:00.000Z`
  let id: string
  beforeAll(async () => {
    await furnish(s.t)
    const appointment = (subject: string, from: string, to: string) =>
      make(s.t.as('rep'), '/api/activities', {
        kind: 'appointment',
        subject,
        startsAt: at(from),
        endsAt: at(to),
        exclusive: true,
      })
    id = await appointment('Demo', '09:00', '10:00')
    await appointment('Review', '12:00', '13:00')
    await s.t.settled()
  })
  const times = async () => {
    await s.t.settled()
    const { startsAt, endsAt } = (await s.t.as('rep').get(`/api/activities/${id}`)).json<{
      startsAt: string
      endsAt: string
    }>()
    return [startsAt, endsAt]
  }

  it('CAL-01 an appointment is moved and made longer by keyboard, dragged, refused where the time is taken, and booked', async () => {
    const page = await s.open('rep', `/calendar?day=${date}&span=day`)
    const chip = page.getByRole('article', { name: 'Demo' })
    await chip.waitFor()
    await page.getByText(/Times are by the clocks of/).waitFor()

    await page.locator('[aria-roledescription="appointment that can be moved"]').first().focus()
    await page.keyboard.press('Space')
    await page.getByText(/^Over .*9:00/).waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowDown')
    await page.getByText(/^Over .*9:30/).waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await expect.poll(times, { timeout: patience }).toEqual([at('09:30'), at('10:30')])

    const end = page.getByLabel(/^End of Demo, 10:30/)
    await end.focus()
    await page.keyboard.press('Space')
    await page.getByText(/^Over .*10:00/).waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowDown')
    await page.getByText(/^Over .*10:30/).waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await expect.poll(times, { timeout: patience }).toEqual([at('09:30'), at('11:00')])

    const from = await chip.boundingBox()
    const to = await page.getByRole('article', { name: 'Review' }).boundingBox()
    if (!from || !to) throw new Error('there is nothing to drag, or nowhere to')
    await page.mouse.move(from.x + 12, from.y + 6)
    await page.mouse.down()
    await page.mouse.move(to.x + 12, to.y + 8, { steps: 8 })
    await page.mouse.move(to.x + 12, to.y + 10, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('alert').getByText('Demo stays where it was').waitFor()
    expect(await times()).toEqual([at('09:30'), at('11:00')])

    await page.getByText('Week', { exact: true }).click()
    await page.getByRole('article', { name: 'Review' }).waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/calendar.png` })
    await page.getByLabel(/^Book .*5 Mar 2030.*15:00/).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What for').fill('Kick-off')
    await dialog.getByRole('button', { name: 'Book' }).click()
    await page.getByRole('article', { name: 'Kick-off' }).waitFor()
  })
})
