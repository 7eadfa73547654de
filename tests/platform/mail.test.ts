import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { createMailer, MailRefused, parseAddress } from '../../src/platform/people/mail.ts'
import { selfSignedCertificate } from '../support/certificate.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'

const opened: MailServer[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close()
})
async function serving(options?: SMTPServerOptions): Promise<MailServer> {
  const server = await mailServer(options)
  opened.push(server)
  return server
}

const from = { name: 'Hindsight', address: 'crm@example.com' }
const letter = {
  id: '00000000-0000-4000-8000-000000000001',
  to: { name: 'Ada', address: 'ada@example.com' },
  subject: 'Hello',
  text: 'Hello.',
  html: '<p>Hello.</p>',
}

describe('mail', () => {
  it('is one message with both forms, under a Message-ID made of its id', async () => {
    const server = await serving()
    await createMailer({ url: server.url, from, plain: true }).send(letter)
    expect(server.letters).toMatchObject([
      { to: 'ada@example.com', headers: { 'message-id': `<${letter.id}@example.com>`, subject: 'Hello' } },
    ])
    expect(server.letters[0]?.raw).toMatch(/text\/plain.*Hello\..*text\/html.*<p>Hello\.<\/p>/s)
  })

  it('takes no line of a header, and no other reader, from a name or a subject', async () => {
    const server = await serving()
    const evil = 'x\r\nBcc: eve@example.com\u2028'
    await createMailer({ url: server.url, from, plain: true }).send({
      ...letter,
      subject: evil,
      to: { name: `${evil}, <eve@example.com>`, address: 'ada@example.com' },
    })
    expect(server.letters.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(server.letters[0]?.headers).not.toHaveProperty('bcc')
    expect(server.letters[0]?.headers.subject).toBe('x Bcc: eve@example.com')
  })

  it('goes nowhere without checked TLS unless that was said', async () => {
    const without = await serving()
    await expect(createMailer({ url: without.url, from, plain: false }).send(letter)).rejects.toThrow(/TLS/)
    const { key, cert } = selfSignedCertificate()
    const unknown = await serving({ disabledCommands: ['AUTH'], key, cert })
    await expect(createMailer({ url: unknown.url, from, plain: false }).send(letter)).rejects.toThrow(
      /certificate/,
    )
    expect([...without.letters, ...unknown.letters]).toEqual([])
    await createMailer({ url: unknown.url, from, plain: true }).send(letter)
    expect(unknown.letters).toHaveLength(1)
  })

  it('signs in with what stands in the URL, and keeps a wrong password for a passing trouble', async () => {
    const server = await serving({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        username === 'crm@example.com' && password === 'p:/@ss'
          ? done(null, { user: username })
          : done(Object.assign(new Error('Wrong'), { responseCode: 535 })),
    })
    const url = (password: string) => server.url.replace('//', `//crm%40example.com:${password}@`)
    await createMailer({ url: url('p%3A%2F%40ss'), from, plain: true }).send(letter)
    expect(server.letters).toHaveLength(1)
    const wrong = await createMailer({ url: url('wrong'), from, plain: true })
      .send(letter)
      .catch((error: unknown) => error)
    expect(wrong).toBeInstanceOf(Error)
    expect(wrong).not.toBeInstanceOf(MailRefused)
  })

  it.each([
    ['550 5.1.1 <Ada@Example.com> unknown', true],
    ['451 4.7.1 <ada@example.com> is greylisted', false],
  ])('says of “%s” whether it is final, without the address', async (said, isFinal) => {
    const server = await serving()
    server.answer(() => said)
    const error = await createMailer({ url: server.url, from, plain: true })
      .send(letter)
      .catch((reason: unknown) => reason)
    expect(error instanceof MailRefused).toBe(isFinal)
    expect(String(error)).toContain(said.slice(0, 3))
    expect(String(error)).not.toMatch(/ada@/i)
  })

  it.each([
    ['crm@example.com', { name: '', address: 'crm@example.com' }],
    ['Hindsight <crm@example.com>', { name: 'Hindsight', address: 'crm@example.com' }],
    ['"Hindsight, Inc." <crm@example.com>', { name: 'Hindsight, Inc.', address: 'crm@example.com' }],
    ['Hindsight', undefined],
    ['crm@a@example.com', undefined],
    ['A <a@example.com>, B <b@example.com>', undefined],
    ['A\r\nBcc: b <a@example.com>', undefined],
  ])('reads %j as an address', (text, address) => {
    expect(parseAddress(text)).toEqual(address)
  })
})
