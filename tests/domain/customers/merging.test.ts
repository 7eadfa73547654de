import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothSay, type ContactState } from '../../../src/domain/customers/contact.ts'
import { likenessOf } from '../../../src/domain/customers/likeness.ts'
import { fieldsTogether } from '../../../src/domain/customers/merging.ts'
import { takenBack } from '../../../src/domain/taken-back.ts'
import { seed } from '../../support/chance.ts'

const values = fc.record({
  title: fc.constantFrom(null, 'Buyer', 'Head'),
  list: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
  flag: fc.boolean(),
})
type Values = { title: string | null; list: number[]; flag: boolean }

describe('CUS-22 what takes a change back', () => {
  it('CUS-22 gives what was, when nothing has come since', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const { fields, left } = takenBack(before, after, after)
        expect({ ...after, ...fields }).toEqual(before)
        expect(left).toEqual([])
      }),
      { seed },
    )
  })

  it('CUS-22 keeps what has come since, and names it where it is in the way', () => {
    fc.assert(
      fc.property(values, values, values, (before, after, now) => {
        const { fields, left } = takenBack(before, after, now)
        const last = { ...now, ...fields } as Values
        for (const name of ['title', 'flag'] as const) {
          if (now[name] !== after[name]) expect(last[name]).toBe(now[name])
          if (now[name] !== after[name] && now[name] !== before[name] && before[name] !== after[name])
            expect(left).toContain(name)
        }
        // What neither the change nor its undoing is about stays as it is.
        for (const one of now.list) if (!after.list.includes(one)) expect(last.list).toContain(one)
      }),
      { seed },
    )
  })
})

describe('CUS-22 what a survivor is to be', () => {
  const reach = { otherEmails: [], otherPhones: [], addresses: [], social: [] }
  const one = { name: 'Jo', email: 'jo@wharf.example', phone: null, title: 'Buyer', ...reach }
  const other = {
    name: 'Jo O.',
    email: 'jo@home.example',
    phone: '+49 30 1',
    title: null,
    ...reach,
    otherEmails: [{ kind: 'work', email: 'jo@wharf.example' }],
  }

  it('CUS-22 is itself but for what was chosen, and loses no address', () => {
    expect(fieldsTogether(one, other, ['phone', 'leadId'])).toEqual({
      ...reach,
      phone: '+49 30 1',
      otherEmails: [{ kind: 'other', email: 'jo@home.example' }],
    })
    expect(fieldsTogether(one, other, ['email'])).toMatchObject({
      email: 'jo@home.example',
      otherEmails: [{ kind: 'work', email: 'jo@wharf.example' }],
    })
  })

  it('CUS-22 may not be reached by what either has forbidden, and has allowed what was said last', () => {
    const consent = { purpose: 'news', channel: 'email', source: 'form', textVersion: '1' } as const
    const given = { ...consent, givenAt: '2026-01-01T00:00:00.000Z', withdrawnAt: null }
    const withdrawn = { ...given, withdrawnAt: '2026-02-01T00:00:00.000Z' }
    const said = bothSay(
      { consents: [given], doNotContact: [{ channel: 'phone', reason: null }] } as never as ContactState,
      {
        consents: [withdrawn],
        doNotContact: [
          { channel: 'phone', reason: 'busy' },
          { channel: 'post', reason: null },
        ],
        preferredChannel: 'email',
      } as never as ContactState,
    )
    expect(said).toEqual({
      consents: [withdrawn],
      doNotContact: [
        { channel: 'phone', reason: null },
        { channel: 'post', reason: null },
      ],
      preferredChannel: 'email',
      suppressions: [],
    })
  })
})

describe('CUS-22 how much speaks for two being one', () => {
  const known = (name: string, more: object = {}) => ({
    name: [name],
    emails: [],
    phones: [],
    domains: [],
    ...more,
  })
  it.each([
    ['contact', known('Zoë Meyer'), known('zoe  meyer'), ['name']],
    ['contact', known('Jane Meyer'), known('Meyer, Jane'), ['near-name']],
    ['contact', known('Katharina Meyer'), known('Katarina Meier'), ['near-name']],
    ['contact', known('Jane Meyer'), known('Adam Smith'), undefined],
    [
      'contact',
      known('A', { phones: ['+49 30 901820'] }),
      known('B', { phones: ['(030) 90 18 20'] }),
      ['phone'],
    ],
    ['contact', known('A', { phones: ['110'] }), known('B', { phones: ['110'] }), undefined],
    [
      'contact',
      known('A', { domains: ['acme.example'] }),
      known('B', { domains: ['acme.example'] }),
      undefined,
    ],
    ['account', known('Acme GmbH'), known('ACME Ltd.'), ['near-name']],
    [
      'account',
      known('A', { domains: ['acme.example'] }),
      known('B', { domains: ['acme.example'] }),
      ['domain'],
    ],
    ['account', known('A', { domains: ['gmail.com'] }), known('B', { domains: ['gmail.com'] }), undefined],
  ] as const)('CUS-22 of a %s: %j and %j', (kind, one, other, reasons) => {
    expect(likenessOf(kind, one, other)?.reasons).toEqual(reasons)
    expect(likenessOf(kind, other, one)).toEqual(likenessOf(kind, one, other))
  })
})
