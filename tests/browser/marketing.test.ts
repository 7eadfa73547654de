import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'
import { answered } from '../support/reply.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

let smtp: MailServer
// Links lead to where the app listens, which is not known before: their path and what is signed are the same.
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
  for (const [first, region] of [
    ['Ada', 'North'],
    ['Bob', 'North'],
    ['Cyd', 'South'],
  ]) {
    const id = await make(s.t.as('manager'), '/api/contacts', {
      name: { first, last: 'Doe' },
      email: `${first?.toLowerCase()}@acme.example`,
      region,
    })
    if (first !== 'Bob')
      await answered(
        s.t.as('manager').post(`/api/contacts/${id}/give-consent`, {
          purpose: 'Newsletter',
          channel: 'email',
          source: 'A fair',
          textVersion: '1',
        }),
      )
  }
  await make(s.t.as('manager'), '/api/marketing-lists', {
    name: 'The North',
    model: 'contact',
    kind: 'dynamic',
    where: { all: [{ field: 'region', operator: 'is', value: 'North' }] },
  })
  const templateId = await make(s.t.as('manager'), '/api/message-templates', {
    name: 'Spring news',
    subject: 'Spring for {{ person.firstName }}',
    body: 'Hello {{ person.firstName }},\n\nsee [our prices](https://larkspur.example/prices).',
  })
  await answered(s.t.as('manager').post(`/api/message-templates/${templateId}/publish`))
  const campaignId = await make(s.t.as('manager'), '/api/campaigns', { name: 'Spring', channels: ['email'] })
  await answered(s.t.as('manager').post(`/api/campaigns/${campaignId}/start`))
  await s.t.settled()
})
afterAll(() => smtp?.close())

it.runIf(executablePath)(
  'MKT-01, MKT-03, MKT-09 a mailing goes from a segment to who unsubscribes',
  async () => {
    const page = await s.open('manager', '/marketing-lists')
    await page.getByRole('link', { name: 'The North' }).first().click()
    await page.getByText(/Region is .?North/).waitFor()
    await page.getByText('they have not allowed it').waitFor()
    await shot(page, 'list')

    await page.goto('/mailings')
    await page.getByRole('button', { name: 'New mailing' }).first().click()
    await page.getByLabel('Name').fill('Spring mail')
    for (const [label, choice] of [
      ['Campaign', 'Spring'],
      ['To', 'The North'],
      ['Purpose', 'Newsletter'],
      ['Template', 'Spring news'],
      ['From mailbox', 'Larkspur news'],
    ] as const) {
      await page.getByRole('dialog').getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name: choice }).first().click()
    }
    await shot(page, 'form')
    await page.getByRole('button', { name: 'Create mailing' }).click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByRole('cell', { name: 'they have not allowed it', exact: true }).waitFor()
    await eventually(() => expect(smtp.letters.map(({ to }) => to)).toEqual(['ada@acme.example']))
    await page.getByText('Sent', { exact: true }).first().waitFor()
    await shot(page, 'mailing')

    const [, path] =
      /crm\.larkspur\.example(\/m\/unsubscribe\?link=[^>]+)>/.exec(
        smtp.letters[0]?.headers['list-unsubscribe'] ?? '',
      ) ?? []
    if (!path) throw new Error('the mail says nowhere how to get no more')
    const stranger = await s.open(null, path)
    await shot(stranger, 'unsubscribe')
    await stranger.getByRole('button', { name: 'Unsubscribe' }).click()
    await stranger.getByText('You get no more of “Newsletter”.').waitFor()
    await stranger.getByRole('link', { name: 'Choose what you want to get' }).click()
    await shot(stranger, 'preferences')
    expect(await stranger.getByLabel('Newsletter').isChecked()).toBe(false)
    await page.getByText('1 have unsubscribed').waitFor()

    await page.goto('/campaign-results')
    await page.getByRole('link', { name: 'Spring' }).waitFor()
    await shot(page, 'results')
    await page.goto('/campaigns')
    await page.getByRole('link', { name: 'Spring' }).first().click()
    await page.getByRole('heading', { name: 'Costs' }).waitFor()
    await shot(page, 'campaign')
    await page.goto('/message-templates')
    await page.getByRole('link', { name: 'Spring news' }).click()
    await page.getByText('What can stand in it').waitFor()
    await shot(page, 'template')
  },
)

async function shot(page: { screenshot(of: object): Promise<unknown> }, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}
