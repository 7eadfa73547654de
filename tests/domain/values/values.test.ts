import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { country, countryByName } from '../../../src/domain/values/country.ts'
import { day, endOfDay } from '../../../src/domain/values/day.ts'
import { decimal, divideRounded, scaled } from '../../../src/domain/values/decimal.ts'
import { documentNumber } from '../../../src/domain/values/document-number.ts'
import { formatMoney, money } from '../../../src/domain/values/money.ts'
import { phone } from '../../../src/domain/values/phone.ts'
import { line, sameName } from '../../../src/domain/values/text.ts'
import { uuid } from '../../../src/domain/values/uuid.ts'

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

describe('money', () => {
  it('is a whole, safe, non-negative number of minor units in a currency in use', () => {
    expect(accepts(money, { amount: 0, currency: 'USD' })).toBe(true)
    for (const amount of [-1, 0.5, 2 ** 53, Number.NaN, '1']) {
      expect(accepts(money, { amount, currency: 'USD' })).toBe(false)
    }
    for (const currency of ['usd', 'XXX', 'DEM', '', 'US']) {
      expect(accepts(money, { amount: 1, currency })).toBe(false)
    }
  })

  it('is written with the decimals of its currency', () => {
    expect(formatMoney({ amount: 105_400, currency: 'USD' })).toBe('USD 1,054.00')
    expect(formatMoney({ amount: 1_234_567, currency: 'JPY' })).toBe('JPY 1,234,567')
    expect(formatMoney({ amount: 1005, currency: 'KWD' })).toBe('KWD 1.005')
  })
})

describe('decimals', () => {
  it('admit what people write, exactly', () => {
    for (const value of [0, 0.07, 12.5, 8.25, 0.29, 1.005 * 100]) {
      expect([value, accepts(decimal(2), value)]).toStrictEqual([value, Number(value.toFixed(2)) === value])
    }
    expect(accepts(decimal(2), 1.005)).toBe(false)
    expect(scaled(0.29, 2)).toBe(29n)
  })

  it('are divided to the nearest whole number, halves away from zero', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(1n, 10n ** 6n), (dividend, divisor) => {
        const twice = 2n * (divideRounded(dividend, divisor) * divisor - dividend)
        if (dividend >= 0n) expect(twice <= divisor && twice > -divisor).toBe(true)
        else expect(twice >= -divisor && twice < divisor).toBe(true)
        expect(divideRounded(-dividend, divisor)).toBe(-divideRounded(dividend, divisor))
      }),
    )
  })
})

describe('other values', () => {
  it('a day is a real one and ends where the next begins', () => {
    expect(
      ['2024-02-29', '2023-02-29', '2026-13-01', '2026-1-1'].map((each) => accepts(day, each)),
    ).toStrictEqual([true, false, false, false])
    expect(endOfDay('2024-02-28')).toBe('2024-02-29T00:00:00.000Z')
    expect(endOfDay('2026-12-31')).toBe('2027-01-01T00:00:00.000Z')
  })

  it('a telephone number has 5 to 15 digits', () => {
    for (const good of ['+49 30 1234567', '(212) 555-0100', '030/12345 ext 7', '12345']) {
      expect([good, accepts(phone, good)]).toStrictEqual([good, true])
    }
    for (const bad of ['', '1234', 'call me', '+1234567890123456', '<script>']) {
      expect([bad, accepts(phone, bad)]).toStrictEqual([bad, false])
    }
  })

  it('a country is a code of ISO 3166, found by its English name', () => {
    expect(accepts(country, 'DE')).toBe(true)
    expect(accepts(country, 'de')).toBe(false)
    expect(accepts(country, 'ZZ')).toBe(false)
    expect(countryByName(' united states')).toBe('US')
    expect(countryByName('Atlantis')).toBeUndefined()
  })

  it('a line is trimmed text without control characters; names are alike whatever their writing', () => {
    expect(line(5).parse('  ab ')).toBe('ab')
    expect([' ', 'a\nb', 'abcdef', 'a\u0007'].map((text) => accepts(line(5), text))).toStrictEqual([
      false,
      false,
      false,
      false,
    ])
    expect(sameName(' ACME   Corp ')).toBe(sameName('acme corp'))
  })

  it('ids are lower case, so that they can be compared as text', () => {
    expect(uuid.parse('00000000-0000-4000-8000-00000000ABCD')).toBe('00000000-0000-4000-8000-00000000abcd')
  })

  it('a document’s number is that of its id', () => {
    expect(documentNumber('Q', '00000000-0000-4000-8000-00000000abcd')).toMatch(
      /^Q-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/,
    )
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        fc.pre(a.slice(-12) !== b.slice(-12))
        expect(documentNumber('Q', a)).not.toBe(documentNumber('Q', b))
      }),
    )
  })
})
