import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { codeAt } from '../support/sign-in.ts'
import { executablePath, type Stage, stage } from './chromium.ts'

describe.runIf(executablePath)('people, in a browser', { timeout: 10 * patience }, () => {
  let s: Stage
  beforeAll(async () => {
    s = await stage()
  })
  afterAll(() => s.close())
  afterEach(() => expect(s.complaints()).toEqual([]))

  const fill = async (page: Page, label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
  }
  const signIn = async (page: Page, email: string, password: string) => {
    await fill(page, 'E-mail', email)
    await fill(page, 'Password', password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  const signOut = async (page: Page, name: string) => {
    await page.getByRole('banner').getByRole('button', { name }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Hindsight' }).waitFor()
  }

  it('USR-01 USR-14 a newcomer is registered, chooses a password, sets up a second factor and signs in by it', async () => {
    const admin = await s.open('admin', '/users')
    await admin.getByRole('button', { name: 'New user' }).click()
    const form = admin.getByRole('dialog')
    await form.getByLabel('Name').fill('Ada Okello')
    await form.getByLabel('E-mail').fill('ada@hindsight.example')
    await form.getByRole('combobox', { name: 'Role' }).click()
    await admin.getByRole('option', { name: 'Sales representative' }).click()
    await form.getByRole('button', { name: 'Create user' }).click()
    await admin.getByRole('heading', { name: 'Ada Okello' }).waitFor()
    await admin.getByRole('button', { name: 'More to do with this user' }).click()
    await admin.getByRole('menuitem', { name: 'Give an initial password' }).click()
    await admin.getByRole('button', { name: 'Make the password' }).click()
    const initial = await admin.getByLabel('Initial password', { exact: true }).innerText()
    await admin.getByRole('button', { name: 'I have kept it' }).click()

    const page = await s.open(null, '/sign-in')
    await signIn(page, 'ada@hindsight.example', initial)
    await page.getByRole('heading', { name: 'Choose a password of your own' }).waitFor()
    await fill(page, 'New password', initial)
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()
    await page.getByRole('alert').getByText('Choose another password than the one you were given.').waitFor()
    await fill(page, 'New password', 'a harbour of my own')
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()

    // The checklist of the first days leads to where its steps are done.
    await page.getByRole('button', { name: 'First steps 0 of 4' }).click()
    await page.getByRole('link', { name: 'Add your telephone number' }).click()
    await page.getByRole('button', { name: 'Edit profile' }).click()
    await page.getByRole('dialog').getByLabel('Telephone').fill('+256 700 123456')
    await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('button', { name: 'First steps 1 of 4' }).waitFor()
    await page.getByRole('button', { name: 'Set up a second factor' }).click()
    const setup = page.getByRole('dialog')
    await setup.getByText('I cannot scan it').click()
    const secret = await setup.getByRole('code').innerText()
    await setup.getByLabel('Code').fill(codeAt(secret, Date.now()))
    await setup.getByRole('button', { name: 'Confirm' }).click()
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    const recovery = await codes.first().innerText()
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('button', { name: 'First steps 2 of 4' }).click()
    await page.getByRole('button', { name: 'Show this no more' }).click()
    await page.getByRole('button', { name: /First steps/ }).waitFor({ state: 'detached' })

    // One's own password, and from then on password and code.
    await page.getByRole('button', { name: 'Change password' }).click()
    const change = page.getByRole('dialog')
    await change.getByLabel('Current password').fill('not this one')
    await change.getByLabel('New password').fill('another harbour of mine')
    await change.getByRole('button', { name: 'Change password' }).click()
    await change.getByText('The current password is wrong.').waitFor()
    await change.getByLabel('Current password').fill('a harbour of my own')
    await change.getByRole('button', { name: 'Change password' }).click()
    await change.waitFor({ state: 'detached' })
    await signOut(page, 'Ada Okello')

    await signIn(page, 'ada@hindsight.example', 'another harbour of mine')
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
    await fill(page, 'Code', '000000')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').getByText('This code is wrong, or was used already.').waitFor()
    await fill(page, 'Code', recovery)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('banner').getByRole('button', { name: 'Ada Okello' }).waitFor()
  })
})
