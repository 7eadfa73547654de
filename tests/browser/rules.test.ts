import { beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { furnishChoices } from '../../src/start/furnish-choices.ts'
import { furnishRules } from '../../src/start/furnish-rules.ts'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { make } from './furnish.ts'

const principal = systemPrincipal('first-start', { kind: 'cli' })

describe.runIf(executablePath)('choices, tags and rules, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  beforeAll(async () => {
    await furnishChoices(s.t, principal)
    await furnishRules(s.t, principal)
    for (const name of ['Acme', 'Bolt', 'Cogs']) await make(s.t.as('rep'), '/api/accounts', { name })
    await s.t.settled()
  })

  it('CUS-07 a manager keeps the classes, and a rep gives them to one account and to several', async () => {
    const page = await s.open('manager', '/choice-lists')
    await page.getByRole('button', { name: 'Classes of accounts and contacts' }).click()
    await page.getByRole('button', { name: 'Add a choice' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Key account')
    await dialog.getByRole('button', { name: 'Add the choice' }).click()
    await page.getByRole('row', { name: /Key account/ }).waitFor()
    await page.getByRole('button', { name: 'Retire C' }).click()
    await page.getByRole('row', { name: /^C Retired/ }).waitFor()
    await page.getByRole('button', { name: 'Change B', exact: true }).click()
    await dialog.getByLabel('Name').fill('Growing')
    await dialog.getByRole('button', { name: 'Change the choice' }).click()
    await page.getByRole('row', { name: /^Growing.*B/ }).waitFor()
    await page.getByRole('button', { name: 'Move Key account up' }).click()

    const rep = await s.open('rep', '/accounts')
    await rep.getByRole('button', { name: 'Acme' }).click()
    await rep.getByRole('button', { name: 'Edit' }).click()
    const form = rep.getByRole('dialog')
    await form.getByRole('combobox', { name: 'Class' }).click()
    expect(await rep.getByRole('option').allTextContents()).toEqual(['A', 'Growing', 'Key account'])
    await rep.getByRole('option', { name: 'Growing' }).click()
    await form.getByRole('button', { name: 'Save changes' }).click()
    await rep.getByRole('definition').filter({ hasText: 'Growing' }).waitFor()

    await rep.goto('/accounts')
    for (const name of ['Bolt', 'Cogs']) await rep.getByRole('checkbox', { name: `Select ${name}` }).check()
    await rep.getByRole('button', { name: 'Classify' }).click()
    await rep.getByRole('dialog').getByRole('combobox', { name: 'Class' }).click()
    await rep.getByRole('option', { name: 'Key account' }).click()
    await rep.getByRole('button', { name: 'Go on' }).click()
    await rep.getByRole('dialog').getByRole('button', { name: 'Classify' }).click()
    await rep.getByRole('region', { name: 'Batches under way' }).getByText('2 done').waitFor()
    await rep.getByRole('button', { name: 'Class', exact: true }).first().click()
    await rep.getByRole('button', { name: 'Key account' }).click()
    await rep.getByText('Acme').waitFor({ state: 'detached' })
    await rep.getByRole('button', { name: 'Bolt' }).waitFor()
    expect(rep.url()).toContain('classification=Key+account')
  })

  it('CUS-14 a rep makes a tag on a page, puts it on several, and finds what has it', async () => {
    const page = await s.open('rep', '/accounts')
    await page.getByRole('button', { name: 'Acme' }).click()
    await page.getByRole('heading', { name: 'Acme' }).waitFor()
    // The key is there with the line of tags, which comes a moment after the heading.
    await expect.poll(() => page.getByRole('button', { name: 'Add a tag' }).isEnabled()).toBe(true)
    await page.keyboard.press('g')
    const picker = page
      .getByRole('textbox', { name: 'Tags' })
      .or(page.getByRole('combobox', { name: 'Tags' }))
    await picker.fill('VIP')
    await picker.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Tags' }).getByRole('link', { name: 'VIP' }).waitFor()

    await page.goto('/accounts')
    await page.getByRole('checkbox', { name: 'Select Bolt' }).check()
    await page.getByRole('checkbox', { name: 'Select Cogs' }).check()
    await page.getByRole('button', { name: 'Tag', exact: true }).click()
    const asked = page.getByRole('dialog')
    const field = asked
      .getByRole('textbox', { name: 'Tags' })
      .or(asked.getByRole('combobox', { name: 'Tags' }))
    await field.fill('VIP')
    await page.getByRole('option', { name: 'VIP' }).click()
    await asked.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Tag', exact: true }).click()
    await page.getByRole('region', { name: 'Batches under way' }).getByText('2 done').waitFor()

    await page.goto('/accounts?tag=VIP')
    for (const name of ['Acme', 'Bolt', 'Cogs'])
      await page.getByRole('button', { name, exact: true }).waitFor()
    await page.getByRole('button', { name: 'Acme' }).click()
    await page.getByRole('tab', { name: 'History' }).click()
    await page.getByText('Tagged VIP').waitFor()
  })

  it('LEAD-10 an administrator changes a rule, tries it, publishes it, and a lead says why', async () => {
    const lead = { name: { first: 'Ada', last: 'Byron' }, company: 'Engines', country: 'DE', source: 'Web' }
    const id = await make(s.t.as('rep'), '/api/leads', lead)
    await s.t.settled()
    const page = await s.open('admin', '/rule-sets')
    await page.getByRole('button', { name: 'Scoring of leads' }).click()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const builder = page.getByRole('dialog', { name: /When/ })
    await builder.getByRole('button', { name: 'Condition', exact: true }).click()
    await builder.getByRole('combobox', { name: 'Field' }).click()
    expect(await page.getByRole('option').allTextContents()).toContain('Email domain')
    await page.getByRole('option', { name: 'Country' }).click()
    await builder.getByLabel('Value').fill('DE')
    await builder.getByRole('button', { name: 'Take these conditions' }).click()
    await page.getByLabel('Rule 13: name').fill('Works in Germany')
    await page.getByLabel('Rule 13: points').fill('40')
    await page
      .getByRole('button', { name: 'Rule 13: when' })
      .getByText(/Country is/)
      .waitFor()

    await page.getByRole('button', { name: 'Try', exact: true }).click()
    const trial = page.getByRole('dialog', { name: 'Try these rules' })
    await trial.getByRole('button', { name: 'Try', exact: true }).click()
    await trial.getByText(/1 would have been another, and 1 another heat/).waitFor()
    await trial.getByRole('row', { name: /Ada Byron.*Works in Germany \+40/ }).waitFor()
    await trial.getByRole('button', { name: 'Close' }).click()

    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const publish = page.getByRole('dialog', { name: 'Publish these rules' })
    await publish.getByLabel('Why?').fill('We sell in Germany first')
    await publish.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('row', { name: /^2 Decides.*We sell in Germany first/ }).waitFor()

    const rep = await s.open('rep', `/leads/${id}`)
    const score = rep.getByRole('region', { name: 'Score' })
    await score.getByText('By version 1 of the scoring rules.').waitFor()
    await rep.goto('/leads')
    await rep.getByRole('checkbox', { name: 'Select Ada Byron' }).check()
    await rep.getByRole('button', { name: 'Score anew' }).click()
    await rep.getByRole('dialog').getByRole('button', { name: 'Score anew' }).click()
    await rep.getByRole('region', { name: 'Batches under way' }).getByText('1 done').waitFor()
    await rep.getByRole('button', { name: 'Ada Byron' }).click()
    await score.getByText('By version 2 of the scoring rules.').waitFor()
    await score.getByRole('button', { name: 'Why?' }).click()
    await score
      .getByRole('listitem')
      .filter({ hasText: 'Works in Germany (+40)' })
      .getByText('DE')
      .first()
      .waitFor()
  })
})
