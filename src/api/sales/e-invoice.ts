import { conflict } from '../../domain/error.ts'
import type { PostalAddress } from '../../domain/sales/delivery.ts'
import type { InvoiceState } from '../../domain/sales/invoice.ts'
import { minorDigits } from '../../domain/values/currency.ts'
import { daysAfter } from '../../domain/values/day.ts'
import { converted } from '../../domain/values/exchange.ts'
import { pricePlaces } from '../../domain/values/rounding.ts'

/** What is said of an invoice when it is issued. */
export type Issued = Pick<
  InvoiceState,
  | 'kind'
  | 'number'
  | 'orderNumber'
  | 'issuedOn'
  | 'suppliedOn'
  | 'dueOn'
  | 'terms'
  | 'seller'
  | 'buyer'
  | 'currency'
  | 'exchangeRate'
  | 'lines'
  | 'totals'
  | 'credited'
>

/** S: taxed; Z: at a rate of nothing. Why nothing is due, an exemption or who owes it instead, nobody has said here. */
type Category = 'S' | 'Z'

export interface ElectronicLine {
  id: string
  name: string
  quantity: string
  unit: string
  price: string
  /** After the discount. */
  net: string
  discount: { amount: string; base: string; percent: string } | null
  category: Category
  percent: string
}

/** An invoice or credit note by the terms of EN 16931, every amount as it is written: both syntaxes say the same of it. */
export interface ElectronicInvoice {
  type: '380' | '381'
  number: string
  orderNumber: string
  issuedOn: string
  suppliedOn: string
  dueOn: string | null
  currency: string
  note: string | null
  corrects: string | null
  terms: string
  seller: {
    name: string
    address: PostalAddress
    /** Of value added tax, with the country; another number of the tax office. */
    taxId: { scheme: 'VA' | 'FC'; id: string }
    iban: string | null
    bic: string | null
  }
  buyer: { name: string; address: PostalAddress }
  lines: readonly ElectronicLine[]
  taxes: readonly { category: Category; percent: string; net: string; tax: string }[]
  net: string
  tax: string
  gross: string
  /** The tax in the currency of whom it is from, where that is another (BT-6, BT-111). */
  ownTax: { currency: string; amount: string } | null
}

/**
 * The terms of EN 16931, out of what was said when the invoice was issued: no sum is made here, so that none can be another
 * than on paper. @throws DomainError naming what the standard asks for and was not said then.
 */
export function electronic(issued: Issued): ElectronicInvoice {
  const { kind, number, orderNumber, issuedOn, suppliedOn, currency, credited, totals, exchangeRate } = issued
  const { seller, buyer } = issued
  const missing = [
    ...(seller.address ? [] : ['the address of the organisation']),
    ...(seller.taxId ? [] : ['its tax id']),
    ...(buyer.address ? [] : ['the address of the customer']),
    ...(minorDigits(currency) > 2 ? [`amounts in two decimals, which ${currency} has not`] : []),
  ]
  if (!seller.address || !seller.taxId || !buyer.address || missing.length > 0)
    conflict(
      'invoice.not-electronic',
      `An electronic invoice asks for ${missing.join(', ')}. What was not said when this was issued cannot be added to it.`,
      { missing },
    )
  const money = (amount: number) => decimalOf(amount, currency)
  return {
    type: kind === 'invoice' ? '380' : '381',
    number,
    orderNumber,
    issuedOn,
    suppliedOn,
    dueOn: kind === 'invoice' ? issued.dueOn : null,
    currency,
    note: credited?.reason ?? null,
    corrects: credited?.number ?? null,
    terms: termsOf(issued),
    seller: {
      name: seller.name,
      address: seller.address,
      taxId: taxIdOf(seller.taxId),
      iban: kind === 'invoice' ? seller.iban : null,
      bic: kind === 'invoice' ? seller.bic : null,
    },
    buyer: { name: buyer.name, address: buyer.address },
    lines: issued.lines.map((line, place) => ({
      id: String(place + 1),
      name: line.description,
      quantity: String(line.quantity),
      unit: line.unit ?? 'C62',
      price: decimalOf(line.unitPrice.amount, currency, pricePlaces),
      net: money(line.net.amount),
      discount:
        line.discount.amount === 0
          ? null
          : {
              amount: money(line.discount.amount),
              base: money(line.net.amount + line.discount.amount),
              percent: String(line.discountPercent),
            },
      category: categoryOf(line.taxPercent),
      percent: String(line.taxPercent),
    })),
    taxes: totals.taxes.map(({ percent, net, tax }) => ({
      category: categoryOf(percent),
      percent: String(percent),
      net: money(net.amount),
      tax: money(tax.amount),
    })),
    net: money(totals.net.amount),
    tax: money(totals.tax.amount),
    gross: money(totals.gross.amount),
    ownTax: exchangeRate
      ? {
          currency: exchangeRate.currency,
          amount: decimalOf(
            Number(converted(BigInt(totals.tax.amount), currency, exchangeRate)),
            exchangeRate.currency,
          ),
        }
      : null,
  }
}

const categoryOf = (percent: number): Category => (percent === 0 ? 'Z' : 'S')

/** `DE 123456789` is a number of value added tax; what does not begin with a country is one of a tax office. */
function taxIdOf(id: string): ElectronicInvoice['seller']['taxId'] {
  const bare = id.replace(/[\s.-]/g, '')
  return /^[A-Z]{2}[A-Z0-9]{2,13}$/.test(bare) ? { scheme: 'VA', id: bare } : { scheme: 'FC', id }
}

function termsOf({ kind, terms, issuedOn, dueOn, credited }: Issued): string {
  if (kind === 'credit-note') return `Credited to ${credited?.number ?? 'its invoice'}`
  const { discountDays, discountPercent } = terms
  const sooner =
    discountDays !== null && discountPercent
      ? ` ${discountPercent} % may be taken off until ${daysAfter(issuedOn, discountDays)}.`
      : ''
  return `To be paid until ${dueOn}.${sooner}`
}

/** Minor units, which may be broken, as a decimal number: `1234.5` of cents with six places is `12.345`. */
export function decimalOf(amount: number, currency: string, places = minorDigits(currency)): string {
  const digits = minorDigits(currency)
  const whole = BigInt(Math.round(Math.abs(amount) * 10 ** (places - digits)))
  const text = whole.toString().padStart(places + 1, '0')
  const at = text.length - places
  const fraction = text.slice(at, at + digits) + text.slice(at + digits).replace(/0+$/, '')
  return `${amount < 0 && whole > 0n ? '-' : ''}${text.slice(0, at)}${fraction ? `.${fraction}` : ''}`
}
