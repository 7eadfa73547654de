import { rateSheet } from '../../domain/sales/rate-sheet.ts'
import type { RatesOfDay } from '../../domain/values/exchange.ts'
import { date, integer, json, projection, text } from '../projection.ts'

export const rateSheetTable = projection(rateSheet)({
  name: 'rateSheet',
  version: 1,
  label: ['on'],
  columns: { on: date, base: text, rates: json<RatesOfDay['rates']>(), rateCount: integer },
  sameField: [['rates', 'rateCount']],
  indexes: [['on'], ['updatedAt']],
  on: {
    'rateSheet.taken': (_, { data }) => ({ ...data, rateCount: data.rates.length }),
    'rateSheet.corrected': (row, { data: { rates } }) => row && { ...row, rates, rateCount: rates.length },
  },
})
