import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { converted, rateBetween } from '../../../src/domain/values/exchange.ts'
import { readReferenceRates, UnreadableRates } from '../../../src/imports/reference-rates.ts'
import { times } from '../../support/chance.ts'

const sheet = {
  base: 'EUR',
  on: '2026-03-31',
  rates: [
    { code: 'JPY', rate: '161.60' },
    { code: 'KWD', rate: '0.3331' },
    { code: 'USD', rate: '1.0815' },
  ],
}
const between = (from: string, into: string) => rateBetween(from, into, sheet) ?? expect.unreachable()
const told = (amount: number, from: string, into: string) =>
  Number(converted(BigInt(amount), from, between(from, into)))

describe('QTC-12 an amount told in another currency', () => {
  it('is exact to the minor unit, halves away from zero, whatever their minor units are', () => {
    expect(told(10_000, 'EUR', 'USD')).toBe(10_815)
    expect(told(10_815, 'USD', 'EUR')).toBe(10_000)
    // 1.00 EUR is 161.60 yen, which has no smaller unit; 100 yen are 0.6188... EUR, and 0.2061 KWD.
    expect(told(100, 'EUR', 'JPY')).toBe(162)
    expect(told(100, 'JPY', 'EUR')).toBe(62)
    expect(told(100, 'JPY', 'KWD')).toBe(206)
    expect(told(-50, 'EUR', 'USD')).toBe(-54)
    const half = { currency: 'USD', on: '2026-03-31', of: '1', into: '0.5' }
    expect([1n, -1n, 3n].map((amount) => converted(amount, 'EUR', half))).toEqual([1n, -1n, 2n])
    // Beyond what a number of JavaScript holds.
    const large = 9_007_199_254_740_993n
    expect(converted(large, 'EUR', { ...half, into: '1' })).toBe(large)
    expect(rateBetween('EUR', 'CHF', sheet)).toBeUndefined()
  })

  it('is never further from the exact value than half a minor unit', () => {
    const digits = fc.bigInt({ min: 1n, max: 99_999_999n })
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), digits, digits, (amount, of, into) => {
        const text = (value: bigint) => `${value / 10_000n}.${String(value % 10_000n).padStart(4, '0')}`
        const result = converted(amount, 'EUR', {
          currency: 'USD',
          on: '2026-03-31',
          of: text(of),
          into: text(into),
        })
        const off = result * of - amount * into
        expect((off < 0n ? -off : off) * 2n <= of).toBe(true)
      }),
      { numRuns: times(200, 2_000) },
    )
  })
})

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
	<Cube>
		<Cube time='2026-03-31'>
			<Cube currency='USD' rate='1.0815'/>
			<Cube currency='JPY' rate='161.60'/>
		</Cube>
		<Cube time="2026-03-30"><Cube currency="USD" rate="1.0797"/><Cube currency="XXQ" rate="2"/></Cube>
	</Cube>
</gesmes:Envelope>`

describe('QTC-12 the reference rates of the European Central Bank', () => {
  const usd = (rate: string) => ({ code: 'USD', rate })
  const yen = { code: 'JPY', rate: '161.60' }
  it('are read as XML and CSV, of a day and of the history', () => {
    const read = (text: string) => readReferenceRates(Buffer.from(text))
    expect(read(xml)).toEqual([
      { base: 'EUR', on: '2026-03-31', rates: [yen, usd('1.0815')] },
      { base: 'EUR', on: '2026-03-30', rates: [usd('1.0797')] },
    ])
    expect(read('Date, USD, JPY, \n31 March 2026, 1.0815, 161.60, \n')).toEqual([
      { base: 'EUR', on: '2026-03-31', rates: [yen, usd('1.0815')] },
    ])
    expect(read('Date,USD,CYP,\r\n2026-03-31,1.0815,N/A,\r\n1999-01-04,1.1789,0.58231,\r\n')).toMatchObject([
      { on: '2026-03-31', rates: [usd('1.0815')] },
      { on: '1999-01-04' },
    ])
  })

  it.each([
    ['no rates', '<a/>'],
    ['half a file', xml.slice(0, 300)],
    ['no number', xml.replace('1.0815', '1,0815')],
    ['no day', xml.replace('2026-03-31', '2026-02-31')],
    ['a document type', `<!DOCTYPE a>${xml}`],
    ['another table', 'Day,USD\n2026-03-31,1'],
    ['nothing', ''],
    ['a day twice', xml.replace('2026-03-30', '2026-03-31')],
    ['a currency twice on one day', xml.replace("'JPY'", "'USD'")],
    ['a column twice', 'Date,USD,USD\n2026-03-31,1,2'],
  ])('are refused whole where it is %s', (_, text) => {
    expect(() => readReferenceRates(Buffer.from(text))).toThrow(UnreadableRates)
  })
})
