import { beforeAll, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { answered } from '../support/reply.ts'
import { violations, wcag } from './axe.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const s = stage()
const dayLength = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * dayLength).toISOString()

/** As if it had been done so many days ago. */
async function did(command: string, body: object, days: number, id?: string): Promise<string> {
  const principal = systemPrincipal('test', { kind: 'import' })
  return (await s.t.execute({ command, body, principal, occurredAt: daysAgo(days), ...(id && { id }) })).id
}

beforeAll(async () => {
  if (!executablePath) return
  const { pipelineId, productId } = await furnish(s.t)
  const accountId = await did('account.create', { name: 'Nile Optics', relation: 'customer' }, 300)
  const open = (name: string, days: number) =>
    did(
      'opportunity.open',
      {
        name,
        pipelineId,
        accountId,
        productId,
        ownerId: s.t.ids.rep,
        amount: { amount: 500_000, currency: 'EUR' },
      },
      days,
    )
  const { stages } = await answered<{ stages: { id: string }[] }>(
    s.t.as('admin').get(`/api/pipelines/${pipelineId}`),
  )
  const harbour = await open('Harbour', 100)
  // On, back, and on again: what a Sankey that knew no steps would go round in.
  for (const [days, at] of [
    [95, 1],
    [90, 0],
    [85, 1],
  ] as const)
    await did('opportunity.advance-stage', { stageId: stages[at]?.id }, days, harbour)
  await did('opportunity.win', {}, 80, harbour)
  await did('opportunity.win', {}, 60, await open('Quay', 70))
  await open('Shore', 50)
  await make(s.t.as('agent'), '/api/tickets', { subject: 'It hums', productId, accountId })
  await make(s.t.as('agent'), '/api/customer-assets', { name: 'Scope 1', accountId, productId })
  await s.t.settled()
})

it.runIf(executablePath)(
  'ANA-03, ANA-08, ANA-10, REP-05, REP-13, MKT-22 insight tells what follows, opens its records, and makes a list of those at risk',
  async () => {
    const page = await s.open('admin', '/insight')
    await page.getByRole('heading', { name: 'Won by product' }).waitFor()
    await page.getByText('By customer', { exact: true }).click()
    await page.getByRole('heading', { name: 'Won by customer' }).waitFor()
    const broken: string[] = []
    for (const tab of [
      ['Products', 'Tickets per 100 units'],
      ['Customers', 'Prospects that are like the best customers'],
      ['Market', 'Won month by month, and what may come'],
      ['Support', 'Who and what resolves well'],
      ['Satisfaction', 'Before and after what was done'],
      ['Automation', 'What is compared'],
      ['Cohorts', 'From stage to stage'],
      ['Customers at risk', 'Who may leave'],
      ['Reliability', 'Numbers that were revised after the end of their month'],
    ] as const) {
      await page.getByRole('tab', { name: tab[0], exact: true }).click()
      await page.getByRole('region', { name: tab[1], exact: true }).waitFor()
      await page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' })
      const found = await violations(page, [...wcag, 'best-practice'])
      broken.push(...found.map((each) => `${tab[0]}: ${each}`))
    }
    expect(broken).toEqual([])

    await page.getByRole('tab', { name: 'Cohorts' }).click()
    await page.getByText('Deals', { exact: true }).click()
    const flow = page.getByRole('region', { name: 'Flow', exact: true })
    await page.locator('.recharts-sankey-nodes text').first().waitFor()
    await flow
      .getByRole('row', { name: /^1 Prospecting Proposal/ })
      .getByRole('button')
      .click()
    await page.getByRole('dialog').getByRole('link', { name: 'Harbour' }).waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('tab', { name: 'Automation' }).click()
    await page.getByLabel('Since this day').fill(daysAgo(75).slice(0, 10))
    await page.getByRole('region', { name: 'Before and after' }).first().waitFor()

    await page.getByRole('tab', { name: 'Customers at risk' }).click()
    await page.getByRole('button', { name: 'Make a list' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make' }).click()
    await page.getByRole('heading', { name: 'Customers to keep' }).waitFor()
    await page.getByRole('region', { name: 'Customers kept' }).first().waitFor()

    // Kept as it is, and a list made of one of its groups.
    await page.goto('/insight')
    await page.getByRole('tab', { name: 'Customers', exact: true }).click()
    await page.getByRole('button', { name: 'Keep', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Keep', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Groups of customers' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page
      .getByRole('button', { name: /^A list of: / })
      .first()
      .click()
    await page.getByRole('dialog').getByLabel('Name').fill('Of a kept group')
    await page.getByRole('dialog').getByRole('button', { name: 'Make' }).click()
    await page.getByRole('heading', { level: 1, name: 'Of a kept group' }).waitFor()

    await page.goto('/insight?part=products')
    await page
      .getByRole('button', { name: 'Units installed' })
      .or(page.getByText('Units installed').first())
      .first()
      .click()
    await page
      .getByRole('row', { name: /Larkspur Scope/ })
      .getByRole('link', { name: '1' })
      .first()
      .click()
    await page
      .getByRole('link', { name: /It hums/ })
      .first()
      .waitFor()
  },
)
