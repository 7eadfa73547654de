import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/permissions.ts'
import { patience } from '../support/patience.ts'
import { executablePath, type Stage, stage } from './chromium.ts'
import { furnish } from './furnish.ts'

const principal = systemPrincipal('test', { kind: 'cli' })

describe.runIf(executablePath)('settings, in a browser', { timeout: 10 * patience }, () => {
  let s: Stage
  beforeAll(async () => {
    s = await stage()
    await furnish(s.t)
  })
  afterAll(() => s.close())
  afterEach(() => expect(s.complaints()).toEqual([]))

  it('USR-18 USR-19 an administrator describes the organisation and the rules of signing in, with errors, conflicts and history', async () => {
    const page = await s.open('admin', '/settings')
    const form = page.getByRole('dialog')
    await page.getByRole('heading', { name: 'Nothing was entered yet' }).waitFor()
    await page.getByRole('button', { name: 'Describe the organisation' }).click()
    await form.getByRole('button', { name: 'Create organisation' }).click()
    await form.getByText('Legal name is needed').waitFor()
    await form.getByLabel('Legal name').fill('Larkspur Optics Ltd')
    await form.getByLabel('Street').fill('1 Harbour Road')
    await form.getByRole('button', { name: 'Create organisation' }).click()
    await form.getByRole('group', { name: 'Address' }).getByText(/./).last().waitFor()
    await form.getByLabel('City').fill('Kampala')
    await form.getByRole('combobox', { name: 'Country' }).click()
    await form.getByRole('combobox', { name: 'Country' }).fill('Uganda')
    await page.getByRole('option', { name: 'Uganda' }).click()
    await form.getByRole('combobox', { name: 'Fiscal year begins in' }).click()
    await page.getByRole('option', { name: 'April' }).click()
    await form.getByLabel('Picture of the logo').setInputFiles({
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
    await form.getByRole('button', { name: 'Choose another' }).waitFor()
    await form.getByRole('button', { name: 'Create organisation' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('definition').filter({ hasText: 'Kampala' }).waitFor()
    await page.getByRole('definition').getByRole('img').waitFor()

    // Somebody else is quicker: both changes stand beside each other, and both can be kept.
    await page.getByRole('button', { name: 'Edit' }).click()
    await form.getByLabel('Tax id').fill('UG 1000')
    const other = await s.t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur plc' })
    expect(other.statusCode, other.body).toBe(200)
    await form.getByRole('button', { name: 'Save changes' }).click()
    const conflict = page.getByRole('dialog', { name: /was changed while you were editing/ })
    await conflict.getByText('You changed different fields').waitFor()
    await conflict.getByRole('button', { name: 'Save what is chosen' }).click()
    await page.getByRole('dialog').first().waitFor({ state: 'detached' })
    await page.getByRole('definition').filter({ hasText: 'UG 1000' }).waitFor()
    await page.getByRole('definition').filter({ hasText: 'Larkspur plc' }).waitFor()
    const history = page.getByRole('list', { name: 'History, newest first' })
    await history.getByRole('row', { name: /Tax id.*UG 1000/ }).waitFor()
    await history.getByRole('row', { name: /Legal name.*Larkspur Optics Ltd.*Larkspur plc/ }).waitFor()

    await page.getByRole('navigation', { name: 'Settings' }).getByText('Sign-in rules').click()
    await page.getByText('Nobody has changed anything yet').waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await form.getByLabel('Shortest password').fill('4')
    await form.getByRole('combobox', { name: 'Must use a second factor' }).fill('Auditor')
    await page.getByRole('option', { name: 'Auditor' }).click()
    await form.getByRole('button', { name: 'Save changes' }).click()
    await form.getByText(/expected number to be >=8|at least 8/i).waitFor()
    await form.getByLabel('Shortest password').fill('14')
    await form.getByLabel('Why (optional)').fill('The auditors asked')
    await form.getByRole('button', { name: 'Save changes' }).click()
    await form.waitFor({ state: 'detached' })
    await history.getByText('The auditors asked').waitFor()
    await page.getByRole('definition').filter({ hasText: '14 characters' }).waitFor()
    const rules = (await s.t.as('admin').get('/api/settings/sign-in-policy')).json()
    expect(rules).toMatchObject({ passwordLength: 14, secondFactorRoles: ['auditor'], revision: 0 })
    // The screen shows what held at any instant, too.
    await page.goto('/settings/sign-in?asOf=2020-01-01T00:00:00.000Z')
    await page.getByRole('definition').filter({ hasText: '12 characters' }).waitFor()
    await page.getByRole('button', { name: 'Edit' }).and(page.locator('[aria-disabled]')).waitFor()
  })

  it('SEC-06 retention rules are made, show what is due, and erase it by a typed word but for what is held', async () => {
    const contact = async (last: string) => {
      const occurredAt = new Date(Date.now() - 400 * 86_400_000).toISOString()
      const body = { name: { first: null, last }, email: `${last.toLowerCase()}@nile.example` }
      const { id } = await s.t.execute({ command: 'contact.create', body, principal, occurredAt })
      return { id, principal, occurredAt }
    }
    const held = await contact('Heldback')
    await contact('Longgone')
    await s.t.execute({ ...held, command: 'contact.place-hold', body: { matter: 'Case 17/2026' } })
    await s.t.settled()
    const page = await s.open('admin', '/settings/retention')
    const dialog = page.getByRole('dialog')
    await page.getByText('No rule applies.').waitFor()
    await page.getByRole('button', { name: 'New rule' }).click()
    await dialog.getByLabel('Name').fill('A year for contacts')
    await dialog.getByRole('combobox', { name: 'Erases' }).click()
    await page.getByRole('option', { name: 'Contacts' }).click()
    await dialog.getByLabel(/they are kept for/).fill('365')
    await dialog.getByRole('button', { name: 'Create retention rule' }).click()
    const due = page.getByRole('region', { name: 'Due now' })
    await due.getByText('2 contacts').waitFor()
    await due.getByRole('link', { name: 'Heldback' }).waitFor()

    await page.getByRole('button', { name: 'Erase now' }).click()
    await dialog.getByLabel(/to confirm/).fill('erase')
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await due.getByText('1 record was erased. 1 was kept: under a legal hold.').waitFor()
    await due.getByRole('link', { name: 'Longgone' }).waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'A year for contacts' }).click()
    await page.getByRole('button', { name: 'Apply no more' }).click()
    await dialog.getByRole('button', { name: 'Apply no more' }).click()
    await page.getByText('Applies no more').waitFor()
    await page.goto('/settings/retention')
    await page.getByText('No rule applies.').waitFor()
  })
})
