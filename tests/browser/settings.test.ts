import { beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { patience } from '../support/patience.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const principal = systemPrincipal('test', { kind: 'cli' })

describe.runIf(executablePath)('settings, in a browser', { timeout: 10 * patience }, () => {
  const s = stage()
  beforeAll(() => furnish(s.t))

  it('ADM-01 files are imported: told by their names, refused in words, found again by who went away meanwhile', async () => {
    const page = await s.open('admin', '/')
    await page.getByText('Set-up', { exact: true }).click()
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    const imports = page.getByRole('region', { name: 'Imports' })
    await imports.getByText('None since the server was started.').waitFor()
    const choose = (files: Readonly<Record<string, string>>) =>
      page.locator('input[type=file]').setInputFiles(
        Object.entries(files).map(([name, text]) => ({
          name,
          mimeType: 'text/plain',
          buffer: Buffer.from(text),
        })),
      )
    const start = page.getByRole('button', { name: 'Import', exact: true })
    const others = {
      'accounts.csv':
        'account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,2001,12,8,Kenya,\n',
      'sales_teams.csv': 'sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\n',
      'sales_pipeline.csv': `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
W1,Moses Frase,GTX Pro,Acme,Won,2017-01-10,2017-03-01,4514
X1,Nobody Here,GTX Pro,Acme,Won,2017-01-10,2017-03-01,4514
`,
    }
    await choose({ 'notes.txt': 'nothing', 'Products.csv': 'product,price\nA,1\n' })
    await page.getByText('sales_teams.csv is missing').waitFor()
    await page.getByText('no part of an import').waitFor()
    expect(await start.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: 'Remove notes.txt' }).click()
    await choose(others)
    await start.click()
    // What cannot be read changes nothing, and the files that were chosen are still there.
    const alert = page.getByRole('alert').filter({ hasText: 'Nothing was imported' })
    await alert.getByText('products.csv: series, sales_price').waitFor()
    await choose({ 'products.csv': 'product,series,sales_price\nGTX Pro,GTX,4821\n' })
    await start.click()
    const files = 'accounts.csv, products.csv, sales_teams.csv, sales_pipeline.csv'
    const report = imports.getByRole('listitem', { name: files })
    await report.getByText('Done', { exact: true }).waitFor()
    await report
      .getByRole('row', { name: /sales_pipeline.csv 3 sales_agent There is no agent “Nobody Here”/ })
      .waitFor()
    const [won] = (await s.t.as('admin').get('/api/opportunities?status=won')).json<{ items: object[] }>()
      .items
    expect(won).toMatchObject({ name: 'GTX Pro for Acme (W1)', amount: { amount: 451_400, currency: 'USD' } })

    const life = (id: string, at: string) =>
      JSON.stringify({
        source: { system: 'desk', id },
        history: [{ command: 'ticket.open', at, body: { subject: `Imported ${id}` } }],
      })
    await choose({
      'desk.ndjson': `${life('1', '2017-03-04T08:00:00Z')}\n${life('2', '2017-02-30T08:00:00Z')}\n`,
    })
    await start.click()
    const lines = imports.getByRole('listitem', { name: 'desk.ndjson' })
    await lines
      .getByText(/events? written in/)
      .first()
      .waitFor()
    await lines.getByRole('row', { name: /histories.ndjson 2 history.0.at/ }).waitFor()

    // One goes away while it runs, comes back, and cancels it.
    let end = () => {}
    s.t.services.jobs.start(
      'import',
      s.t.ids.admin,
      async ({ progress, signal }) => {
        progress(3, 10)
        await new Promise<void>((resolve) => {
          end = resolve
          signal.addEventListener('abort', () => resolve())
        })
      },
      'large.ndjson',
    )
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.reload()
    await page.getByText('Set-up', { exact: true }).click()
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    const running = imports.getByRole('listitem', { name: 'large.ndjson' })
    await running.getByText('Import: 3 of 10').waitFor()
    await running.getByRole('button', { name: 'Cancel' }).click()
    await running.getByText('What had come in by then stays.').waitFor()
    end()
    await imports
      .getByRole('listitem', { name: 'desk.ndjson' })
      .getByRole('button', { name: 'What became of it' })
      .click()
    await lines.getByRole('row', { name: /history.0.at/ }).waitFor()

    // Without the right there is no way to it, and its address says why.
    const rep = await s.open('rep', '/import')
    await rep.getByRole('heading', { name: 'Importing takes a right of its own' }).waitFor()
    expect(await rep.getByRole('link', { name: 'Import' }).count()).toBe(0)
  })

  it('ADM-01 a table is mapped, asked about, tried out, imported, and undone', async () => {
    const page = await s.open('admin', '/import')
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'Id,First Name,Last Name,Email,Company,Birthday,Shoe size\n1,Tilde,Table,tilde@table.example,Table Works,01/02/1990,38\n2,Bad,Row,not an address,,03/04/1991,39\n',
      ),
    })
    await page.getByRole('button', { name: 'Go on' }).click()
    const wizard = page.getByRole('region', { name: 'Import people.csv' })
    await wizard.getByText('2 rows.').waitFor()
    expect(await wizard.getByLabel('These are').inputValue()).toBe('contact')
    expect(await wizard.getByLabel('Known again by').inputValue()).toBe('Id')
    expect(await wizard.getByLabel('Shoe size becomes').inputValue()).toBe('')
    await wizard.getByText('The values can be read either way').waitFor()
    const tryOut = wizard.getByRole('button', { name: 'Try it out' })
    expect(await tryOut.getAttribute('aria-disabled')).toBe('true')
    await wizard.getByLabel('Birthday is written').selectOption('mdy')
    await wizard.getByText('01/02/1990 → 1990-01-02').waitFor()
    await wizard.getByLabel('From').fill('old address book')
    await tryOut.click()
    await wizard
      .getByText('Would create 2 records and change 0; 1 account that rows name would be made.')
      .waitFor()
    await wizard
      .getByRole('row', { name: /people.csv 3 Email “not an address” is no e-mail address/ })
      .waitFor()
    await wizard.getByRole('button', { name: 'Import', exact: true }).click()
    const done = page.getByRole('listitem', { name: 'people.csv from old address book' })
    await done.getByText('2 created, 0 updated, 0 refused').waitFor()
    const found = async () =>
      (await s.t.as('admin').get('/api/contacts?q=Tilde')).json<{ items: object[] }>().items
    expect(await found()).toMatchObject([{ birthDate: '1990-01-02', accountName: 'Table Works' }])
    await done.getByRole('button', { name: 'Undo' }).click()
    await done.getByText('then 3 taken out again, 0 brought back').waitFor()
    expect(await found()).toStrictEqual([])
  })

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
    await form.getByLabel('Picture: Logo').setInputFiles({
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

  it('USR-02 USR-03 USR-05 formats, notices, columns and saved views come back after sign-out, and are nobody else’s', async () => {
    const rep = s.t.as('rep')
    await make(rep, '/api/leads', { name: { first: 'Ada', last: 'Okello' }, email: 'ada@nile.example' })
    await make(rep, '/api/leads', { name: { first: 'Bea', last: 'Auma' }, email: 'bea@nile.example' })
    await s.t.settled()
    const kept = async () => (await rep.get('/api/me/preferences')).json<Record<string, unknown>>()
    const page = await s.open('rep', '/leads')
    await page.getByRole('row', { name: /Bea Auma/ }).waitFor()

    // A view is what one sees: the filter, the words, the columns. All of it by keyboard.
    await page.getByRole('button', { name: 'Columns' }).press('Enter')
    await page.getByRole('menuitemcheckbox', { name: 'E-mail' }).press('Enter')
    await page.getByRole('columnheader', { name: 'E-mail' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Search leads' }).fill('okello')
    await page.getByRole('row', { name: /Bea Auma/ }).waitFor({ state: 'detached' })
    await page.getByRole('textbox', { name: 'Search leads' }).press('Escape')
    await page.keyboard.press('v')
    await page.getByRole('menuitem', { name: 'Save as a new view' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('The Okellos')
    await dialog.getByRole('switch', { name: 'Open this list with it' }).press('Space')
    await dialog.getByRole('button', { name: 'Save the view' }).click()
    await page.getByRole('button', { name: 'View: The Okellos', exact: true }).waitFor()

    // What was changed since is told, and saved or left.
    await page.getByRole('textbox', { name: 'Search leads' }).fill('auma')
    await page.getByRole('row', { name: /Bea Auma/ }).waitFor()
    await page.getByRole('button', { name: 'View: The Okellos, changed' }).click()
    await page.getByRole('menuitemradio', { name: 'The Okellos' }).click()
    await page.getByRole('row', { name: /Ada Okello/ }).waitFor()
    await expect.poll(() => page.getByRole('textbox', { name: 'Search leads' }).inputValue()).toBe('okello')

    await page.getByRole('button', { name: 'Test rep' }).click()
    await page.getByRole('menuitem', { name: 'Preferences' }).click()
    await page
      .getByRole('region', { name: 'Saved views' })
      .getByRole('link', { name: 'The Okellos' })
      .waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await dialog.getByRole('combobox', { name: 'Numbers and dates' }).fill('German (Germany)')
    await page.getByRole('option', { name: /German \(Germany\)/ }).click()
    await dialog.getByRole('combobox', { name: 'Order of dates' }).click()
    await page.getByRole('option', { name: /Year first/ }).click()
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText(/^20\d\d-\d\d-\d\d, \d\d:\d\d · 12\.345,50 EUR$/).waitFor()
    await page.getByRole('switch', { name: 'A lead was assigned to you: by e-mail' }).press('Space')
    await expect.poll(kept).toMatchObject({
      dateFormat: 'iso',
      locale: 'de-DE',
      notifications: { 'lead.assigned': { inApp: true, email: false } },
      savedViews: [{ list: 'leads', name: 'The Okellos', filters: { q: 'okello' }, isDefault: true }],
    })

    await page.getByRole('button', { name: 'Test rep' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Hindsight' }).waitFor()
    const elsewhere = await s.open('rep', '/leads')
    await elsewhere.getByRole('button', { name: 'View: The Okellos', exact: true }).waitFor()
    await elsewhere.getByRole('columnheader', { name: 'E-mail' }).waitFor()
    await elsewhere.getByRole('row', { name: /Ada Okello/ }).waitFor()
    await elsewhere.getByRole('row', { name: /Bea Auma/ }).waitFor({ state: 'detached' })
    await elsewhere.keyboard.press('v')
    await elsewhere.getByRole('menuitemradio', { name: 'All leads' }).press('Enter')
    await elsewhere.getByRole('row', { name: /Bea Auma/ }).waitFor()

    const manager = await s.open('manager', '/leads')
    await manager.getByRole('button', { name: 'View: All leads', exact: true }).waitFor()
    await manager.getByRole('row', { name: /Ada Okello/ }).waitFor()
    expect(await manager.getByRole('columnheader', { name: 'E-mail' }).count()).toBe(0)
  })

  it('USR-04 a home page of what concerns one is arranged by dragging and by keyboard, and is the same on another device', async () => {
    const rep = s.t.as('rep')
    const accountId = await make(rep, '/api/accounts', { name: 'Nile Optics' })
    const closeDate = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    await make(rep, '/api/opportunities', { name: 'Harbour', accountId, closeDate })
    await s.t.settled()
    const order = async () =>
      (await rep.get('/api/me/dashboard'))
        .json<{ dashboard: { id: string }[] }>()
        .dashboard.map(({ id }) => id)
    const page = await s.open('rep', '/home')
    const names = async (of = page) =>
      (await of.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()).map((name) =>
        name.replace(/ \d+$/, ''),
      )
    await page.getByRole('link', { name: 'Harbour' }).first().waitFor()
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(['My open deals', 'My leads'])

    await page.getByRole('button', { name: 'Arrange' }).click()
    await page.getByRole('button', { name: 'My leads: move earlier' }).press('Enter')
    await expect
      .poll(order)
      .toEqual([
        'my-leads',
        'my-deals',
        'my-activities',
        'attainment',
        'forecast',
        'follow-up-suggestions',
        'follow-ups',
        'recent',
      ])
    await page.getByRole('button', { name: 'Recent changes: remove' }).press('Enter')
    await expect
      .poll(order)
      .toEqual([
        'my-leads',
        'my-deals',
        'my-activities',
        'attainment',
        'forecast',
        'follow-up-suggestions',
        'follow-ups',
      ])
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('menuitem', { name: 'My tickets' }).click()
    await expect
      .poll(order)
      .toEqual([
        'my-leads',
        'my-deals',
        'my-activities',
        'attainment',
        'forecast',
        'follow-up-suggestions',
        'follow-ups',
        'my-tickets',
      ])

    const grip = await page
      .getByRole('group', { name: 'My tickets' })
      .getByTitle('Drag to move')
      .boundingBox()
    const target = await page.getByRole('group', { name: 'My leads' }).boundingBox()
    if (!grip || !target) throw new Error('nothing to drag')
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
    await page.mouse.down()
    await page.mouse.move(target.x + 60, target.y + 40, { steps: 12 })
    await page.getByText('was moved over droppable area my-leads').waitFor({ state: 'attached' })
    await page.mouse.up()
    const arranged = [
      'my-tickets',
      'my-leads',
      'my-deals',
      'my-activities',
      'attainment',
      'forecast',
      'follow-up-suggestions',
      'follow-ups',
    ]
    await expect.poll(order).toEqual(arranged)

    const elsewhere = await s.open('rep', '/home')
    await elsewhere.getByRole('heading', { name: 'My tickets' }).waitFor()
    await expect
      .poll(() => names(elsewhere))
      .toEqual([
        'My tickets',
        'My leads',
        'My open deals',
        'To do',
        'Quotas of this quarter',
        'Forecast',
        'Waiting and quiet',
        'To follow up',
      ])
    // Everything on it is as of any instant, too.
    await elsewhere.goto('/home?asOf=2020-01-01T00:00:00.000Z')
    await elsewhere.getByText('No open deal is yours.').waitFor()

    // Nobody else has arranged theirs: it begins with what their role works on.
    const managers = await s.open('manager', '/home')
    await managers.getByRole('heading', { name: /Closing within 30 days/ }).waitFor()
    await managers.getByText('None that you may see.').first().waitFor()
    expect(await names(managers)).toEqual([
      'Closing within 30 days',
      'Quotes that wait for approval',
      'My open deals',
      'My leads',
      'To do',
      'Quotas of this quarter',
      'Tickets due next',
      'Forecast',
      'Waiting and quiet',
      'To follow up',
      'Recent changes',
    ])
    await managers.getByRole('link', { name: 'Harbour' }).first().waitFor()
  })
})
