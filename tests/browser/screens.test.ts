import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { some } from '../support/chance.ts'
import { patience } from '../support/patience.ts'
import { seenRules, violations } from './axe.ts'
import { executablePath, stage, wholePath } from './chromium.ts'
import { furnish, make } from './furnish.ts'

it('there is a Chromium to test the web app in', () => {
  if (wholePath) return
  console.warn('\n  No Chromium here: the browser tests do not run. Install one, or name it in CHROMIUM.\n')
  expect(process.env.CI, 'continuous integration needs a Chromium').toBeUndefined()
})

const written = 'No <b>image</b> <img src=x onerror="document.title=1"> {{1}}'

describe.runIf(executablePath)('every screen, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  let screens: Record<string, string>
  let form: string
  beforeAll(async () => {
    await furnish(s.t)
    const rep = s.t.as('rep')
    const accountId = await make(rep, '/api/accounts', {
      name: 'Nile Optics',
      relation: 'customer',
      addresses: [{ kind: 'visiting', lines: ['2 Quay'], postalCode: null, city: 'Jinja', country: 'UG' }],
    })
    const lead = await make(rep, '/api/leads', { name: { first: 'Ada', last: 'Okello' }, source: 'referral' })
    const closeDate = new Date().toISOString().slice(0, 10)
    const opportunity = await make(rep, '/api/opportunities', {
      name: 'Harbour',
      accountId,
      closeDate,
      amount: { amount: 500_000, currency: 'EUR' },
    })
    const quote = await make(rep, '/api/quotes', {
      opportunityId: opportunity,
      currency: 'EUR',
      validUntil: closeDate,
      lines: [{ description: 'Training', quantity: 2, unitPrice: { amount: 50_000, currency: 'EUR' } }],
    })
    const ticket = await make(s.t.as('agent'), '/api/tickets', { subject: written, priority: 'high' })
    const training = await make(s.t.as('admin'), '/api/trainings', {
      title: 'Forged mail',
      text: 'Look at the address.',
      dueOn: closeDate,
      userIds: [s.t.ids.admin],
    })
    form = await make(s.t.as('admin'), '/api/lead-forms', {
      name: 'Contact',
      title: 'Talk to us',
      thanks: 'Thank you.',
      asks: [
        { field: 'email', required: true },
        { field: 'country', required: false },
        { field: 'message', required: false },
      ],
      consent: { purpose: 'News', text: 'You may write to me.', textVersion: '1', required: true },
    })
    await s.t.settled()
    const past = new Date(Date.now() - 1000).toISOString()
    screens = {
      'sign-in': '/sign-in',
      'the board': '/pipeline',
      'the board as it was': `/pipeline?asOf=${past}`,
      'the forecast': '/forecast',
      'back-tests': '/back-tests',
      'kept results': '/mining-results',
      'what if': '/what-if',
      'the reports': '/reports',
      explore: '/explore',
      'what changed the pipeline': '/pipeline-changes',
      'the lead list': '/leads',
      'a comparison': `/leads?against=2000-01-01T00:00:00.000Z`,
      'a form': `/lead-forms/${form}`,
      'a lead': `/leads/${lead}`,
      'the history of a lead': `/leads/${lead}?tab=history`,
      'a deal': `/opportunities/${opportunity}`,
      'a quote': `/quotes/${quote}`,
      'an account': `/accounts/${accountId}`,
      'the ticket queue': '/tickets',
      'a ticket': `/tickets/${ticket}`,
      'an empty list': '/orders',
      users: '/users',
      'a user': `/users/${s.t.ids.rep}`,
      roles: '/roles',
      'who sees an account': `/accounts/${accountId}?tab=access`,
      'the privacy of a lead': `/leads/${lead}?tab=privacy`,
      'profile and security': '/me',
      'the audit trail': '/audit',
      'the access log': '/access-log',
      'the integrity of the log': '/integrity',
      'security alerts': '/security-alerts',
      'the organisation': '/settings/organisation',
      'the rules of signing in': '/settings/sign-in',
      'the limits of alerts': '/settings/alerts',
      'all settings': '/settings/all',
      'the modules': '/settings/modules',
      'the directory': '/settings/directory',
      retention: '/settings/retention',
      security: '/security',
      preferences: '/me/preferences',
      home: '/home',
      trainings: '/trainings',
      'a training': `/trainings/${training}`,
      'the status': '/status',
      importing: '/import',
      'no such page': '/nowhere',
    }
  })

  it('breaks no rule of accessibility (WCAG 2.2 A and AA), light and wide, dark and narrow', async () => {
    const page = await s.open('admin', '/status')
    const broken: string[] = []
    const asked = some(Object.entries(screens), 12)
    const inTheDark = new Set(
      some(
        asked.map(([name]) => name),
        5,
      ),
    )
    for (const [name, path] of asked) {
      await page.goto(path)
      await page
        .getByRole('heading', { level: 1 })
        .or(page.getByRole('heading', { name: 'There is no such page' }))
        .first()
        .waitFor()
      // What is in the page is there in whatever colours, so that it is asked once.
      for (const [colorScheme, width, rules] of [
        ['light', 1440, undefined] as const,
        ...(inTheDark.has(name) ? [['dark', 1024, seenRules] as const] : []),
      ]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 900 })
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
        broken.push(...(await lasting(page, rules)).map((each) => `${name}, ${colorScheme}: ${each}`))
      }
    }
    expect(broken).toEqual([])
  })

  it('fits a telephone: nothing is wider, no rule of accessibility broken, and the rest is behind the last place', async () => {
    const page = await s.open('admin', '/home')
    await page.setViewportSize({ width: 390, height: 844 })
    const wrong: string[] = []
    for (const name of some(
      [
        'home',
        'the board',
        'the lead list',
        'a lead',
        'a deal',
        'a quote',
        'the ticket queue',
        'a ticket',
        'the forecast',
        'back-tests',
        'what if',
        'the audit trail',
      ],
      4,
    )) {
      await page.goto(screens[name] ?? '')
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      wrong.push(...(await lasting(page)).map((each) => `${name}: ${each}`))
      const width = (await page.evaluate('document.documentElement.scrollWidth')) as number
      if (width > 390) wrong.push(`${name} is ${width} wide`)
    }
    expect(wrong).toEqual([])

    await page.getByRole('button', { name: 'More', exact: true }).click()
    const everything = page.getByRole('dialog', { name: 'Everything' })
    await everything.getByRole('link', { name: 'Leads' }).waitFor()
    expect((await lasting(page)).map((each) => `everything: ${each}`)).toEqual([])
    await everything.getByRole('link', { name: 'Leads' }).click()
    await everything.waitFor({ state: 'detached' })
    // The row is one link, wherever it is met.
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Ada Okello' })
      .click({ position: { x: 300, y: 45 } })
    await page.getByRole('heading', { name: 'Ada Okello' }).waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Telephone').fill('+256 700 123456')
    await page.context().setOffline(true)
    await page.getByText('You are offline').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await page.getByLabel('Telephone').inputValue()).toBe('+256 700 123456')
    // What was saved is sent once there is a network again.
    await page.context().setOffline(false)
    await page.getByRole('link', { name: '+256 700 123456' }).waitFor()
    expect(await page.getByRole('link', { name: '+256 700 123456' }).getAttribute('href')).toMatch(/^tel:/)

    await page.goto(screens['an account'] ?? '')
    const map = new URL((await page.getByRole('link', { name: 'Map' }).getAttribute('href')) ?? '')
    expect(map.searchParams.get('query')).toMatch(/2 Quay.*Jinja/)

    const { icons, display } = (await (await page.request.get('/manifest.webmanifest')).json()) as {
      icons: { src: string }[]
      display: string
    }
    expect(display).toBe('standalone')
    for (const { src } of icons) expect((await page.request.get(src)).status()).toBe(200)
  })

  it('ES-11 ADM-04 what a saga has in hand is opened from the status, with its timers and its steps', async () => {
    const page = await s.open('admin', '/status')
    await page.getByRole('button', { name: 'ticket-sla' }).click()
    const drawer = page.getByRole('dialog', { name: 'ticket-sla' })
    const [, ticket = ''] = /\/tickets\/(.*)/.exec(screens['a ticket'] ?? '') ?? []
    await drawer.getByRole('button', { name: ticket }).click()
    const due = drawer.getByRole('region', { name: 'Timers', exact: true }).getByRole('row')
    await due.nth(1).waitFor()
    expect(await lasting(page)).toEqual([])
    await drawer.getByRole('button', { name: 'All of ticket-sla' }).click()
    await drawer.getByText('Done', { exact: true }).click()
    await drawer.getByText('It has ended nothing yet.').waitFor()
  })

  it('USR-06 a role says in words what it lets people do, and what somebody loses by another', async () => {
    const page = await s.open('admin', screens['a user'])
    await page.getByRole('button', { name: 'Change Role' }).click()
    await page.getByRole('combobox', { name: 'Role' }).or(page.getByLabel('Role')).first().click()
    await page.getByRole('option', { name: 'Agent' }).click()
    const lost = page.getByRole('region', { name: 'They can no longer' })
    await lost.getByText('Leads: see them; change anything').waitFor()
    await page
      .getByRole('region', { name: 'From then on they can' })
      .getByText(/^Tickets/)
      .waitFor()
    expect(await lasting(page)).toEqual([])
    await page.goto('/roles')
    await page.getByRole('link', { name: 'Sales representative' }).click()
    const leads = page.getByRole('row', { name: /^Leads/ })
    await leads.getByText('Everything').waitFor()
    await page
      .getByRole('row', { name: /^Roles/ })
      .getByText('–')
      .first()
      .waitFor()
  })

  it('LEAD-02 nor does a form for strangers, on a telephone, with and without what is amiss', async () => {
    const page = await s.open(null, `/f/${form}`, { width: 390 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(`/f/${form}`)
      await page.getByRole('heading', { level: 1, name: 'Talk to us' }).waitFor()
      expect(await lasting(page)).toEqual([])
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('alert').waitFor()
      expect(await lasting(page)).toEqual([])
    }
  })

  it('USR-04 the home page of an auditor begins with the alerts and the signed log', async () => {
    const page = await s.open('auditor', '/home')
    // Whether one has been signed by now is another matter.
    await page
      .getByRole('region', { name: 'Integrity of the log' })
      .getByText(/Signed up to|No checkpoint has been signed yet/)
      .waitFor()
    const names = await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()
    expect(names.map((name) => name.replace(/ \d+$/, ''))).toEqual([
      'Quotas of this quarter',
      'Forecast',
      'Security alerts',
      'Integrity of the log',
      'Recent changes',
    ])
  })

  it('shows text as text, keeps nothing of it in the browser, and is left in two steps', async () => {
    const page = await s.open('admin', screens['the lead list'])
    await page.getByRole('row', { name: /Ada Okello/ }).waitFor()
    await page.goto(screens['a ticket'] ?? '')
    await page.getByRole('heading', { name: written, exact: true }).waitFor()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    const kept = (await page.evaluate(
      `(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie,
        (await indexedDB.databases()).length, await caches.keys()]))()`,
    )) as string
    expect(kept).not.toMatch(/Okello|Nile|Harbour|image|@|token|secret/i)
    expect(JSON.parse(kept).slice(2)).toEqual(['', 0, []])
    await page.getByRole('button', { name: 'Test admin', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Hindsight' }).waitFor()
  })

  it('can be used by keyboard alone: search, dialogs and lists', async () => {
    const page = await s.open('admin', '/leads')
    await page.getByRole('row', { name: /Ada Okello/ }).waitFor()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Help' })
    await help.getByText('Next row').waitFor()
    await help.getByRole('article', { name: 'Leads' }).waitFor()
    expect(await lasting(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('b')
    await page
      .getByRole('dialog', { name: 'Notices' })
      .getByRole('heading', { name: 'Nothing yet' })
      .waitFor()
    expect(await lasting(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('x')
    await page.getByRole('toolbar', { name: 'Selected rows' }).getByText('1 lead selected').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ada Okello' }).waitFor()
    await page.keyboard.press('h')
    await page.getByRole('list', { name: 'History, newest first' }).waitFor()

    await page.keyboard.press('Control+k')
    const box = page.getByRole('combobox', { name: 'Search or do' })
    await box.waitFor()
    await page.keyboard.type('harbour')
    await page
      .getByRole('option', { name: /Harbour/ })
      .first()
      .waitFor()
    expect(await lasting(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Harbour' }).waitFor()
  })

  it('CUS-01 one box finds what was looked at last, does what can be done here, and opens another tab', async () => {
    const page = await s.open('admin', '/leads')
    await page.getByRole('row', { name: /Ada Okello/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ada Okello' }).waitFor()
    const box = page.getByRole('combobox', { name: 'Search or do' })
    const option = (name: RegExp) => page.getByRole('option', { name }).first()

    await page.keyboard.press('Control+k')
    await option(/Ada Okello Lead/).waitFor()
    await box.fill('nothing of the kind')
    await page.getByText('Nothing found for “nothing of the kind”.').waitFor()
    await box.fill('okello ad')
    await option(/Ada Okello/).waitFor()
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      option(/Ada Okello/).click({ button: 'middle' }),
    ])
    await other.getByRole('heading', { name: 'Ada Okello' }).waitFor()
    await other.close()
    await box.fill('log call')
    await option(/Log call/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('form', { name: 'Log call' }).waitFor()

    await page.keyboard.press('Control+k')
    await box.fill('audit')
    await option(/Audit/).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Audit' }).first().waitFor()
  })

  it('ADR 046 a question of several conditions is put together, kept and read again by keyboard alone', async () => {
    const [rep, manager] = [s.t.as('rep'), s.t.as('manager')]
    const deal = (who: typeof rep, name: string, amount: number) =>
      make(who, '/api/opportunities', { name, amount: { amount, currency: 'EUR' } })
    const pipelines = await rep.get('/api/pipelines?q=New business')
    const stages = pipelines.json<{ items: { stages: { id: string; name: string }[] }[] }>().items[0]?.stages
    const negotiated = await deal(rep, 'Negotiated', 900_000)
    await make(rep, `/api/opportunities/${negotiated}/advance-stage`, {
      stageId: stages?.find(({ name }) => name === 'Negotiation')?.id,
    })
    await make(rep, '/api/quotes', {
      opportunityId: negotiated,
      currency: 'EUR',
      validUntil: '2099-12-31',
      lines: [],
    })
    await deal(manager, 'My own', 800_000)
    await deal(rep, 'Of somebody else', 950_000)
    await deal(manager, 'My small one', 10_000)
    await s.t.settled()

    const page = await s.open('manager', '/opportunities')
    await page.getByRole('row', { name: /My small one/ }).waitFor()
    const names = () => page.locator('tr td:nth-child(2) a').allInnerTexts()
    const builder = page.getByRole('dialog', { name: 'Which opportunities to show' })
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    const isFocused = (one: Locator) =>
      one.evaluate((element) => element === element.ownerDocument.activeElement)
    // What is not enabled yet is passed by.
    const enabled = (one: Locator) =>
      expect
        .poll(() => one.isEnabled())
        .toBe(true)
        .then(() => one)
    async function reach(one: Locator, key = 'Tab') {
      for (let steps = 0; steps < 200; steps++) {
        if ((await one.count()) === 1 && (await isFocused(one))) return
        await page.keyboard.press(key)
      }
      throw new Error(`${String(one)} is not reached by ${key}`)
    }
    async function pick(box: Locator, words: string) {
      await reach(box)
      await press('ArrowDown')
      // Whoever looks before the screen has moved on passes by, and comes round again.
      for (let steps = 0; steps < 200; steps++) {
        const [at] = await page.locator('[data-combobox-selected]:visible').allInnerTexts()
        if (at === words) return press('Enter')
        await press('ArrowDown')
      }
      throw new Error(`${words} is not offered`)
    }
    const last = (name: string) => builder.getByRole('combobox', { name, exact: true }).last()

    await reach(page.getByRole('button', { name: 'More filters' }))
    await press('Enter')
    await reach(builder.getByRole('button', { name: 'Condition', exact: true }))
    await press('Enter')
    await pick(last('Field'), 'Amount')
    await pick(last('Comparison'), 'is more than')
    await reach(builder.getByRole('textbox', { name: 'Value' }).first())
    await page.keyboard.type('7,000')
    await reach(builder.getByRole('button', { name: 'Group' }))
    await press('Enter')
    await pick(last('Field'), 'Stage')
    await reach(builder.getByRole('textbox', { name: 'Value' }).nth(1))
    await page.keyboard.type('Negotiation')
    await reach(builder.getByRole('button', { name: 'Condition', exact: true }).first())
    await press('Enter')
    await pick(last('Field'), 'Owner')
    await reach(builder.getByRole('checkbox', { name: 'Me' }))
    await press('Space')
    expect(await lasting(page)).toEqual([])
    await press('Enter')
    await builder.waitFor({ state: 'detached' })
    await expect.poll(names).toEqual(['My own', 'Negotiated'])

    // One more, on related records. A chip opens all of them.
    await reach(page.getByRole('button', { name: 'Amount is more than 7,000 EUR' }))
    await press('Enter')
    await reach(builder.getByRole('button', { name: 'Related records' }).last())
    await press('Enter')
    await pick(builder.getByRole('combobox', { name: 'Related records' }), 'Quotes')
    await reach(builder.getByRole('button', { name: 'Condition', exact: true }).nth(1))
    await press('Enter')
    await pick(last('Field'), 'Status')
    await pick(last('Value'), 'draft')
    await reach(await enabled(builder.getByRole('button', { name: 'Show' })))
    await press('Enter')
    await builder.waitFor({ state: 'detached' })
    await expect.poll(names).toEqual(['Negotiated'])
    const chips = [
      'Amount is more than 7,000 EUR',
      'Any of 2 conditions',
      'At least 1 quote with 1 condition',
    ]
    const said = () => page.locator('[data-on="true"]').allInnerTexts()
    expect(await said()).toEqual(chips)

    await press('v')
    await page.getByRole('menuitem', { name: 'Save as a new view' }).waitFor()
    await reach(page.getByRole('menuitem', { name: 'Save as a new view' }), 'ArrowDown')
    await press('Enter')
    await page.getByRole('dialog', { name: 'Save what you see of Opportunities' }).waitFor()
    await page.keyboard.type('Large ones of mine')
    await press('Enter')
    await page.getByRole('button', { name: 'View: Large ones of mine', exact: true }).waitFor()
    await page.goto('/opportunities')
    await expect.poll(async () => (await names()).length).toBeGreaterThan(3)
    expect(await said()).toEqual([])
    await press('v')
    await page.getByRole('menuitemradio', { name: 'Large ones of mine' }).waitFor()
    await reach(page.getByRole('menuitemradio', { name: 'Large ones of mine' }), 'ArrowDown')
    await press('Enter')
    await expect.poll(names).toEqual(['Negotiated'])
    await page.reload()
    await expect.poll(names).toEqual(['Negotiated'])
    expect(await said()).toEqual(chips)

    // Taken away by its chip, where the keyboard is too.
    await reach(page.getByRole('button', { name: 'Remove the condition' }).last())
    await press('Enter')
    await expect.poll(names).toEqual(['My own', 'Negotiated'])
  })

  it('loads nothing from elsewhere, and little at first', async () => {
    const page = await s.open(null, '/sign-in')
    await page.getByRole('heading', { name: 'Sign in to Hindsight' }).waitFor()
    await page.waitForLoadState('networkidle')
    const loaded = (await page.evaluate(
      `performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => [name, encodedBodySize])`,
    )) as [string, number][]
    expect(loaded.filter(([name]) => !name.startsWith(s.url))).toEqual([])
    const bytes = loaded.reduce((sum, [, size]) => sum + size, 0)
    expect(bytes).toBeGreaterThan(50_000)
    // With what the screens share, which whoever signs in needs next.
    expect(bytes).toBeLessThan(360_000)
    // Nor is it what React gives developers, whoever has built it.
    for (const [name] of loaded.filter(([each]) => each.endsWith('.js')))
      expect(await (await page.request.get(name)).text(), name).not.toMatch(/jsxDEV|react_stack_bottom_frame/)
  })
})

/** What is still violated once the page has come to rest: what is about to be replaced is drawn faintly. */
async function lasting(page: Page, rules?: readonly string[]): Promise<string[]> {
  let found: string[] = []
  for (let look = 0; look < 5; look++) {
    await page.waitForLoadState('networkidle')
    await page.locator('[data-stale="true"], main[aria-busy="true"]').waitFor({ state: 'detached' })
    found = await violations(page, rules)
    if (found.length === 0) break
  }
  return found
}
