/**
 * ISO 4217 (list one, as of 2026) by the decimals of the minor unit. The one table for the server, its papers and the web
 * app: `Intl` follows CLDR, which writes sixteen of them with other decimals.
 */
const current: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF ' +
    'CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
    'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR ' +
    'MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD ' +
    'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ' +
    'ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
}

/** The instant from which a currency is none any more: amounts of before stay what they are. All have two decimals. */
const withdrawn: Readonly<Record<string, string>> = {
  // The guilder of the Netherlands Antilles gave way to that of Curacao and Sint Maarten (XCG).
  ANG: '2025-07-01T00:00:00.000Z',
  // Bulgaria has the euro since; a month of both was over then.
  BGN: '2026-02-01T00:00:00.000Z',
}

/** The codes that new amounts may be in, sorted. */
export const currencies: readonly string[] = Object.values(current)
  .flatMap((codes) => codes.split(' '))
  .sort()

const digits = new Map(
  Object.entries(current).flatMap(([count, codes]) => codes.split(' ').map((code) => [code, Number(count)])),
)
for (const code of Object.keys(withdrawn)) digits.set(code, 2)

/** Whether it is, or was, a currency. */
export function isCurrency(code: string): boolean {
  return digits.has(code)
}

/** Whether a currency was withdrawn by this instant. */
export function isWithdrawn(code: string, at: string): boolean {
  const since = withdrawn[code]
  return since !== undefined && at >= since
}

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD; 2 for what is none. */
export function minorDigits(code: string): number {
  return digits.get(code) ?? 2
}
