import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../support/patience.ts'
import { type TestProvider, testProvider } from '../support/provider.ts'
import { codeAt } from '../support/sign-in.ts'
import { executablePath, stage } from './chromium.ts'
import { make } from './furnish.ts'

describe.runIf(executablePath)('people, in a browser', { timeout: 10 * patience }, () => {
  let provider: TestProvider
  const s = stage(async () => {
    provider = await testProvider()
    // Nobody answers there: what cannot be found out is to be said.
    return { advisories: { registry: 'http://127.0.0.1:9', nightly: true }, oidc: provider.oidc }
  })
  beforeAll(() => provider.knows(s.url))
  afterAll(() => provider.close())

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

  it('USR-15 USR-16 help is for the screen one is on, and leads to support, which answers', async () => {
    const page = await s.open('rep', '/leads')
    await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Help' })
    await help.getByRole('article', { name: 'Leads' }).getByText('Qualify and convert').waitFor()
    await help.getByLabel('Search help').fill('recovery codes')
    await help.getByRole('list', { name: 'Found in help' }).getByRole('button').click()
    await help.getByRole('article', { name: 'Profile and security' }).waitFor()

    await help.getByRole('button', { name: 'Contact support' }).click()
    const ask = page.getByRole('dialog', { name: 'Contact support' })
    await ask.getByText(/the screen you are on \(\/leads\)/).waitFor()
    await ask.getByLabel('What is it about?').fill('My code is refused')
    await ask.getByLabel('What did you want to do').fill('I have a new phone.')
    await ask.getByRole('button', { name: 'Send' }).click()
    await ask.waitFor({ state: 'detached' })
    const questions = help.getByRole('list', { name: 'Your questions to support' })
    await questions.getByText('My code is refused').waitFor()
    await questions.getByText('New', { exact: true }).waitFor()

    await s.t.settled()
    const agent = s.t.as('agent')
    const { items } = (await agent.get('/api/tickets')).json<{ items: { id: string; subject: string }[] }>()
    const id = items.find(({ subject }) => subject === 'My code is refused')?.id
    await agent.post(`/api/tickets/${id}/reply`, { body: 'Ask your administrator to reset the factor.' })
    await agent.post(`/api/tickets/${id}/resolve`)
    await s.t.settled()
    await page.goto('/me')
    await page.getByRole('button', { name: 'Help', exact: true }).click()
    await questions.getByText('Ask your administrator to reset the factor.').waitFor()
    await questions.getByText('Answered', { exact: true }).waitFor()
  })

  it('USR-03 somebody is told at once what is given to them, follows it, and marks it as read on every screen', async () => {
    const lead = { name: { first: 'Noor', last: 'Haddad' }, source: 'web', ownerId: null }
    const { id } = (await s.t.as('admin').post('/api/leads', lead)).json<{ id: string }>()
    await s.t.settled()
    const page = await s.open('rep', '/home')
    const other = await s.open('rep', '/me/preferences')
    const bell = (on: Page) => on.getByRole('banner').getByRole('button', { name: /^Notices/ })
    for (const each of [page, other]) {
      await each.getByRole('banner').getByText('Live', { exact: true }).waitFor()
      await bell(each).waitFor()
    }
    await page.keyboard.press('b')
    const panel = page.getByRole('dialog', { name: 'Notices' })
    await panel.getByRole('heading', { name: 'Nothing yet' }).waitFor()
    const assigned = await s.t.as('manager').post(`/api/leads/${id}/assign`, { ownerId: s.t.ids.rep })
    expect(assigned.statusCode, assigned.body).toBe(200)
    const notice = panel.getByRole('link', { name: /A lead was assigned to you.*Noor Haddad.*Test manager/ })
    await notice.waitFor()
    await other.getByRole('button', { name: 'Notices, 1 unread' }).waitFor()
    await notice.press('Enter')
    await page.getByRole('heading', { name: 'Noor Haddad' }).waitFor()
    await panel.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Notices, 1 unread' }).click()
    await panel.getByRole('button', { name: 'Mark all as read' }).click()
    await panel.getByRole('img', { name: 'Unread' }).waitFor({ state: 'detached' })
    await other.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    await page.keyboard.press('Escape')

    await other.getByText(/Mail is not set up here/).waitFor()
    const saved = other.waitForResponse((reply) => reply.request().method() === 'PATCH')
    const inApp = other.getByRole('switch', { name: 'A lead was assigned to you: in the app' })
    await inApp.press('Space')
    expect((await saved).status()).toBe(200)
    await bell(other).click()
    await other
      .getByRole('dialog', { name: 'Notices' })
      .getByRole('heading', { name: 'Nothing yet' })
      .waitFor()
  })

  it('SEC-07 an administrator looks for weaknesses, and is told what could not be found out', async () => {
    const page = await s.open('admin', '/security')
    const packages = page.getByRole('region', { name: 'Known weaknesses of packages' })
    await packages.getByRole('button', { name: 'Ask the registry now' }).click()
    await packages.getByText('It could not be found out').waitFor()
    const headers = page.getByRole('region', { name: 'Security headers' })
    await headers.getByText('It was not looked at yet.').waitFor()
    await headers.getByRole('button', { name: 'Check now' }).click()
    await headers.getByText('Nothing was found').waitFor()
    await page.getByLabel('Find a package').fill('fastify')
    const installed = page.getByRole('region', { name: 'Installed packages', exact: true })
    await installed.getByRole('cell', { name: 'fastify', exact: true }).waitFor()
  })

  it('USR-17 FAULTS 32 a training is assigned, read, acknowledged, and who has not is listed', async () => {
    const admin = await s.open('admin', '/trainings')
    // Beside the heading; where there are none yet, the empty list has it once more.
    await admin.getByRole('button', { name: 'New training' }).first().click()
    const form = admin.getByRole('dialog')
    await form.getByLabel('Title').fill('Forged mail')
    await form.getByLabel('Due on').fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10))
    // Going on to another field closes the calendar, which lies over the next one.
    await form.getByLabel('What is to be known').fill('Look at the address before you click.')
    await form.getByRole('button', { name: 'All of them' }).click()
    await form.getByRole('button', { name: 'Create training' }).click()
    await admin.getByRole('heading', { name: 'Forged mail' }).waitFor()
    await s.t.settled()

    const page = await s.open('rep', '/leads')
    await page.getByRole('link', { name: '1 training to read' }).click()
    await page.getByText('Look at the address before you click.').waitFor()
    await page.getByRole('button', { name: 'I have read and understood this' }).click()
    await page
      .getByText(/^Acknowledged/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: '1 training to read' }).waitFor({ state: 'detached' })

    const report = admin.getByRole('region', { name: 'How each of them stands' })
    await report.getByRole('row', { name: /Test rep Acknowledged/ }).waitFor()
    await report.getByRole('row', { name: /Test agent Not yet/ }).waitFor()
  })

  it('USR-02 one signs in by the provider of the organisation, or is told why not', async () => {
    provider.people.set('sub-rep', { email: 'rep@hindsight.example', email_verified: true })
    provider.people.set('sub-stranger', { email: 'no@body.example', email_verified: true })
    provider.signingIn('sub-stranger')
    const page = await s.open(null, '/sign-in')
    await page.getByRole('link', { name: 'Sign in with Test' }).click()
    await page.getByRole('alert').getByText('Nobody works here under the address').waitFor()
    provider.signingIn('sub-rep')
    const other = await s.open(null, '/sign-in')
    await other.getByRole('link', { name: 'Sign in with Test' }).click()
    await other.getByRole('banner').getByRole('button', { name: 'Test rep' }).waitFor()
    await signOut(other, 'Test rep')
  })

  it('USR-08 a team is put under another, and who manages that one sees at once what its members own', async () => {
    const admin = s.t.as('admin')
    const desk = await make(admin, '/api/teams', { name: 'Desk' })
    const region = await make(admin, '/api/teams', { name: 'Region', managerId: s.t.ids.manager })
    expect((await admin.patch(`/api/users/${s.t.ids.rep2}`, { teamId: desk })).statusCode).toBe(200)
    const lead = await make(s.t.as('rep2'), '/api/leads', {
      name: { first: 'Grace', last: 'Auma' },
      source: 'web',
    })
    await s.t.settled()
    const manager = await s.open('manager', `/leads/${lead}`)
    await manager.getByText('You do not see it', { exact: true }).waitFor()

    const page = await s.open('admin', `/teams/${desk}`)
    await page.getByRole('heading', { level: 1, name: 'Desk' }).waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('combobox', { name: 'Part of' }).click()
    await page.getByRole('option', { name: 'Region' }).click()
    await form.getByRole('button', { name: 'Save changes' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('definition').getByRole('link', { name: 'Region' }).waitFor()
    await manager.reload()
    await manager.getByRole('heading', { level: 1, name: 'Grace Auma' }).waitFor()
    await manager.getByRole('tab', { name: 'Access' }).click()
    await manager
      .getByText(/of the team Desk, which is part of Region, which they manage/)
      .first()
      .waitFor()

    // Round in a circle no team goes.
    await page.goto(`/teams/${region}`)
    await page.getByRole('button', { name: 'Edit' }).click()
    await form.getByRole('combobox', { name: 'Part of' }).click()
    await page.getByRole('option', { name: 'Desk' }).click()
    await form.getByRole('button', { name: 'Save changes' }).click()
    await form.getByText('The parent team already belongs to this one.').waitFor()
  })
})
