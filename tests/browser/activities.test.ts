import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

describe.runIf(executablePath)('activities, in a browser', { timeout: 10 * patience }, () => {
  /** How far the server's clock is ahead of the wall's, in ms. */
  let ahead = 0
  const s = stage({ clock: () => new Date(Date.now() + ahead).toISOString() })
  let accountId: string
  let contactId: string
  let dealId: string
  beforeAll(async () => {
    await furnish(s.t)
    const rep = s.t.as('rep')
    accountId = await make(rep, '/api/accounts', { name: 'Bauch Labs' })
    contactId = await make(rep, '/api/contacts', { name: { first: 'Grace', last: 'Auma' }, accountId })
    dealId = await make(rep, '/api/opportunities', { name: 'Scopes for the lab', accountId, contactId })
    await s.t.settled()
  })

  it('CUS-09 CUS-10 a call is logged on a deal by keyboard, is on its account too, and its follow-up is on top', async () => {
    const page = await s.open('rep', `/opportunities/${dealId}`)
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.keyboard.press('l')
    const form = page.getByRole('form', { name: 'Log call' })
    await form.getByLabel('Outcome').click()
    await page.getByRole('option', { name: 'Reached' }).click()
    await form.getByLabel('Duration in minutes').fill('7')
    await form.getByLabel('Purpose').fill('Price of ten')
    await form.getByLabel('What was said').fill('They want **ten**.')
    await form.getByLabel('Follow up').click()
    await page.getByRole('option', { name: 'In a week' }).click()
    await page.keyboard.press('Control+Enter')
    const timeline = page.getByRole('list', { name: 'Timeline, newest first' })
    await timeline.getByRole('link', { name: 'Price of ten' }).waitFor()
    await timeline.getByText('Reached · 7 m').waitFor()
    await timeline.locator('strong', { hasText: 'ten' }).waitFor()
    await page.getByRole('region', { name: 'To do' }).getByText('Follow up: Price of ten').waitFor()
    await form.waitFor({ state: 'detached' })

    await page.goto(`/accounts/${accountId}`)
    await timeline.getByRole('link', { name: 'Price of ten' }).waitFor()
    await timeline.getByRole('link', { name: 'Scopes for the lab' }).first().waitFor()
  })

  it('ACT-06 ACT-09 a note mentions a colleague, who is told; the timeline is filtered and searched', async () => {
    const page = await s.open('rep', `/contacts/${contactId}`)
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.keyboard.press('w')
    const form = page.getByRole('form', { name: 'Write note' })
    await form.getByLabel('Note').fill('Asked by @Test ag')
    await page.getByRole('option', { name: 'Test agent' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('about the rival')
    await form.getByRole('button', { name: 'Add note' }).click()
    const timeline = page.getByRole('list', { name: 'Timeline, newest first' })
    await timeline.getByRole('link', { name: '@Test agent' }).waitFor()

    await page.getByRole('button', { name: 'Calls', exact: true }).click()
    await timeline.getByText('about the rival').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Calls', exact: true }).click()
    await timeline.getByText('about the rival').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('RIVAL asked')
    await timeline.getByText('Price of ten').waitFor({ state: 'detached' })
    await timeline.getByText('about the rival').waitFor()
    await page.getByLabel('Search the timeline').fill('nowhere')
    await page.getByText('Nothing here says “nowhere”.').waitFor()

    const agent = await s.open('agent', '/home')
    await agent.getByRole('button', { name: /Notices, 1 unread/ }).click()
    await agent.getByText('You were mentioned').waitFor()
  })

  it('ACT-04 OPP-09 a task is added, becomes overdue while one looks on, is done, and comes again', async () => {
    const page = await s.open('rep', '/day')
    await page.getByRole('heading', { name: 'My day' }).waitFor()
    await page.keyboard.press('f')
    const form = page.getByRole('form', { name: 'Add task' })
    await form.getByLabel('Task').fill('Send the report')
    const due = new Date(Date.now() + 5 * 60_000).toISOString()
    await form.getByLabel('Due', { exact: true }).fill(due.slice(0, 10))
    await form.getByLabel('Due: time').fill(due.slice(11, 16))
    await form.getByRole('combobox', { name: 'Repeats' }).click()
    await page.getByRole('option', { name: 'Every week' }).click()
    await form.getByRole('button', { name: 'Add task' }).click()
    await page.getByRole('main').getByText('Send the report').waitFor()

    ahead = 10 * 60_000
    await page.reload()
    await page.getByRole('navigation').getByText('1 overdue').waitFor()
    // What somebody else gives one counts at once.
    const late = { day: '2026-01-01', timeZone: 'UTC' }
    const given = { kind: 'task', subject: 'Given and late', due: late, assigneeId: s.t.ids.rep }
    await make(s.t.as('manager'), '/api/activities', given)
    await page.getByRole('navigation').getByText('2 overdue').waitFor()

    await page.getByRole('button', { name: 'Done: Send the report' }).click()
    await page.getByRole('navigation').getByText('1 overdue').waitFor()
    await page.getByRole('link', { name: 'Send the report' }).click()
    await page.getByRole('heading', { name: 'Send the report' }).waitFor()
    await page.getByText('Every week').first().waitFor()
    ahead = 0
  })

  it('ACT-05 a meeting is planned with people, and a colleague accepts it', async () => {
    const page = await s.open('rep', `/opportunities/${dealId}`)
    await page.getByRole('button', { name: 'Plan meeting' }).click()
    const form = page.getByRole('form', { name: 'Plan meeting' })
    await form.getByLabel('Meeting').fill('Kick-off')
    await form.getByLabel('Starts', { exact: true }).fill('2035-03-01')
    await form.getByLabel('Place').fill('Video call')
    await form.getByLabel('People').fill('Test agent')
    await page.getByRole('option', { name: 'Test agent' }).click()
    await form.getByRole('button', { name: 'Add meeting' }).click()
    await page.getByRole('region', { name: 'To do' }).getByText('Kick-off').waitFor()

    await s.t.settled()
    const { items } = (await s.t.as('agent').get('/api/activities?q=kick-off')).json<{
      items: { id: string }[]
    }>()
    const agent = await s.open('agent', `/activities/${items[0]?.id}`)
    await agent.getByRole('heading', { name: 'Kick-off' }).waitFor()
    await agent.getByRole('button', { name: 'Accept' }).click()
    await agent.getByText('Accepted', { exact: true }).first().waitFor()
    const file = agent.getByRole('link', { name: 'To my calendar' })
    expect(await file.getAttribute('href')).toBe(`/api/activities/${items[0]?.id}/calendar`)
  })

  it('is as of any instant, in which nothing can be written', async () => {
    const page = await s.open('rep', `/opportunities/${dealId}?asOf=2019-01-01T00:00:00.000Z`)
    await page.getByText('This is not here, or not for you to see').waitFor()
    await page.goto(`/day?asOf=2019-01-01T00:00:00.000Z`)
    await page.getByText('Nothing was to be done').waitFor()
    expect(await page.getByRole('button', { name: 'Add task' }).count()).toBe(0)
  })
})
