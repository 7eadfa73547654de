import { beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { type Furnished, furnish, make } from './furnish.ts'

describe.runIf(executablePath)('pipelines and deals, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  let made: Furnished
  beforeAll(async () => {
    made = await furnish(s.t)
  })

  it('OPP-10 OPP-12 stages are added, renamed, and put in their order by the mouse and by the keyboard', async () => {
    const page = await s.open('admin', `/pipelines/${made.pipelineId}`)
    const rows = page.getByRole('region', { name: 'Stages' }).getByRole('row')
    const order = () => rows.evaluateAll((all) => all.slice(1).map((row) => row.children[1]?.textContent))
    await page.getByRole('button', { name: 'Add a stage' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Legal review')
    await dialog.getByLabel('Probability').fill('70')
    await dialog.getByRole('button', { name: 'Add the stage' }).click()
    await expect
      .poll(order)
      .toEqual(['Prospecting', 'Proposal', 'Negotiation', 'Legal review', 'Closed won', 'Closed lost'])

    const grip = page.getByRole('button', { name: 'Move Legal review', exact: true })
    const [from, to] = [await grip.boundingBox(), await rows.nth(2).boundingBox()]
    if (!from || !to) throw new Error('there is nothing to drag, or nowhere to')
    await page.mouse.move(from.x + 4, from.y + 4)
    await page.mouse.down()
    await page.mouse.move(from.x + 4, from.y - 12, { steps: 3 })
    await page.mouse.move(from.x + 4, to.y + to.height / 2, { steps: 6 })
    await page.getByText('Over place 2 of 4.').waitFor({ state: 'attached' })
    await page.mouse.up()
    const dragged = ['Prospecting', 'Legal review', 'Proposal', 'Negotiation', 'Closed won', 'Closed lost']
    await expect.poll(order).toEqual(dragged)

    await grip.focus()
    await page.keyboard.press('Space')
    await page.getByText('Over place 2 of 4.').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowDown')
    await page.getByText('Over place 3 of 4.').waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    const moved = ['Prospecting', 'Proposal', 'Legal review', 'Negotiation', 'Closed won', 'Closed lost']
    await expect.poll(order).toEqual(moved)

    await page.getByRole('button', { name: 'Change Legal review' }).click()
    await dialog.getByLabel('Name').fill('Contract')
    await dialog.getByRole('button', { name: 'Change the stage' }).click()
    await expect.poll(async () => (await order())[2]).toBe('Contract')
  })

  it('OPP-11 what a stage asks is put together as conditions, holds a deal up, and is set aside with a reason', async () => {
    const id = await make(s.t.as('rep'), '/api/opportunities', { name: 'Early bird' })
    const admin = await s.open('admin', `/pipelines/${made.pipelineId}`)
    await admin.getByRole('button', { name: 'What is asked before Prospecting is left' }).click()
    await admin.getByRole('button', { name: 'Add a criterion' }).click()
    const builder = admin.getByRole('dialog', { name: 'What must hold of the deal' })
    await builder.getByRole('button', { name: 'Related records' }).click()
    await builder.getByRole('combobox', { name: 'Related records' }).click()
    await admin.getByRole('option', { name: 'Quotes', exact: true }).click()
    await builder.getByRole('button', { name: 'Take these conditions' }).click()
    await admin.getByLabel('Criterion 1: name').fill('A quote is written')
    await admin.getByRole('button', { name: 'Save', exact: true }).click()
    await admin.getByRole('row', { name: /Prospecting.*A quote is written/ }).waitFor()

    // A rep is told why; a manager may set it aside, and says why.
    const rep = await s.open('rep', `/opportunities/${id}`)
    await rep.getByRole('list', { name: 'Stages' }).getByRole('button', { name: 'Proposal' }).click()
    const told = rep.getByRole('alert').filter({ hasText: 'Early bird stays in Prospecting' })
    await told.getByText('“A quote is written” (Prospecting)').waitFor()
    const manager = await s.open('manager', `/opportunities/${id}`)
    await manager.getByRole('list', { name: 'Stages' }).getByRole('button', { name: 'Proposal' }).click()
    const dialog = manager.getByRole('dialog', { name: 'Not ready for Proposal' })
    await dialog.getByText('A quote is written (Prospecting)').waitFor()
    await dialog.getByLabel('Why is it moved all the same?').fill('They ordered by telephone')
    await dialog.getByRole('button', { name: 'Move it all the same' }).click()
    await dialog.waitFor({ state: 'detached' })
    await rep
      .getByRole('listitem')
      .filter({ hasText: 'Proposal' })
      .and(rep.locator('[aria-current="step"]'))
      .waitFor()
  })

  it('OPP-05 OPP-04 OPP-24 OPP-16 OPP-19 OPP-21 a deal gets lines and people, is lost to somebody, and is told in the reports', async () => {
    const client = s.t.as('rep')
    const contactId = await make(client, '/api/contacts', { name: { first: 'Ada', last: 'Okello' } })
    await make(client, '/api/competitors', { name: 'Aurel Optics' })
    const id = await make(client, '/api/opportunities', { name: 'Two scopes', contactId })
    await make(client, '/api/opportunities', {
      name: 'Left alone',
      amount: { amount: 700_000, currency: 'EUR' },
      closeDate: '2020-01-31',
    })
    await s.t.settled()
    const page = await s.open('rep', `/opportunities/${id}`)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Add lines' }).click()
    await page.getByRole('combobox', { name: 'Line 1: product' }).click()
    await page.getByRole('option', { name: 'Larkspur Scope' }).click()
    await page.getByLabel('Line 1: quantity').fill('2')
    await page.getByLabel('Line 1: discount').fill('25')
    // 2 x 1,200.00 less a quarter.
    await dialog.getByRole('row', { name: 'Amount' }).getByText('1,800').waitFor()
    await page.getByRole('button', { name: 'Save lines' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page
      .getByRole('region', { name: 'Lines' })
      .getByRole('row', { name: 'Amount' })
      .getByText('1,800')
      .waitFor()

    await page.getByRole('button', { name: 'Change the part of Ada Okello' }).click()
    await dialog.getByLabel('Part they play').fill('Decision-maker')
    await dialog.getByLabel('Stance').click()
    await page.getByRole('option', { name: 'Supporter' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /Ada Okello.*Decision-maker.*Supporter/ }).waitFor()

    // A new quote begins with the lines of the deal.
    await page.getByRole('button', { name: 'New quote' }).click()
    await dialog.getByRole('row', { name: 'Total' }).getByText('1,800').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Lost', exact: true }).click()
    await dialog.getByLabel('Why was it lost?').fill('Price')
    await dialog.getByLabel('Lost to').fill('Aurel')
    await page.getByRole('option', { name: 'Aurel Optics' }).click()
    await dialog.getByRole('button', { name: 'Close as lost' }).click()
    await page.getByRole('region', { name: 'Competitors' }).getByText('Lost to').waitFor()

    await page.goto('/pipeline-health')
    await page.getByRole('row', { name: /Left alone.*Close date passed.*No next step/ }).waitFor()
    await page.getByRole('combobox', { name: 'Win rate by' }).click()
    await page.getByRole('option', { name: 'By competitor' }).click()
    await page.getByRole('row', { name: /Aurel Optics\s*0\s*1\s*0/ }).waitFor()
    // A number leads to the deals that it counts.
    const facts = page.getByRole('region', { name: 'Open deals' })
    await facts
      .locator('div')
      .filter({ hasText: /^Close date passed/ })
      .getByRole('link')
      .click()
    await page.getByRole('heading', { name: 'Opportunities' }).waitFor()
    await page.getByText('Left alone').first().waitFor()
    expect(await page.getByText('Two scopes').count()).toBe(0)
  })
})
