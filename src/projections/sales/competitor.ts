import { competitor } from '../../domain/sales/competitor.ts'
import { nullable, text, texts } from '../projection.ts'
import { recordTable } from '../record.ts'

export const competitorTable = recordTable(competitor)({
  version: 1,
  columns: {
    name: text,
    strengths: nullable(text),
    weaknesses: nullable(text),
    positioning: nullable(text),
    products: texts,
  },
  label: ['name'],
  indexes: [['name']],
})
