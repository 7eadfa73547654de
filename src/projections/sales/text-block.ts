import type { z } from 'zod'
import { textBlock, type textUse } from '../../domain/sales/text-block.ts'
import { type Column, text } from '../projection.ts'
import { recordTable } from '../record.ts'

const useText: Column<z.output<typeof textUse>> = { sql: 'text', nullable: false }

export const textBlockTable = recordTable(textBlock)({
  version: 1,
  columns: { name: text, use: useText, text },
  label: ['name'],
  indexes: [['name']],
})
