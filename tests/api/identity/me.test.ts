import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { client, type TestApp, testApp } from '../../support/app.ts'
import { givePassword, newUser, signIn, tokenOf } from '../../support/sign-in.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

async function somebody(name: string, role = 'rep') {
  const user = await newUser(t, name, role)
  return { ...user, me: client(t.app, await tokenOf(t, user)) }
}

describe('USR-02 the own profile', () => {
  it('changes name, telephone, language and time zone; the history keeps what was before', async () => {
    const { me, id } = await somebody('profiled')
    const changes = { name: 'Ada Byron', phone: '+49 30 1234567', language: 'de', timeZone: 'Europe/Berlin' }
    const reply = await me.patch('/api/me', changes)
    expect(reply.statusCode, reply.body).toBe(200)
    expect((await me.get('/api/me')).json()).toMatchObject(changes)
    const [last] = (await t.as('admin').get(`/api/users/${id}/history`)).json().items
    expect(last.changes).toContainEqual(expect.objectContaining({ field: 'name', before: 'profiled' }))
  })

  it('has a photo, which goes as it came, and stays in the history', async () => {
    const { me, id } = await somebody('pictured')
    const photo = `data:image/jpeg;base64,/9j/${'canary'.repeat(20)}`
    const reply = await me.patch('/api/me', { photo })
    expect(reply.statusCode, reply.body).toBe(200)
    expect((await me.get('/api/me')).json().photo).toBe(photo)
    expect((await me.patch('/api/me', { photo: null })).statusCode).toBe(200)
    expect((await me.get('/api/me')).json().photo).toBeNull()
    const [last] = (await t.as('admin').get(`/api/users/${id}/history`)).json().items
    expect(last.changes).toContainEqual(
      expect.objectContaining({ field: 'photo', before: photo, after: null }),
    )
  })

  it.each([
    [{ role: 'admin' }, 'role'],
    [{ email: 'other@hindsight.example' }, 'email'],
    [{ teamId: null }, 'teamId'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ language: 'klingonish-x' }, 'language'],
    [{ phone: 'call me' }, 'phone'],
    [{ photo: 'https://elsewhere.example/me.png' }, 'photo'],
    [
      { photo: `data:image/png;base64,${Buffer.from('<svg onload="alert(1)"/>').toString('base64')}` },
      'photo',
    ],
    [{ photo: `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}` }, 'photo'],
    [{ photo: `data:image/jpeg;base64,/9j/${'A'.repeat(60_000)}` }, 'photo'],
  ])('refuses %j', async (body, field) => {
    const reply = await t.as('rep').patch('/api/me', body)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].field).toBe(field)
  })
})

describe('USR-03 USR-04 USR-05 preferences', () => {
  it('are there from the start, are kept, and are nobody else’s', async () => {
    const [one, two] = [await somebody('tidy'), await somebody('messy')]
    const before = (await one.me.get('/api/me/preferences')).json()
    expect(before).toMatchObject({ startPage: '/', notifications: {}, dashboard: [] })
    const view = { id: crypto.randomUUID(), list: 'leads', name: 'Hot ones', filters: { rating: 'hot' } }
    const changes = {
      startPage: '/leads',
      columns: { leads: ['name', 'score'] },
      notifications: { 'lead.assigned': { inApp: true, email: false } },
      savedViews: [view],
      dashboard: [{ id: 'pipeline', x: 0, y: 0, width: 6, height: 4 }],
    }
    const saved = await one.me.patch('/api/me/preferences', changes)
    expect(saved.statusCode, saved.body).toBe(200)
    expect((await one.me.patch('/api/me/preferences', { dateFormat: 'iso' })).statusCode).toBe(200)
    const after = (await one.me.get('/api/me/preferences')).json()
    expect(after).toMatchObject({ startPage: '/leads', dateFormat: 'iso', savedViews: [view] })
    expect((await one.me.get('/api/me/dashboard')).json().dashboard).toHaveLength(1)
    expect((await two.me.get('/api/me/preferences')).json()).toEqual(before)
  })

  it('are in the audit trail', async () => {
    const { me, id } = await somebody('audited')
    const off = { notifications: { 'lead.assigned': { inApp: true, email: false } } }
    const saved = await me.patch('/api/me/preferences', off)
    const history = await t.as('auditor').get(`/api/preferences/${saved.json().id}/history`)
    expect(history.json().items[0]).toMatchObject({
      actor: { id },
      changes: expect.arrayContaining([
        { field: 'notifications.lead.assigned.email', before: null, after: false },
      ]),
    })
  })

  it.each([
    [{ startPage: 'https://evil.example' }, 'startPage'],
    [{ startPage: '//evil.example' }, 'startPage'],
    [{ startPage: '/\\evil.example' }, 'startPage'],
    [{ userId: '00000000-0000-4000-8000-000000000000' }, 'userId'],
    [{ dashboard: [{ id: 'a', x: -1, y: 0, width: 1, height: 1 }] }, 'dashboard.0.x'],
  ])('refuse %j', async (body, field) => {
    const reply = await t.as('rep').patch('/api/me/preferences', body)
    expect(reply.statusCode, reply.body).toBe(400)
    expect(reply.json().errors[0].field).toBe(field)
  })
})

