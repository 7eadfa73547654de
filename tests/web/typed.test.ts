import { describe, expect, it } from 'vitest'
import { amountTyped, dayTyped } from '../../web/src/ui/typed.ts'

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
        expect([text, amountTyped(text, 2, signs)]).toEqual([text, 123_456])
      expect(amountTyped('1.234.567', 2, signs)).toBe(123_456_700)
      expect(amountTyped('12,34,567', 2, signs)).toBe(123_456_700)
      expect(amountTyped('1234', 2, signs)).toBe(123_400)
      expect(amountTyped('0.5', 2, signs)).toBe(50)
    }
  })

  it('is read by the person’s own notation where that decides, and else refused', () => {
    expect(amountTyped('1,234', 2, en)).toBe(123_400)
    expect(amountTyped('1.234', 2, de)).toBe(123_400)
    for (const [text, signs] of [
      ['1.234', en],
      ['1,234', de],
      ['1.234', fr],
    ] as const)
      expect([text, amountTyped(text, 2, signs)]).toEqual([text, undefined])
    expect(amountTyped('1.234', 3, en)).toBe(1234)
  })

  it('is refused where it is finer than its currency, larger than any amount, or no number', () => {
    for (const text of ['0.001', '1.2345', '12.34.56', '1,23,4.5', '', '-5', '1e5', 'ten', '100000000000.01'])
      expect([text, amountTyped(text, 2, en)]).toEqual([text, undefined])
    expect(amountTyped('1.5', 0, en)).toBeUndefined()
    expect(amountTyped('100,000,000,000', 2, en)).toBe(10_000_000_000_000)
  })
})
