import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { type Furnished, furnish, make } from './furnish.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })

describe.runIf(executablePath)('customers and deals, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  let made: Furnished
  let standId: string
  let accountId: string
  beforeAll(async () => {
    made = await furnish(s.t)
    const [admin, rep] = [s.t.as('admin'), s.t.as('rep')]
    standId = await make(admin, '/api/products', { name: 'Tripod stand', code: 'TS-1', price: eur(40_000) })
    const about = { sector: 'Makers', employees: 20 }
    accountId = await make(rep, '/api/accounts', { name: 'Acme', ...about })
    const others = await Promise.all(
      ['Bolt', 'Cog'].map((name) => make(rep, '/api/accounts', { name, ...about })),
    )
    const sold = async (account: string, productIds: readonly string[]) => {
      const id = await make(rep, '/api/opportunities', { name: 'Sold', accountId: account })
      const lines = productIds.map((productId) => ({ productId, quantity: 1 }))
      await make(rep, `/api/opportunities/${id}/change-lines`, { lines, currency: 'EUR' })
      await make(rep, `/api/opportunities/${id}/win`, {})
    }
    await sold(accountId, [made.productId])
    for (const other of others) await sold(other, [made.productId, standId])
    const lampId = await make(admin, '/api/products', { name: 'Lamp', code: 'L-1', price: eur(40_000) })
    await sold(others[0] ?? '', [lampId])
    await s.t.settled()
  })

  it('OPP-14 OPP-23 a manager sets a quota, sees what is won of it, and opens a number of the leaderboard', async () => {
    const page = await s.open('manager', '/quotas')
    await page.getByRole('button', { name: 'New quota' }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Person').fill('Test rep')
    await page.getByRole('option', { name: 'Test rep', exact: true }).click()
    const year = new Date().getUTCFullYear()
    await form.getByLabel('From').fill(`${year}-01-01`)
    await form.getByLabel(/^To(?! be)/).fill(`${year}-12-31`)
    await form.getByRole('textbox', { name: 'To be won' }).fill('8000')
    await form.getByRole('button', { name: 'Create quota' }).click()
    await page.getByRole('heading', { name: new RegExp(`Test rep, ${year}-01-01`) }).waitFor()
    await page.goto('/forecast')
    // Two scopes with a stand, one without, and a lamp are 4,800 of 8,000.
    await page
      .getByRole('region', { name: 'Quotas' })
      .getByRole('row', { name: /rep.*60\s*%/i })
      .waitFor()

    await page.goto('/performance')
    await page
      .getByRole('row', { name: /Test rep/ })
      .getByRole('button', { name: '4' })
      .click()
    await page.getByRole('dialog').getByText('4 deals won').waitFor()
    await page.getByRole('dialog').getByRole('link', { name: 'Sold' }).first().waitFor()
  })

  it('REP-01 REP-02 REP-03 REP-04 a manager explores, opens a figure, keeps the question, and sees it live at home', async () => {
    const page = await s.open('manager', '/opportunities?status=won')
    await page.getByRole('link', { name: 'Explore these opportunities' }).click()
    await page.getByRole('button', { name: 'Which: Status is one of Won' }).waitFor()
    await page
      .getByRole('region', { name: 'Figures' })
      .getByRole('link', { name: '4', exact: true })
      .waitFor()

    await page.goto('/reports')
    await page.getByRole('button', { name: 'Ready-made' }).first().click()
    await page.getByRole('menuitem', { name: 'Results by salesperson' }).click()
    const figures = page.getByRole('region', { name: 'Figures' })
    const ofRep = figures.getByRole('row', { name: /Test rep/ })
    await ofRep.getByRole('link', { name: '4', exact: true }).click()
    await page.getByRole('link', { name: 'Sold' }).first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/opportunities')
    await page.goBack()
    await page.getByLabel('In the order of').first().click()
    await page.getByRole('option', { name: 'Groups' }).click()
    await page.getByLabel('Drawn as').first().click()
    await page.getByRole('option', { name: 'Pie' }).click()
    await page.getByRole('button', { name: 'Keep as report' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Who sells')
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('heading', { name: 'Who sells' }).first().waitFor()
    await ofRep.waitFor()

    await page.goto('/')
    await page.getByRole('button', { name: 'Arrange' }).click()
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('menuitem', { name: 'Who sells' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    const tile = page.getByRole('region', { name: 'Who sells' })
    await tile.getByRole('row', { name: /Test rep/ }).waitFor()
    await tile.getByRole('row', { name: /^All 4 / }).waitFor()
    const id = await make(s.t.as('manager'), '/api/opportunities', { name: 'Another', productId: standId })
    await make(s.t.as('manager'), `/api/opportunities/${id}/win`, {})
    await tile.getByRole('row', { name: /^All 5 / }).waitFor()
  })

  it('REP-06 REP-09 REP-14 a manager asks for a figure in words, has the report behind it sent, and shows it outside', async () => {
    const page = await s.open('manager', '/reports')
    const asked = page.getByRole('textbox', { name: 'Ask for a figure' })
    await asked.fill('won deals of Atlantis')
    await page.getByText('Nothing here is called “atlantis”.').waitFor()
    await asked.fill('won deals this year')
    await page.getByRole('link', { name: /^5 ?Won deals/ }).click()
    await page.getByRole('button', { name: 'Keep as report' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Won this year')
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('heading', { name: 'Won this year' }).first().waitFor()

    await page.getByRole('button', { name: 'Send regularly' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'First on', exact: true }).fill('2090-01-02')
    await dialog.getByLabel(/: time$/).fill('08:00')
    await dialog.getByRole('button', { name: 'Have it sent' }).click()
    const sent = page.getByRole('region', { name: /^Sent by mail/ })
    await sent.getByRole('link', { name: 'Won this year' }).click()
    await page.getByRole('region', { name: 'What was sent' }).waitFor()
    await page.getByText('Every week').first().waitFor()

    // REP-09: to somebody outside, who has no account.
    await page.getByRole('link', { name: 'Won this year' }).first().click()
    await page.getByRole('button', { name: 'Share by link' }).click()
    await dialog.getByRole('textbox', { name: 'For', exact: true }).fill('The board')
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    await dialog.getByRole('textbox', { name: 'Open until', exact: true }).fill(until)
    await dialog.getByLabel('Open until: time').fill('08:00')
    await dialog.getByRole('button', { name: 'Make a link' }).click()
    await page
      .getByRole('region', { name: /^Shared by link/ })
      .getByRole('link', { name: 'The board' })
      .click()
    const outside = await s.open(null, await page.getByText('/shared-report?link=').innerText())
    await outside.getByRole('heading', { name: 'Won this year' }).waitFor()
    await page.reload()
    await page.getByRole('cell', { name: 'Somebody who was not signed in' }).first().waitFor()
  })

  it('OPP-13 ES-07 ES-08 ES-09 a manager tests forecasts, tries another probability, and sees what changed the pipeline', async () => {
    const page = await s.open('manager', '/forecast')
    await page
      .getByRole('region', { name: 'Forecasts by method' })
      .getByText('smoothed exponentially')
      .waitFor()

    await page.goto('/back-tests')
    await page.getByRole('button', { name: 'Test the forecasts' }).click()
    await page.getByRole('heading', { name: /^Back-test from/ }).waitFor()
    await page
      .getByRole('region', { name: 'Errors by method' })
      .getByRole('row', { name: /^Mean of the best/ })
      .waitFor()

    await page.goto('/what-if')
    const tried = page.getByRole('textbox', { name: /to try, in percent$/ }).first()
    const before = await tried.inputValue()
    await tried.fill('77')
    await page.getByRole('button', { name: 'As they are' }).click()
    await expect.poll(() => tried.inputValue()).toBe(before)

    await page.goto('/pipeline-changes')
    await page.getByRole('row', { name: /^Not explained €?0/ }).waitFor()
  })

  it('CUS-17 OPP-26 an account shows what to sell it, too, and it becomes an opportunity and a line of a quote', async () => {
    const page = await s.open('rep', `/accounts/${accountId}`)
    const alike = page.getByRole('region', { name: 'What accounts alike have' }).first()
    await alike.getByText('2 of 2 accounts alike (Makers, 10-49) have bought it').waitFor()
    await alike.getByRole('button', { name: 'Create opportunity: Tripod stand' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Create opportunity' }).click()
    await page.getByRole('heading', { name: 'Tripod stand' }).waitFor()

    const rep = s.t.as('rep')
    const opportunityId = await make(rep, '/api/opportunities', { name: 'More scopes', accountId })
    const lines = [{ productId: made.productId, quantity: 1 }]
    const quoteId = await make(rep, '/api/quotes', {
      opportunityId,
      currency: 'EUR',
      validUntil: '2099-01-31',
      lines,
    })
    await s.t.settled()
    await page.goto(`/quotes/${quoteId}`)
    await page.getByRole('button', { name: 'Add to the quote: Tripod stand' }).click()
    await page
      .getByRole('row', { name: /Tripod stand.*400/ })
      .first()
      .waitFor()
  })

  it('CUS-06 CUS-18 OPP-28 contacts have a weight with reasons, markets a share, and key customers a policy', async () => {
    await make(s.t.as('rep'), '/api/contacts', {
      name: { first: 'Ada', last: 'Okello' },
      title: 'CEO',
      accountId,
    })
    await s.t.settled()
    const page = await s.open('manager', '/contact-analysis')
    await page.getByRole('row', { name: /Ada Okello.*40.*CEO \(40\).*Never/ }).waitFor()
    await page.goto('/markets')
    await page.getByText('No market was entered yet.').waitFor()
    await page.goto('/key-customers')
    await page.getByText(/Nothing was invoiced within 24 months/).waitFor()
    await page.goto('/cross-selling')
    await page.getByText('No deal closed within a year had a proposal that was taken up.').waitFor()
  })

  it('OPP-28 leaves the list of markets its half of the screen, however many shares stand above it', async () => {
    for (let year = 2001; year <= 2025; year++)
      await make(s.t.as('manager'), '/api/markets', {
        name: `Scopes ${year}`,
        startsOn: `${year}-01-01`,
        endsOn: `${year}-12-31`,
        size: eur(1_000_000),
      })
    await s.t.settled()
    const page = await s.open('manager', '/markets')
    const shares = page.getByRole('region', { name: 'Market shares' })
    for (const [width, rows] of [
      [1280, 'Markets, table'],
      [390, 'Markets, rows'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await shares.getByRole('row').nth(25).waitFor()
      const list = page.getByRole('region', { name: rows })
      await list.waitFor()
      expect((await list.boundingBox())?.height).toBeGreaterThan(150)
    }
  })
})
