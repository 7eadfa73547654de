/** What quantities are told in, by the codes that invoices have for it (UN/ECE Recommendation 20, EN 16931 BT-130). */
export const units = {
  C62: 'piece',
  SET: 'set',
  PR: 'pair',
  E48: 'unit of service',
  LS: 'lump sum',
  MIN: 'minute',
  HUR: 'hour',
  DAY: 'day',
  WEE: 'week',
  MON: 'month',
  ANN: 'year',
  GRM: 'gram',
  KGM: 'kilogram',
  TNE: 'tonne',
  MMT: 'millimetre',
  CMT: 'centimetre',
  MTR: 'metre',
  KMT: 'kilometre',
  MTK: 'square metre',
  MTQ: 'cubic metre',
  LTR: 'litre',
  KWH: 'kilowatt hour',
} as const

export type Unit = keyof typeof units
