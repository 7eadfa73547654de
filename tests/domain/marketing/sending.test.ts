import { describe, expect, it } from 'vitest'
import { faultsOf, messageOf } from '../../../src/commands/marketing/message-template.ts'
import { afterQuiet, leftOut, type Reached } from '../../../src/domain/marketing/sending.ts'
import { asPage, asText } from '../../../src/platform/papers/markup.ts'

const grace: Reached = {
  email: 'grace@acme.example',
  consents: [{ purpose: 'News', channel: 'email', withdrawnAt: null }],
}
const news = { purpose: { name: 'News', basis: 'consent' as const }, rules: { cap: null } }
const since = '2026-01-01T00:00:00.000Z'

describe('MKT-02 who is left out, and why', () => {
  it.each<[string, Reached | undefined, object]>([
    ['gone', undefined, {}],
    ['gone', { ...grace, archived: true }, {}],
    ['gone', { ...grace, privacy: { erased: true, restricted: false, holds: [] } }, {}],
    ['restricted', { ...grace, privacy: { erased: false, restricted: true, holds: [] } }, {}],
    ['no-address', { ...grace, email: null }, {}],
    ['do-not-contact', { ...grace, doNotContact: [{ channel: 'email', reason: null }] }, {}],
    [
      'bounced',
      { ...grace, suppressions: [{ cause: 'bounce', purpose: null, address: 'grace@acme.example', since }] },
      {},
    ],
    [
      'complained',
      { ...grace, suppressions: [{ cause: 'complaint', purpose: null, address: null, since }] },
      {},
    ],
    [
      'unsubscribed',
      { ...grace, suppressions: [{ cause: 'unsubscribe', purpose: 'News', address: null, since }] },
      {},
    ],
    ['no-consent', { ...grace, consents: [] }, {}],
    ['no-consent', { ...grace, consents: [{ purpose: 'News', channel: 'email', withdrawnAt: since }] }, {}],
    ['no-consent', { ...grace, consents: [{ purpose: 'News', channel: 'phone', withdrawnAt: null }] }, {}],
    ['too-often', grace, { rules: { cap: { most: 2, days: 7 } }, recent: 2 }],
    // What another record of the same address forbids counts.
    [
      'unsubscribed',
      grace,
      {
        alsoKnown: [
          { ...grace, suppressions: [{ cause: 'unsubscribe', purpose: null, address: null, since }] },
        ],
      },
    ],
  ])('%s', (reason, person, more) => {
    expect(leftOut(person, { ...news, ...more })).toBe(reason)
  })

  it('leaves nobody out without a reason', () => {
    expect(leftOut(grace, news)).toBeUndefined()
    const basis = 'legitimate-interests' as const
    expect(leftOut({ ...grace, consents: [] }, { ...news, purpose: { name: 'News', basis } })).toBeUndefined()
    // It came back at another address than they have now.
    const suppressions = [{ cause: 'bounce' as const, purpose: null, address: 'old@acme.example', since }]
    expect(leftOut({ ...grace, suppressions }, news)).toBeUndefined()
    const other = [{ cause: 'unsubscribe' as const, purpose: 'Offers', address: null, since }]
    expect(leftOut({ ...grace, suppressions: other }, news)).toBeUndefined()
  })
})

it('waits until quiet hours are over, over midnight and where clocks are put on', () => {
  const night = { from: '21:00', to: '08:00' }
  expect(afterQuiet('2026-06-01T18:00:00.000Z', night, 'Europe/Berlin')).toBe('2026-06-01T18:00:00.000Z')
  expect(afterQuiet('2026-06-01T20:00:00.000Z', night, 'Europe/Berlin')).toBe('2026-06-02T06:00:00.000Z')
  expect(afterQuiet('2026-06-02T03:00:00.000Z', night, 'Europe/Berlin')).toBe('2026-06-02T06:00:00.000Z')
  // The hour from 02:00 to 03:00 is left out that night.
  expect(afterQuiet('2026-03-29T00:30:00.000Z', { from: '01:00', to: '02:30' }, 'Europe/Berlin')).toBe(
    '2026-03-29T01:30:00.000Z',
  )
  expect(afterQuiet('2026-06-01T20:00:00.000Z', null, 'Europe/Berlin')).toBe('2026-06-01T20:00:00.000Z')
})

describe('COM-24 templates', () => {
  const body =
    'Hello {{ person.firstName | default: "there" }},\n\n{% if person.country == "DE" %}Grüße{% else %}Regards{% endif %} [here](https://example.com/a?b=1&c=2)'

  it('are filled in with what is known, and stand for nothing where nothing is', () => {
    const text = messageOf(
      { subject: 'For {{ company.name }}', body },
      {
        'person.firstName': 'Ada',
        'person.country': 'DE',
        'company.name': 'Acme',
      },
    )
    expect(text).toEqual({
      subject: 'For Acme',
      body: 'Hello Ada,\n\nGrüße [here](https://example.com/a?b=1&c=2)',
    })
    expect(messageOf({ subject: 'x', body }, {}).body).toMatch(/^Hello there,\n\nRegards/)
  })

  it.each([
    ['body', 'Hello {{ person.nickname }}'],
    ['body', '{% if account.revenue %}x{% endif %}'],
    ['body', '{{ person.name | raw }}'],
    ['body', "{% include '/etc/passwd' %}"],
    ['body', '{% for i in (1..10) %}{{ i }}{% endfor %}'],
    ['body', 'Hello {{ person.name '],
    ['body', '{{ person.name | no_such_filter }}'],
  ])('say of %s what is amiss: %s', (field, text) => {
    expect(faultsOf({ subject: 'Subject', body: text })).toMatchObject([{ field }])
  })

  it('make of a name neither a link nor markup', () => {
    const name = '[Click](https://evil.example) <b>\\'
    const made = messageOf(
      { subject: '{{ person.name }}', body: 'Dear {{ person.name }}' },
      { 'person.name': name },
    )
    expect(made.subject).toBe(name)
    expect(asText(made.body)).toBe(`Dear ${name}`)
    const page = asPage(made.body, { language: 'en' })
    expect(page).not.toContain('<a ')
    expect(page).toContain('&lt;b&gt;')
  })

  it('lead by links that stand behind their words', () => {
    expect(asText('See [our *prices*](https://example.com/p).')).toBe(
      'See our *prices* (https://example.com/p).',
    )
    expect(
      asPage('See [ours](https://example.com/p?a=1&b=2).', {
        language: 'en',
        addressOf: (url) => `${url}&t=1`,
      }),
    ).toContain('<a href="https://example.com/p?a=1&amp;b=2&amp;t=1">ours</a>')
    expect(asPage('[x](javascript:alert(1))', { language: 'en' })).not.toContain('<a ')
  })
})
