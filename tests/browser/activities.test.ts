import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { stage, wholePath } from './chromium.ts'
import { furnish, make } from './furnish.ts'

/** The smallest PDF of one page with these words. */
function onePage(text: string): Buffer {
  const drawn = `BT /F 24 Tf 40 100 Td (${text}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let whole = '%PDF-1.4\n'
  const places = objects.map((object, n) => {
    const at = whole.length
    whole += `${n + 1} 0 obj${object}endobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 6\n0000000000 65535 f \n${places.join('')}`
  return Buffer.from(`${whole}${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${whole.length}\n%%EOF`)
}

describe.runIf(wholePath)('activities, in a browser', { timeout: 10 * patience }, () => {
  /** How far the server's clock is ahead of the wall's, in ms. */
  let ahead = 0
  const s = stage({ clock: () => new Date(Date.now() + ahead).toISOString() }, wholePath)
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

  it('OPP-07 files are dropped on a deal, shown, replaced, renamed and removed; what is refused says why', async () => {
    const page = await s.open('rep', `/opportunities/${dealId}`)
    const panel = page.getByRole('region', { name: 'Files', exact: false }).first()
    await panel.getByText('No files yet').waitFor()
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const dropped = await page.evaluateHandle(
      `(() => {
        const data = new DataTransfer()
        data.items.add(new File(['Ten, not nine.'], 'Terms.txt'))
        data.items.add(new File(['MZ is a program'], 'Terms.pdf'))
        return data
      })()`,
    )
    await page.locator('section[aria-label="Files to add"]').dispatchEvent('drop', { dataTransfer: dropped })
    await panel.getByRole('link', { name: 'Terms.txt', exact: true }).waitFor()
    await panel.getByRole('alert').filter({ hasText: 'programs are not taken' }).waitFor()
    await panel.getByRole('button', { name: 'Dismiss Terms.pdf' }).click()

    const chooser = page.locator('input[aria-label="Files to add"]')
    await chooser.setInputFiles({ name: 'board.png', mimeType: 'image/png', buffer: picture })
    await panel.getByRole('button', { name: 'board.png', exact: true }).press('Enter')
    const shown = page.getByRole('dialog').getByRole('img', { name: 'board.png' })
    const width = () => shown.evaluate((image) => (image as never as { naturalWidth: number }).naturalWidth)
    await expect.poll(width).toBe(1)
    await page.keyboard.press('Escape')
    await page
      .getByRole('list', { name: 'Timeline, newest first' })
      .getByRole('link', { name: 'File board.png' })
      .waitFor()

    await chooser.setInputFiles({
      name: 'Plan.pdf',
      mimeType: 'application/pdf',
      buffer: onePage('Larkspur'),
    })
    const fetched = page.waitForResponse((reply) => reply.url().includes('/content?inline=true'))
    await panel.getByRole('button', { name: 'Plan.pdf', exact: true }).click()
    const [reply] = await Promise.all([fetched, page.getByTitle('Plan.pdf').waitFor()])
    expect([reply.status(), reply.headers()['content-type']]).toEqual([200, 'application/pdf'])
    // The browser's own viewer has taken it, in a frame of its own: it was neither refused nor saved.
    await expect
      .poll(() => page.frames().some((frame) => frame.url().startsWith('chrome-extension://')))
      .toBe(true)
    await page.keyboard.press('Escape')

    await page
      .locator('input[aria-label="New version of Terms.txt"]')
      .setInputFiles({ name: 'Terms.txt', mimeType: 'text/plain', buffer: Buffer.from('Eleven.') })
    await panel.getByRole('link', { name: 'Version 2' }).click()
    await page.getByRole('link', { name: '1: Terms.txt' }).waitFor()
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Signed terms.txt')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('heading', { name: 'Signed terms.txt' }).waitFor()
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    expect((await downloading).suggestedFilename()).toBe('Signed terms.txt')
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Bring back' }).waitFor()
    await page.goto(`/opportunities/${dealId}`)
    await panel.getByRole('button', { name: 'board.png', exact: true }).waitFor()
    await panel.getByRole('button', { name: 'Show removed' }).click()
    await panel.getByRole('link', { name: 'Signed terms.txt', exact: true }).waitFor()
  })

  it('ACT-02 an e-mail is filed from its file, and another by hand with a reminder', async () => {
    const page = await s.open('rep', `/opportunities/${dealId}`)
    const timeline = page.getByRole('list', { name: 'Timeline, newest first' })
    await page.getByRole('button', { name: 'File e-mail' }).click()
    const form = page.getByRole('form', { name: 'File e-mail' })
    await form.locator('input[type=file]').setInputFiles({
      name: 'Offer.eml',
      mimeType: 'message/rfc822',
      buffer: Buffer.from(
        'From: Jane <jane@acme.example>\r\nTo: us@ours.example\r\nSubject: Ten scopes\r\n\r\nPlease.',
      ),
    })
    await timeline.getByRole('link', { name: 'Ten scopes' }).waitFor()
    await timeline.getByText('from Jane').waitFor()
    await form.waitFor({ state: 'hidden' })

    await page.getByRole('button', { name: 'File e-mail' }).click()
    await form.getByText('Sent', { exact: true }).click()
    await form.getByRole('button', { name: 'File e-mail' }).click()
    await form.getByText('Say from whom it came, or to whom it went.').waitFor()
    await form.getByLabel('To', { exact: true }).fill('Jane <jane@acme.example>, j2@acme.example')
    await form.getByLabel('Subject').fill('Our offer')
    await form.getByRole('combobox', { name: 'Remind me' }).click()
    await page.getByRole('option', { name: 'If nobody answers in three days' }).click()
    await form.getByRole('button', { name: 'File e-mail' }).click()
    await timeline.getByText('to Jane and 1 more').waitFor()
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
