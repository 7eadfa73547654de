import { parseXml, XmlElement } from '@rgrove/parse-xml'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { electronic, type Issued } from '../../../src/api/sales/e-invoice.ts'
import { ciiOf } from '../../../src/api/sales/e-invoice-cii.ts'
import { ublOf } from '../../../src/api/sales/e-invoice-ubl.ts'
import { priceLines } from '../../../src/domain/sales/line.ts'
import { partOf } from '../../../src/domain/sales/part.ts'
import { times } from '../../support/chance.ts'

const address = {
  lines: ['Hafenstraße 1', 'Hof'],
  postalCode: '20457',
  city: 'Hamburg',
  state: null,
  country: 'DE',
}
const line = (description: string, more: object = {}) => ({
  productId: null,
  product: null,
  description,
  quantity: 2,
  unitPrice: { amount: 120_050, currency: 'EUR' },
  discountPercent: 10,
  taxPercent: 19,
  ...more,
})
const issuedOver = (lines: Parameters<typeof priceLines>[0], more: Partial<Issued> = {}): Issued => {
  const whole = priceLines(lines, 'EUR')
  return {
    kind: 'invoice',
    number: 'INV-00042',
    orderNumber: 'O-7K3F9',
    issuedOn: '2026-04-01',
    suppliedOn: '2026-03-31',
    dueOn: '2026-04-15',
    terms: { days: 14, discountDays: 7, discountPercent: 2 },
    seller: {
      name: 'Larkspur & Sons <GmbH>',
      address,
      taxId: 'DE 123 456 789',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
    },
    buyer: { name: 'Nile Optics', address: { ...address, city: 'Kampala', country: 'UG' } },
    currency: 'EUR',
    lines: whole.lines.map((one, place) => ({ ...one, line: place })) as never,
    totals: whole.totals,
    credited: null,
    ...more,
  }
}
const two = [
  line('Training'),
  line('Scope – größer & "besser"', { quantity: 1.5, discountPercent: 0, taxPercent: 0 }),
]

/** All texts of elements of this name, wherever they stand. */
function texts(xml: string, name: string): string[] {
  const { root } = parseXml(xml)
  const inside = (of: XmlElement): string[] => [
    ...(of.name === name ? [of.text.trim()] : []),
    ...of.children.filter((node) => node instanceof XmlElement).flatMap(inside),
  ]
  return root ? inside(root) : []
}
const cents = (decimal: string | undefined) => Math.round(Number(decimal) * 100)

