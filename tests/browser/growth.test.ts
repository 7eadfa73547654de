import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'
import { answered } from '../support/reply.ts'
import { violations, wcag } from './axe.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

let smtp: MailServer
const s = stage({ publicUrl: 'http://crm.larkspur.example' })

beforeAll(async () => {
  if (!executablePath) return
  smtp = await mailServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'news' }),
  })
  await furnish(s.t)
  const mailboxId = await make(s.t.as('admin'), '/api/mailboxes', {
    name: 'Larkspur news',
    address: 'news@larkspur.example',
    smtp: { host: '127.0.0.1', port: Number(new URL(smtp.url).port), tls: 'none' },
    login: 'news',
  })
  await answered(s.t.as('admin').post(`/api/mailboxes/${mailboxId}/password`, { password: 'let-me-in' }))
  await answered(
    s.t.as('admin').patch('/api/settings/sending-policy', {
      purposes: [{ name: 'Offers', basis: 'legitimate-interests', about: null }],
    }),
  )
  const templateId = await make(s.t.as('manager'), '/api/message-templates', {
    name: 'Welcome mail',
    subject: 'Welcome',
    body: 'Good day {{ person.lastName }}.',
  })
  await answered(s.t.as('manager').post(`/api/message-templates/${templateId}/publish`))
  const campaignId = await make(s.t.as('manager'), '/api/campaigns', { name: 'Nurture' })
  await answered(s.t.as('manager').post(`/api/campaigns/${campaignId}/start`))
  await make(s.t.as('manager'), '/api/leads', {
    name: { first: 'Nora', last: 'Quist' },
    email: 'nora@acme.example',
    phone: '+4930123450',
    source: 'manual',
  })
  await make(s.t.as('manager'), '/api/lead-forms', {
    name: 'Ask us',
    title: 'Talk to us',
    thanks: 'Thank you, we will write.',
    source: 'Web',
    asks: [{ field: 'email', required: true }],
  })
  await s.t.settled()
})
afterAll(() => smtp?.close())

type Page = Awaited<ReturnType<typeof s.open>>

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).last().click()
  await page.getByRole('option', { name: option }).first().click()
}

it.runIf(executablePath)(
  'MKT-07, MKT-08 a lead goes through a sequence from entering to leaving',
  async () => {
    const page = await s.open('manager', '/sequences')
    await page.getByRole('button', { name: 'New sequence' }).first().click()
    await page.getByLabel('Name').fill('Welcome')
    for (const [label, option] of [
      ['Campaign', 'Nurture'],
      ['Purpose', 'Offers'],
      ['From', 'Larkspur news'],
    ] as const)
      await choose(page, label, option)
    await page.getByRole('button', { name: 'Create sequence' }).click()
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByRole('button', { name: 'Add a step' }).click()
    await choose(page, 'Step 1', 'Wait')
    await choose(page, 'Step 2: template', 'Welcome mail')
    await page.getByRole('button', { name: 'Move step 2 up' }).press('Enter')
    await page.getByRole('button', { name: 'Save the steps' }).click()
    await page.getByText('Saved: publish it').waitFor()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('button', { name: 'Let somebody enter' }).click()
    await page.getByRole('dialog').getByRole('combobox').fill('Quist')
    await page.getByRole('option', { name: /Quist/ }).click()
    await page.getByRole('button', { name: 'Let them enter' }).click()
    await eventually(() => expect(smtp.letters.map(({ to }) => to)).toEqual(['nora@acme.example']))
    await page.getByText('1 entered: 1 inside').waitFor()
    await page.getByRole('link', { name: /Quist/ }).first().click()
    await page.getByRole('button', { name: 'Take out' }).click()
    await page.getByText('Somebody took them out').first().waitFor()
  },
)

it.runIf(executablePath)(
  'MKT-12, MKT-13 a landing page is put together, and a stranger becomes a lead',
  async () => {
    const page = await s.open('manager', '/landing-pages')
    await page.getByRole('button', { name: 'New landing page' }).first().click()
    await page.getByLabel('Name').fill('Spring')
    await page.getByLabel('Address').fill('spring')
    await page.getByLabel('Title').fill('Spring offer')
    await page.getByRole('button', { name: 'Create landing page' }).click()
    await page.getByRole('button', { name: 'Add a part' }).click()
    await page.getByLabel('Part 1: text').fill('See [our prices](https://larkspur.example/prices).')
    await page.getByRole('button', { name: 'Add a part' }).click()
    await choose(page, 'Part 2', 'Form')
    await choose(page, 'Part 2: form', 'Ask us')
    await page.getByRole('button', { name: 'Save the page' }).click()
    await page.getByText('Saved: publish it').waitFor()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('link', { name: /\/p\/spring$/ }).waitFor()

    const stranger = await s.open(null, '/p/spring?utm_source=fair')
    await stranger.getByRole('heading', { name: 'Talk to us' }).waitFor()
    expect(await violations(stranger, [...wcag, 'best-practice'])).toEqual([])
    await stranger.getByLabel('Last name').fill('Spring')
    await stranger.getByLabel('E-mail').fill('spring@acme.example')
    await stranger.getByRole('button', { name: 'Send' }).click()
    await stranger.getByText('Thank you, we will write.').waitFor()

    await page.reload()
    await page.getByRole('link', { name: 'Spring', exact: true }).first().waitFor()
    await page.getByRole('row', { name: /^1\s*1\s*1\s*0$/ }).waitFor()
  },
)

it.runIf(executablePath)('MKT-06 a quick campaign begins in a list in three clicks', async () => {
  const page = await s.open('manager', '/leads')
  await page.getByRole('checkbox', { name: /Quist/ }).click()
  await page.getByRole('button', { name: 'Quick campaign' }).click()
  await page.getByText('1 person is reached').waitFor()
  await page.getByRole('button', { name: 'Plan the calls' }).click()
  await page.getByRole('heading', { name: 'Calls' }).waitFor()
  await page.getByText('1 done').first().waitFor()
})