describe('USR-14 the first days', () => {
  it('have a checklist of what was done, which can be dismissed', async () => {
    const { me, id } = await somebody('fresh')
    const done = async () =>
      Object.fromEntries(
        (await me.get('/api/me/onboarding'))
          .json<{ steps: { step: string; done: boolean }[] }>()
          .steps.map((each) => [each.step, each.done]),
      )
    expect(await done()).toEqual({
      'complete-profile': false,
      'add-second-factor': false,
      'add-contact': false,
      'open-deal': false,
    })
    await me.patch('/api/me', { phone: '+49 30 1234567' })
    const contact = await me.post('/api/contacts', { name: { first: 'Ada', last: 'Byron' }, ownerId: id })
    expect(contact.statusCode, contact.body).toBe(201)
    await t.settled()
    expect(await done()).toMatchObject({ 'complete-profile': true, 'add-contact': true, 'open-deal': false })
    expect((await me.post('/api/me/onboarding/dismiss')).statusCode).toBe(200)
    expect((await me.get('/api/me/onboarding')).json()).toMatchObject({ dismissed: true, done: false })
  })

  it('ask nobody for what they may not do', async () => {
    const { steps } = (await t.as('auditor').get('/api/me/onboarding')).json<{ steps: { step: string }[] }>()
    expect(steps.map(({ step }) => step)).toEqual(['complete-profile', 'add-second-factor'])
  })
})

describe('USR-18 the password policy', () => {
  it('takes a password exactly as it was given, of any characters and up to 200 of them', async () => {
    const { id, email } = await somebody('exact')
    const long = ` Straße, Ω und 🚲, ${'und immer so weiter, '.repeat(7)} `
    await givePassword(t, id, long)
    const status = async (password: string) => (await signIn(t, { email, password })).statusCode
    expect(await status(long.trim())).toBe(401)
    expect(await status(long.toLowerCase())).toBe(401)
    expect(await status(long.slice(0, 72))).toBe(401)
    expect(await status(long)).toBe(200)
  })

  it('is changed and audited like everything else, and holds at once', async () => {
    const strict = await newUser(t, 'strict')
    const set = async (chosen: string) => {
      const me = client(t.app, await tokenOf(t, strict))
      const reply = await me.post('/api/me/password', { current: strict.password, password: chosen })
      if (reply.statusCode === 200) strict.password = chosen
      return reply
    }
    const admin = t.as('admin')
    const before = (await admin.get('/api/settings/sign-in-policy')).json()
    expect(before).toMatchObject({ passwordLength: 12, passwordRefusesKnown: true })
    expect((await set('quietharbour')).statusCode).toBe(200)
    await admin.patch('/api/settings/sign-in-policy', { passwordLength: 20 })
    try {
      expect((await set('a quieter harbour')).json()).toMatchObject({
        status: 422,
        type: '/problems/user.password-short',
        errors: [{ field: 'password', rule: 'user.password-short' }],
      })
      expect((await set('a harbour far quieter')).statusCode).toBe(200)
      const [last] = (await admin.get(`/api/sign-in-policies/${before.id}/history`)).json().items
      expect(last).toMatchObject({ actor: { id: t.ids.admin } })
    } finally {
      await admin.patch('/api/settings/sign-in-policy', { passwordLength: 12 })
    }
  })

  it('is read by who audits and changed by administrators only', async () => {
    expect((await t.as('auditor').get('/api/settings/sign-in-policy')).statusCode).toBe(200)
    expect((await t.as('rep').get('/api/settings/sign-in-policy')).statusCode).toBe(403)
    for (const person of ['auditor', 'manager', 'rep'] as const)
      expect(
        (await t.as(person).patch('/api/settings/sign-in-policy', { passwordLength: 8 })).statusCode,
      ).toBe(403)
    const wrong = await t.as('admin').patch('/api/settings/sign-in-policy', { passwordLength: 2 })
    expect(wrong.json().errors[0].field).toBe('passwordLength')
  })
})

describe('USR-19 the own organisation', () => {
  it('is effective-dated: each day shows what was said to hold from then on', async () => {
    const admin = t.as('admin')
    const none = await admin.get('/api/settings/organisation')
    expect(none.statusCode).toBe(404)
    const first = { legalName: 'Engines Ltd', baseCurrency: 'GBP', fiscalYearStart: 4, from: '2020-01-01' }
    const made = await admin.patch('/api/settings/organisation', first)
    expect(made.statusCode, made.body).toBe(200)
    await admin.patch('/api/settings/organisation', { legalName: 'Engines plc', from: '2030-07-01' })
    const on = async (day: string) => (await t.as('rep').get(`/api/settings/organisation?on=${day}`)).json()
    expect(await on('2025-06-30')).toMatchObject({ legalName: 'Engines Ltd', fiscalYearStart: 4 })
    expect(await on('2030-07-01')).toMatchObject({ legalName: 'Engines plc', baseCurrency: 'GBP' })
    expect((await t.as('rep').patch('/api/settings/organisation', { legalName: 'Mine' })).statusCode).toBe(
      403,
    )

    // A change before a planned one does not bring that forward: it goes on from what holds until then.
    expect(await on('2025-06-30')).toMatchObject({ planned: '2030-07-01', revision: 1, logo: null })
    const stale = await admin.patch('/api/settings/organisation', { taxId: 'GB 1' }, { 'if-match': '"0"' })
    expect(stale.statusCode, stale.body).toBe(412)
    const logo = 'data:image/png;base64,iVBORw0KGgo='
    const change = { taxId: 'GB 1', logo, from: '2025-01-01' }
    const changed = await admin.patch('/api/settings/organisation', change, { 'if-match': '"1"' })
    expect(changed.statusCode, changed.body).toBe(200)
    expect(await on('2025-06-30')).toMatchObject({ legalName: 'Engines Ltd', taxId: 'GB 1', logo })
    const script = { logo: 'data:image/svg+xml;base64,iVBORw0KGgo=' }
    expect((await admin.patch('/api/settings/organisation', script)).json().errors[0].field).toBe('logo')
    const past = '/api/settings/organisation?asOf=2020-06-01T00:00:00Z&basis=recorded'
    expect((await admin.get(past)).statusCode).toBe(404)
  })
})