describe('QTC-10 QTC-13 an electronic invoice by EN 16931', () => {
  it('says in both syntaxes what is on paper', () => {
    const facts = electronic(issuedOver(two))
    const [ubl, cii] = [ublOf(facts), ciiOf(facts)]
    for (const [xml, names] of [
      [
        ubl,
        ['cbc:TaxExclusiveAmount', 'cbc:TaxInclusiveAmount', 'cbc:PayableAmount', 'cbc:RegistrationName'],
      ],
      [cii, ['ram:TaxBasisTotalAmount', 'ram:GrandTotalAmount', 'ram:DuePayableAmount', 'ram:Name']],
    ] as const)
      expect(names.map((name) => texts(xml, name)[0])).toEqual([
        '3961.65',
        '4372.22',
        '4372.22',
        xml === ubl ? 'Larkspur & Sons <GmbH>' : 'Training',
      ])
    expect(texts(ubl, 'cbc:CompanyID')).toEqual(['DE123456789'])
    expect(texts(ubl, 'cbc:InvoiceTypeCode')).toEqual(['380'])
    expect(texts(cii, 'ram:IBANID')).toEqual(['DE89370400440532013000'])
    expect(texts(ubl, 'cbc:PriceAmount')).toEqual(['1200.50', '1200.50'])
    expect(texts(cii, 'ram:CategoryCode')).toEqual(['S', 'Z', 'S', 'Z'])
  })

  it('names what a credit note corrects, and the tax in the currency of whom it is from', () => {
    const exchangeRate = { currency: 'USD', on: '2026-03-31', of: '1', into: '1.0815' }
    const credited = {
      invoiceId: '00000000-0000-4000-8000-000000000001',
      number: 'INV-00041',
      reason: 'Broken',
    }
    const facts = electronic(
      issuedOver(two, { kind: 'credit-note', number: 'CN-00001', credited, exchangeRate }),
    )
    const ubl = ublOf(facts)
    expect(ubl).toContain('<CreditNote ')
    expect(texts(ubl, 'cbc:TaxAmount')[0]).toBe('410.57')
    // 410.57 EUR at 1.0815 are 444.03 USD.
    expect(texts(ubl, 'cbc:TaxAmount').at(-1)).toBe('444.03')
    expect(texts(ciiOf(facts), 'ram:TaxTotalAmount')).toEqual(['410.57', '444.03'])
    expect(texts(ciiOf(facts), 'ram:IssuerAssignedID')).toEqual(['O-7K3F9', 'INV-00041'])
  })

  it('can be read whatever characters stand in its names, and keeps those that XML may hold', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
    const odd = fc.oneof(name, fc.constantFrom('a\uFFFEb', '\uFFFF', 'a\u0001]]>', '<!--&-->"\'', '😀\u0085'))
    fc.assert(
      fc.property(odd, (text) => {
        const facts = electronic(issuedOver([line(`x${text}x`)]))
        for (const xml of [ublOf(facts), ciiOf(facts)]) {
          const [said = ''] = texts(xml, xml.includes('<cbc:') ? 'cbc:Name' : 'ram:Name')
          expect(said.length).toBeGreaterThan(1)
          if (/^[ -\uD7FF]*$/.test(text))
            expect(texts(xml, 'cbc:Name').concat(texts(xml, 'ram:Name'))).toContain(`x${text}x`)
        }
      }),
      { numRuns: times(100, 1000) },
    )
  })

  it.each([
    [
      'an address of ours',
      { seller: { ...issuedOver(two).seller, address: null } },
      'the address of the organisation',
    ],
    ['a tax id', { seller: { ...issuedOver(two).seller, taxId: null } }, 'its tax id'],
    ['whom it is for', { buyer: { name: 'Nile Optics', address: null } }, 'the address of the customer'],
  ])('is none without %s', (_, more, named) => {
    expect(() => electronic(issuedOver(two, more))).toThrow(named)
  })

  it('adds up as BR-CO-10, 13, 14, 15, 16 and 17 have it, whole and in parts, in both syntaxes alike', () => {
    const asked = fc.record({
      quantity: fc.integer({ min: 1, max: 9_000 }).map((thousandths) => thousandths / 1_000),
      amount: fc.integer({ min: 0, max: 10_000_000 }),
      discountPercent: fc.constantFrom(0, 3, 12.5, 33.3333),
      taxPercent: fc.constantFrom(0, 7, 9.975, 19),
      part: fc.integer({ min: 1, max: 1_000 }),
    })
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 12 }), (all) => {
        const lines = all.map(({ amount, quantity, discountPercent, taxPercent }) =>
          line('Anything', { quantity, discountPercent, taxPercent, unitPrice: { amount, currency: 'EUR' } }),
        )
        const whole = issuedOver(lines)
        const parts = all.map(({ quantity, part }, at) => ({
          line: at,
          quantity: Math.max(1, Math.round(quantity * part)) / 1_000,
        }))
        const some = partOf(
          { currency: 'EUR', lines: whole.lines, totals: whole.totals } as never,
          { taken: [] },
          parts,
        )
        for (const issued of [whole, { ...whole, ...some } as Issued]) {
          const facts = electronic(issued)
          const sum = (amounts: readonly string[]) => amounts.reduce((total, each) => total + cents(each), 0)
          expect(sum(facts.lines.map(({ net }) => net))).toBe(cents(facts.net))
          expect(sum(facts.taxes.map(({ net }) => net))).toBe(cents(facts.net))
          expect(sum(facts.taxes.map(({ tax }) => tax))).toBe(cents(facts.tax))
          expect(cents(facts.net) + cents(facts.tax)).toBe(cents(facts.gross))
          for (const { net, tax, percent } of facts.taxes) {
            const own = facts.lines.filter((one) => one.percent === percent)
            expect(sum(own.map((one) => one.net))).toBe(cents(net))
            // To the cent where it is whole; of a part, what is left of it by then.
            const off = Math.abs((cents(net) * Number(percent)) / 100 - cents(tax))
            expect(off).toBeLessThanOrEqual(issued === whole ? 0.5 + 1e-6 : 1.5)
          }
          for (const { discount, net } of facts.lines)
            if (discount) expect(cents(discount.base) - cents(discount.amount)).toBe(cents(net))
          const [ubl, cii] = [ublOf(facts), ciiOf(facts)]
          expect(texts(ubl, 'cbc:PayableAmount')).toEqual(texts(cii, 'ram:DuePayableAmount'))
          expect(texts(ubl, 'cbc:TaxableAmount')).toEqual(
            texts(cii, 'ram:BasisAmount').slice(-facts.taxes.length),
          )
        }
      }),
      { numRuns: times(60, 600) },
    )
  })
})
