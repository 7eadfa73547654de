import type { z } from 'zod'
import { tag, type tagTone } from '../../domain/settings/tag.ts'
import { type Column, text } from '../projection.ts'
import { recordTable } from '../record.ts'

const toneText: Column<z.output<typeof tagTone>> = { sql: 'text', nullable: false }

export const tagTable = recordTable(tag)({
  version: 1,
  columns: { name: text, tone: toneText },
  label: ['name'],
  indexes: [['name']],
})
