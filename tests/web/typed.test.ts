import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { count, day, moneyNumber } from '../../web/src/ui/format.ts'
import { setFormats } from '../../web/src/ui/formats.ts'
import { amountTyped, dayTyped, numberTyped } from '../../web/src/ui/typed.ts'

const formats = (locale: string, dates: 'locale' | 'iso' | 'day-first' | 'month-first' = 'locale') => ({
  locale,
  dates,
  timeZone: 'UTC',
})
const [english, american, german, swedish] = ['en-GB', 'en-US', 'de', 'sv'].map((locale) =>
  formats(locale),
) as [
  ReturnType<typeof formats>,
  ReturnType<typeof formats>,
  ReturnType<typeof formats>,
  ReturnType<typeof formats>,
]

const locale = fc.constantFrom(
  'en-GB',
  'en-US',
  'de-DE',
  'de-CH',
  'es-ES',
  'fr-FR',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'sv-SE',
)
const currency = fc.constantFrom('EUR', 'USD', 'CHF', 'SEK', 'PLN', 'BRL', 'JPY', 'BHD')
afterEach(() => setFormats(formats('en-GB')))

describe('FAULTS 20: a date as people type and paste it', () => {
  it('is parsed by the order in which it is shown', () => {
    expect(dayTyped('31/12/2026', english)).toBe('2026-12-31')
    expect(dayTyped('03/04/2026', english)).toBe('2026-04-03')
    expect(dayTyped('03/04/2026', american)).toBe('2026-03-04')
    expect(dayTyped('03.04.2026', german)).toBe('2026-04-03')
    expect(dayTyped('3.4.2026', german)).toBe('2026-04-03')
    expect(dayTyped('03/04/2026', formats('de', 'month-first'))).toBe('2026-03-04')
  })

  it('is taken in ISO form and with a spelled month by everybody', () => {
    for (const who of [english, american, german, swedish]) {
      expect(dayTyped('2026-12-31', who)).toBe('2026-12-31')
      expect(dayTyped(' 31 Dec 2026 ', who)).toBe('2026-12-31')
      expect(dayTyped('December 31st, 2026', who)).toBe('2026-12-31')
    }
    expect(dayTyped('31. Dezember 2026', german)).toBe('2026-12-31')
    expect(dayTyped('1 Sept 2026', english)).toBe('2026-09-01')
    expect(dayTyped('2026-12-31T09:30:00Z', english)).toBe('2026-12-31')
    expect(dayTyped('Thursday, 31 December 2026', english)).toBe('2026-12-31')
    expect(dayTyped('31 de diciembre de 2026', formats('es-ES'))).toBe('2026-12-31')
    expect(dayTyped('1er août 2026', formats('fr-FR'))).toBe('2026-08-01')
    // June or July.
    expect(dayTyped('3 jui 2026', formats('fr-FR'))).toBeUndefined()
  })

  it('is no other than before where it is typed as it is shown', () => {
    const order = fc.constantFrom(
      'locale' as const,
      'iso' as const,
      'day-first' as const,
      'month-first' as const,
    )
    const at = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(locale, order, at, (of, dates, instant) => {
        setFormats(formats(of, dates))
        const date = instant.toISOString().slice(0, 10)
        expect(dayTyped(day(date))).toBe(date)
      }),
    )
  })

  it('is refused where it could be another day, or is none', () => {
    for (const text of [
      '12/31/2026',
      '31 Dec 226',
      '31/12/26',
      '30 Feb 2026',
      '2026-02-30',
      '0000-01-01',
      'soon',
      '',
      '3',
      '31/12',
    ])
      expect([text, dayTyped(text, english)]).toEqual([text, undefined])
    expect(dayTyped('31/12/2026', american)).toBeUndefined()
    expect(dayTyped('03/04/2026', formats('en-GB', 'iso'))).toBeUndefined()
  })
})

