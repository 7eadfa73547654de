import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contact } from '../../../src/domain/customers/contact.ts'
import { checkVersion, genuinenessOf, lookedUpIn } from '../../../src/domain/sales/genuineness.ts'
import { lead } from '../../../src/domain/sales/lead.ts'
import { given, idOf } from '../../support/given.ts'

const nobody = { twins: [] }
const plain = { email: 'ada@analytical-engines.com', phone: '+49 30 901820', country: 'DE' }
const found = (of: object, looked: Parameters<typeof genuinenessOf>[1] = nobody) => {
  const { genuineness, checks } = genuinenessOf({ ...plain, ...of }, looked)
  return { genuineness, ...Object.fromEntries(checks.map(({ check, finding }) => [check, finding])) }
}
const twin = { model: 'lead' as const, id: idOf('twin'), reasons: ['email' as const], open: true }

describe('LEAD-09 the checks of a lead', () => {
  it('find nothing against somebody who may be reached', () => {
    expect(found({})).toEqual({
      genuineness: 100,
      email: 'plausible',
      disposable: 'lasting',
      phone: 'valid-number',
      duplicate: 'unknown',
      bot: 'not-public',
    })
  })

  it.each([
    [{ email: 'a@mail.test' }, { email: 'reserved-domain', genuineness: 50 }],
    [{ email: 'a@example.com' }, { email: 'example-domain', genuineness: 90 }],
    [{ email: 'info@acme.com' }, { email: 'nobodys' }],
    [
      { email: null, phone: null },
      { email: 'unreachable', phone: 'no-phone' },
    ],
    [{ email: null }, { email: 'no-email', disposable: 'no-email', genuineness: 100 }],
    [{ email: 'x@mailinator.com' }, { disposable: 'thrown-away', genuineness: 40 }],
    [{ email: 'x@any.mailinator.com' }, { disposable: 'thrown-away' }],
    [{ phone: '030 901820' }, { phone: 'valid-number' }],
    [{ phone: '030 901820', country: null }, { phone: 'no-country' }],
    [{ phone: '+49 1' }, { phone: 'no-such-number', genuineness: 70 }],
    [{ phone: '+256 700 123456' }, { phone: 'other-country' }],
    [{ phone: '+49 30 901820 ext. 12' }, { phone: 'valid-number' }],
  ])('of %o find %o', (of, expected) => {
    expect(found(of)).toMatchObject(expected)
  })

  it('tell a person who is there already from one who may be', () => {
    expect(found({}, { twins: null })).toMatchObject({ duplicate: 'not-looked', genuineness: 100 })
    expect(found({}, { twins: [{ ...twin, model: 'contact' }] })).toMatchObject({
      duplicate: 'known-contact',
    })
    expect(found({}, { twins: [{ ...twin, reasons: ['phone'] }] })).toMatchObject({ duplicate: 'like-lead' })
    expect(found({}, { twins: [{ ...twin, open: false }] })).toMatchObject({ duplicate: 'like-lead' })
    expect(found({}, { twins: [twin] })).toMatchObject({ duplicate: 'same-lead', genuineness: 70 })
  })

  it('tell what a program has sent', () => {
    const sent = (signs: object) =>
      found({ submission: { signs: { trapped: false, proven: true, seconds: 20, ...signs } } })
    expect(sent({})).toMatchObject({ bot: 'proven', genuineness: 100 })
    expect(sent({ seconds: 1 })).toMatchObject({ bot: 'hasty' })
    expect(sent({ proven: false })).toMatchObject({ bot: 'unproven' })
    expect(sent({ trapped: true })).toMatchObject({ bot: 'trapped', genuineness: 20 })
  })

  it('are of another version as soon as they look things up in another one', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect({ checkVersion, ...lookedUpIn }).toEqual({
      checkVersion: 1,
      'disposable-email-domains-js': dependencies['disposable-email-domains-js'],
      'libphonenumber-js': dependencies['libphonenumber-js'],
    })
  })
})

describe('LEAD-09 a lead that is doubtful', () => {
  const asked = {
    name: { last: 'Doe' },
    email: 'x@mailinator.com',
    ownerId: null,
    lookedUp: nobody,
    routed: true,
  }
  const captured = {
    type: 'lead.captured',
    data: {
      name: { last: 'Doe' },
      source: 'Web',
      email: 'x@mailinator.com',
      phone: null,
      company: null,
      country: null,
      productInterest: null,
      ownerId: null,
    },
  } as const
  const checked = {
    type: 'lead.checked',
    data: genuinenessOf({ email: 'x@mailinator.com', phone: null, country: null }, nobody),
  } as const
  const rejected = [
    { type: 'lead.reviewed', data: { genuine: false } },
    { type: 'lead.disqualified', data: { reason: 'Not genuine', reviewed: true } },
  ] as const

  it('is given to nobody before somebody has accepted it', () => {
    given(lead).when('lead.capture', asked).thenTypes('lead.captured', 'lead.scored', 'lead.checked')
    given(lead)
      .when('lead.capture', { ...asked, email: 'x@acme.com' })
      .thenTypes('lead.captured', 'lead.scored', 'lead.checked', 'lead.routing-requested')
    given(lead, captured, checked)
      .when('lead.review', { genuine: true, routed: true })
      .thenTypes('lead.reviewed', 'lead.routing-requested')
  })

  it('is disqualified when it is rejected, and stands as before when that is taken back', () => {
    given(lead, captured, checked)
      .when('lead.review', { genuine: false })
      .thenEvents(...rejected)
    given(lead, captured, checked, ...rejected)
      .when('lead.review', { genuine: null })
      .thenEvents(
        { type: 'lead.reviewed', data: { genuine: null } },
        { type: 'lead.reopened', data: { reason: null, status: 'new' } },
      )
    given(lead, captured, checked, ...rejected)
      .when('lead.review', { genuine: false })
      .thenNothing()
    // What was disqualified before for another reason stays so.
    const before = { type: 'lead.disqualified', data: { reason: 'No need' } } as const
    given(lead, captured, checked, before)
      .when('lead.review', { genuine: false })
      .thenEvents({ type: 'lead.reviewed', data: { genuine: false } })
  })

  it('is checked anew when its address changes, and not when it says the same', () => {
    given(lead, captured, checked).when('lead.check', { lookedUp: nobody }).thenNothing()
    given(lead, captured, checked)
      .when('lead.change', { email: 'x@acme.com', lookedUp: nobody })
      .thenTypes('lead.changed', 'lead.scored', 'lead.checked')
  })
})

it('LEAD-02 what somebody has allowed by a form goes along into the contact that they become', () => {
  const consent = {
    purpose: 'News',
    channel: 'email',
    source: 'https://shop.example',
    textVersion: '2',
  } as const
  const from = { name: { last: 'Doe' }, leadId: idOf('lead') }
  given(contact)
    .when('contact.create-from-lead', { ...from, consent })
    .thenTypes('contact.created', 'contact.consent-given')
  given(contact).when('contact.create-from-lead', from).thenTypes('contact.created')
})
