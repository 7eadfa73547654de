import { beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { furnishRules } from '../../src/start/furnish-rules.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { make } from './furnish.ts'

describe.runIf(executablePath)(
  'what goes out and what is done by itself, in a browser',
  { timeout: 10 * patience },
  () => {
    const s = stage()
    beforeAll(async () => {
      await furnishRules(s.t, systemPrincipal('first-start', { kind: 'cli' }))
      await s.t.settled()
    })

    it('INT-06 a manager sets a webhook up, narrows it, sends a test, and sees what was sent', async () => {
      const page = await s.open('manager', '/webhooks')
      await page.getByRole('button', { name: 'New webhook' }).first().click()
      const form = page.getByRole('dialog')
      await form.getByLabel('Name').fill('Warehouse')
      await form.getByLabel('Address').fill('https://127.0.0.1/hooks')
      await form.getByLabel('Events').fill('lead.captured')
      await form.getByLabel('Events').press('Enter')
      await form.getByLabel('Events').press('Tab')
      await form.getByRole('button', { name: 'Create webhook' }).click()
      await page.getByRole('heading', { name: 'Warehouse' }).waitFor()
      await page.getByRole('button', { name: 'Send a test' }).click()
      await page.getByText('nothing is called at 127.0.0.1').first().waitFor()
      await page.getByRole('button', { name: 'Secret' }).click()
      await page.getByLabel('Secret', { exact: true }).filter({ hasText: 'whsec_' }).waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
      await make(s.t.as('rep'), '/api/leads', { name: { last: 'Byron' }, company: 'Acme' })
      await page.reload()
      await page.getByRole('button', { name: 'lead.captured' }).first().click()
      await page.getByLabel('Body that was sent').filter({ hasText: '"type":"lead.captured"' }).waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    })

    it('ADM-07 an administrator writes a rule of the workflow, publishes it, and finds its run', async () => {
      const page = await s.open('admin', '/rule-sets')
      await page.getByRole('link', { name: 'Workflow', exact: true }).click()
      await page.getByRole('button', { name: 'Add a rule' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
      await page.getByLabel('Rule 1: name').fill('Greet whoever comes')
      await page.getByLabel('Rule 1, action 1: subject').fill('Say hello')
      await page.getByRole('button', { name: 'Publish' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
      await page.getByRole('row', { name: /^2 Decides/ }).waitFor()
      await make(s.t.as('rep'), '/api/leads', { name: { last: 'Lovelace' }, company: 'Acme' })
      await eventually(async () => {
        const { items } = (await s.t.as('admin').get('/api/workflow-runs')).json<{ items: object[] }>()
        expect(items).toHaveLength(1)
      })
      await page.goto('/workflow-runs')
      await page.getByRole('link', { name: 'Greet whoever comes' }).first().click()
      await page.getByText('Done').first().waitFor()
    })
  },
)
