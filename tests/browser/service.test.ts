import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

describe.runIf(executablePath)('service, in a browser', { timeout: 10 * patience }, () => {
  /** How far the server's clock is ahead of the wall's, in ms. */
  let ahead = 0
  const s = stage({ clock: () => new Date(Date.now() + ahead).toISOString() })
  beforeAll(() => furnish(s.t))

  it('TIC-08 a ticket is opened, answered, waited for, resumed, escalated, resolved and reopened, and its clocks tell why', async () => {
    const page = await s.open('agent', '/tickets')
    await page.getByRole('heading', { name: 'No tickets yet' }).waitFor()
    await page.keyboard.press('c')
    await page.getByLabel('Subject').fill('Scope shows no image')
    await page.getByLabel('Requester', { exact: true }).fill('Grace Auma')
    await page.getByRole('button', { name: 'Create ticket' }).click()

    await page.getByRole('heading', { name: 'Scope shows no image' }).waitFor()
    await page
      .getByText(/(5\d m .*|1 h )to answer/)
      .first()
      .waitFor()

    // A note is for us, a reply is for the requester and stops the first clock.
    await page.getByText('Internal note', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByLabel('Internal note').last().fill('Third one this week')
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByText('internal note', { exact: true }).waitFor()
    await page.getByText('Reply', { exact: true }).click()
    await page.getByLabel('Reply to the requester').fill('Thank you, I am on it.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Thank you, I am on it.').first().waitFor()
    await page
      .getByText(/to resolve/)
      .first()
      .waitFor()
    const answer = page.getByRole('region', { name: 'First answer' })
    await answer.getByText('Met', { exact: true }).waitFor()

    // Waiting stops the other clock, too.
    await page.getByRole('button', { name: 'Wait' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What are we waiting for?').fill('The serial number')
    await dialog.getByRole('button', { name: 'Wait for the requester' }).click()
    await page
      .getByText(/^Paused/)
      .first()
      .waitFor()
    const solution = page.getByRole('region', { name: 'Solution' })
    await solution.getByText('Business hours, counted').first().waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page
      .getByText(/to resolve/)
      .first()
      .waitFor()

    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Escalate' }).click()
    await dialog.getByLabel('Why?').fill('The customer cannot work')
    await dialog.getByRole('button', { name: 'Escalate' }).click()
    await page.getByText('Escalated', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Resolve' }).click()
    await dialog.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('Done in time').first().waitFor()
    await page.getByRole('button', { name: 'Reopen' }).click()
    await dialog.getByLabel('Why?').fill('It is dark again')
    await dialog.getByRole('button', { name: 'Reopen' }).click()
    await page
      .getByText(/to resolve/)
      .first()
      .waitFor()

    await page.getByRole('tab', { name: 'History' }).click()
    const history = page.getByRole('list', { name: 'History, newest first' })
    await history.getByText('The customer cannot work').first().waitFor()
    await expect
      .poll(() => history.getByRole('listitem').filter({ hasText: 'Test agent' }).count())
      .toBeGreaterThanOrEqual(7)
  })

  it('TIC-13 a breach escalates by itself, and the queue of a colleague shows it without being asked', async () => {
    const agent = s.t.as('agent')
    await make(agent, '/api/tickets', { subject: 'Nobody looks at this', priority: 'urgent' })
    await s.t.settled()
    // Home tells when each is due, which is what its order is by; nobody has it yet.
    const queue = await s.open('manager', '/home')
    const due = queue.getByRole('region', { name: /^Tickets due next/ })
    await due.getByRole('row', { name: /Nobody looks at this.*to answer/ }).waitFor()
    await queue.goto('/tickets')
    const row = queue.getByRole('row', { name: /Nobody looks at this/ })
    await row.getByText(/to answer/).waitFor()
    await queue.getByText('Live', { exact: true }).waitFor()
    expect(await row.getByText('Escalated', { exact: true }).count()).toBe(0)

    // An hour and a half later nobody has answered. What happens next wakes whoever keeps the timers.
    ahead = 90 * 60_000
    await make(agent, '/api/tickets', { subject: 'Another matter' })
    await row.getByText('Escalated', { exact: true }).waitFor()
    await row.getByText(/^Breached/).waitFor()
    await row
      .getByText(/^The system: /)
      .first()
      .waitFor()
    // What is new waits for the person, so that no row moves under the eye.
    await queue.getByRole('button', { name: '1 new ticket · show' }).click()
    await queue.getByRole('row', { name: /Another matter/ }).waitFor()

    await row.getByRole('link', { name: 'Nobody looks at this' }).click()
    await queue.getByRole('region', { name: 'First answer' }).getByText('Breached', { exact: true }).waitFor()
    await queue.getByRole('tab', { name: 'History' }).click()
    const escalated = queue
      .getByRole('listitem')
      .filter({ hasText: /escalated/i })
      .first()
    await escalated.getByRole('button', { name: 'Why?' }).click()
    await escalated
      .getByRole('list', { name: 'Because of' })
      .getByText(/opened/i)
      .waitFor()
  })

  it('TIC-12 a colleague sees who is replying; two tickets are merged, with what was said about both, and parted again', async () => {
    const agent = s.t.as('agent')
    const first = await make(agent, '/api/tickets', { subject: 'The lamp is dark' })
    const second = await make(agent, '/api/tickets', { subject: 'Dark lamp, once more' })
    await make(agent, `/api/tickets/${second}/add-note`, { body: 'Heard of it by telephone' })
    await s.t.settled()
    const mine = await s.open('agent', `/tickets/${first}`)
    const theirs = await s.open('manager', `/tickets/${first}`)
    for (const page of [mine, theirs]) await page.getByText('Live', { exact: true }).waitFor()
    await mine.getByLabel('Reply to the requester').fill('Please try')
    await theirs.getByText('Test agent is replying').waitFor()
    await mine.getByLabel('Reply to the requester').fill('')
    await theirs.getByText('Test agent is replying').waitFor({ state: 'detached' })

    const links = mine.getByRole('region', { name: 'Linked tickets' })
    await links.getByRole('button', { name: 'Merge' }).click()
    const dialog = mine.getByRole('dialog')
    await dialog.getByLabel('Ticket').fill('once more')
    await mine.getByRole('option', { name: /once more/ }).click()
    await dialog.getByRole('button', { name: 'Compare' }).click()
    await dialog
      .getByRole('radio', { name: /The lamp is dark/ })
      .first()
      .check()
    await dialog.getByRole('button', { name: 'Merge into The lamp is dark' }).click()
    await mine.getByText('Heard of it by telephone').first().waitFor()
    await mine.getByRole('button', { name: 'Undo the merge' }).click()
    await mine.getByText('Heard of it by telephone').first().waitFor({ state: 'detached' })
  })
})