describe('FAULTS 22: an amount as people type and paste it', () => {
  const en = { group: ',', decimal: '.' }
  const de = { group: '.', decimal: ',' }
  const fr = { group: '\u202F', decimal: ',' }

  it('is taken in either notation where it can be nothing else', () => {
    for (const signs of [en, de, fr]) {
      for (const text of [
        '1.234,56',
        '1,234.56',
        '1 234,56',
        '1\u00A0234.56',
        "1'234.56",
        '1234.56',
        '1234,56',
        '€ 1.234,56',
        '1.234,56 EUR',
      ])
        expect([text, amountTyped(text, 'EUR', signs)]).toEqual([text, 123_456])
      expect(amountTyped('1.234.567', 'EUR', signs)).toBe(123_456_700)
      expect(amountTyped('12,34,567', 'EUR', signs)).toBe(123_456_700)
      expect(amountTyped('1234', 'EUR', signs)).toBe(123_400)
      expect(amountTyped('0.5', 'EUR', signs)).toBe(50)
    }
  })

  it('is read by the person’s own notation where that decides, and else refused', () => {
    expect(amountTyped('1,234', 'EUR', en)).toBe(123_400)
    expect(amountTyped('1.234', 'EUR', de)).toBe(123_400)
    for (const [text, signs] of [
      ['1.234', en],
      ['1,234', de],
      ['1.234', fr],
    ] as const)
      expect([text, amountTyped(text, 'EUR', signs)]).toEqual([text, undefined])
    expect(amountTyped('1.234', 'BHD', en)).toBe(1234)
  })

  it('is refused where it is finer than its currency, larger than any amount, in another currency, or no number', () => {
    for (const text of [
      '0.001',
      '1.2345',
      '12.34.56',
      '1,23,4.5',
      '',
      '-5',
      '1e5',
      'ten',
      '100000000000.01',
      '1,234.56 USD',
      '$1,234.56',
      '10 20',
      '1 2 3 4',
      '1 234 5',
    ])
      expect([text, amountTyped(text, 'EUR', en)]).toEqual([text, undefined])
    expect(amountTyped('1.5', 'JPY', en)).toBeUndefined()
    expect(amountTyped('100,000,000,000', 'EUR', en)).toBe(10_000_000_000_000)
  })

  it('is no other than before where it is typed as it is shown, whoever’s notation that is', () => {
    const shownAs = fc.record({ locale, amount: fc.integer({ min: 0, max: 10_000_000_000_000 }), currency })
    fc.assert(
      fc.property(shownAs, (of) => {
        setFormats(formats(of.locale))
        expect(amountTyped(moneyNumber(of), of.currency)).toBe(of.amount)
        expect(amountTyped(`${moneyNumber(of)} ${of.currency}`, of.currency)).toBe(of.amount)
      }),
    )
  })
})

describe('FAULTS 22: a number as people type and paste it', () => {
  it('is taken as an amount is, and below zero too', () => {
    const [en, de] = [
      { group: ',', decimal: '.' },
      { group: '.', decimal: ',' },
    ]
    expect(numberTyped('1,234', 3, en)).toBe(1234)
    expect(numberTyped('1.234', 3, en)).toBe(1.234)
    expect(numberTyped('1.234', 3, de)).toBe(1234)
    expect(numberTyped('9,975', 4, de)).toBe(9.975)
    expect(numberTyped('-1,5', 3, de)).toBe(-1.5)
    expect(numberTyped('\u22122', 0, de)).toBe(-2)
    for (const text of ['1.5', '1,5', '1,2345', '5 %', '--5', '5-'])
      expect(numberTyped(text, 0, en)).toBeUndefined()
  })

  it('is no other than before where it is typed as it is shown', () => {
    fc.assert(
      fc.property(locale, fc.integer({ min: -1e12, max: 1e12 }), fc.nat(4), (of, digits, places) => {
        setFormats(formats(of))
        const value = digits / 10 ** places
        expect(numberTyped(count(value, places), places)).toBe(value)
      }),
    )
  })
})
