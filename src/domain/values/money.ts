import { z } from 'zod'

/** ISO 4217 currencies in use, grouped by the decimals of their minor unit. */
const currencies: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF ' +
    'CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
    'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR ' +
    'MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD ' +
    'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ' +
    'ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
}

const digits = new Map(
  Object.entries(currencies).flatMap(([count, codes]) =>
    codes.split(' ').map((code) => [code, Number(count)]),
  ),
)

/** An ISO 4217 code in capitals. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
  .refine((code) => digits.has(code), 'is not a currency in use')
  .meta({ examples: ['EUR', 'USD', 'JPY'] })

/** A whole number of minor units (cents, yen, fils), never negative, with its currency. */
export const money = z.object({ amount: z.int().nonnegative(), currency })

export type Money = z.output<typeof money>

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(code: string): number {
  return digits.get(code) ?? 2
}

/** `USD 1,054.00`: for people, never parsed back. */
export function formatMoney({ amount, currency: code }: Money): string {
  const count = minorDigits(code)
  const [whole = '', fraction] = (amount / 10 ** count).toFixed(count).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${code} ${grouped}${fraction ? `.${fraction}` : ''}`
}
